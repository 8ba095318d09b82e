/** The attention of the positions that emit an answer's tokens, from a decoder that outputs its attention weights. */
import type { TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { PicturePlace, PromptAttention, TileGrid } from "../../adapter.ts";
import { release } from "../../adapter.ts";
import type { Idefics3Manifest } from "./manifest.ts";
import { type DecoderParts, decoderFeeds, embedIds, type SequenceState } from "./sequence.ts";

/** The outputs that hold attention, [batch, heads, positions, keys] per layer; none if the manifest offers none. */
export function attentionNames({ offers, layers }: Idefics3Manifest): readonly string[] {
  return offers.includes("attention") ? Array.from({ length: layers }, (_, i) => `attentions.${i}`) : [];
}

/**
 * The positions of each image's tokens in the prompt. For an image that was cut into tiles, those of the whole-image tile,
 * which comes last: the tokens of the other tiles do not form a grid of the whole image.
 */
export function picturePlaces(
  imageToken: TokenId,
  ids: readonly TokenId[],
  grids: readonly TileGrid[],
  tokensPerTile: number,
): readonly PicturePlace[] {
  const places = ids.flatMap((id, index) => (id === imageToken ? [index] : []));
  const side = Math.round(Math.sqrt(tokensPerTile));
  let tiles = 0;
  return grids.map(({ rows, columns }) => {
    tiles += rows * columns + 1;
    return { firstKey: places[(tiles - 1) * tokensPerTile] ?? 0, rows: side, columns: side };
  });
}

/** Feeds a prompt's last token and an answer without its last, and returns their attention. The caller releases it. */
export async function attendTokens(
  parts: DecoderParts,
  { cache, length }: SequenceState,
  fed: readonly TokenId[],
  pictures: readonly PicturePlace[],
): Promise<Outcome<PromptAttention>> {
  const embeds = await embedIds(parts, fed);
  if (!embeds.ok) return embeds;
  const names = attentionNames(parts.manifest);
  const count = fed.length;
  const step = { embeds: embeds.value.data, batch: 1, count, past: cache, pastLength: length, keep: 1 };
  const ran = await parts.decoder.run(decoderFeeds(parts, step), names);
  if (!ran.ok) return ran;
  const layers = names.flatMap((name) => ran.value[name] ?? []);
  return success({
    heads: layers[0]?.dims[1] ?? 0,
    queries: count,
    keys: length + count,
    layers,
    pictures,
    [Symbol.dispose]: () => layers.forEach(release),
  });
}
