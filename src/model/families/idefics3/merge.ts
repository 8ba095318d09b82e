/** Idefics3's inputs merger: the features of the images replace the prompt's image tokens, in order. */
import type { TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { ImageFeatures } from "../../adapter.ts";

/** `embeds` [ids.length, width] with the image features in the rows whose id is `imageToken`. */
export function mergeFeatures(
  imageToken: TokenId,
  ids: readonly TokenId[],
  embeds: Float32Array,
  pictures: readonly ImageFeatures[],
): Outcome<Float32Array> {
  const width = embeds.length / ids.length;
  const merged = embeds.slice();
  const rows = pictures.flatMap(({ values: { data } }) =>
    Array.from({ length: data.length / width }, (_, row) => data.subarray(row * width, (row + 1) * width)),
  );
  const places = ids.flatMap((id, index) => (id === imageToken ? [index] : []));
  if (places.length !== rows.length) {
    return failure(
      "bug",
      `The prompt has ${places.length} image tokens, and the images have ${rows.length} features.`,
    );
  }
  for (const [index, place] of places.entries()) merged.set(rows[index] ?? [], place * width);
  return success(merged);
}
