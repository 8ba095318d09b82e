/** The decoder's inputs from the image: features as rows or as a grid, and their mask, in the shapes that its file declares. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Graph, HostTensor, ImageFeatures, Port } from "../../adapter.ts";
import { elementsOf, floatTensor, maskTensor, portOf } from "../../tensors.ts";
import type { EncoderDecoderManifest } from "./manifest.ts";

type Dims = readonly (number | null)[];

/**
 * The shape that features may have in a file: [batch, length, width] or, as a grid, [batch, rows, columns, width]. `port`
 * is the declaration in the file; `width` is null if any width is allowed.
 */
export function featureDims(port: Port | undefined, width: number | null): Dims {
  return port?.dims.length === 4 ? [null, null, null, width] : [null, null, width];
}

/** Whether features with the shape of `from` can be read as `to`: rows cannot become a grid. */
export function canRead(from: Port | undefined, to: Port | undefined): boolean {
  return to?.dims.length !== 4 || from?.dims.length === 4;
}

/** `positions` are the sizes between batch and width: [length], or [rows, columns]. */
function maskDims(port: Port | undefined, positions: readonly number[]): readonly number[] {
  const count = elementsOf(positions);
  const rank = port?.dims.length ?? 2;
  if (rank <= 2) return [1, count];
  // A mask with one value per feature keeps a last dimension of 1 if its file declares one; other missing dimensions come first.
  const behind = port?.dims.at(-1) === 1 && rank > positions.length + 1 ? [1] : [];
  const before = rank - 1 - behind.length - positions.length;
  return before < 0
    ? [...new Array<number>(rank - 1).fill(1), count]
    : [...new Array<number>(before + 1).fill(1), ...positions, ...behind];
}

/**
 * The decoder's inputs from the image, the same in every pass. Fault: badInput, if the encoder's mask does not have one
 * value per feature.
 */
export function pictureFeeds(
  { names }: Pick<EncoderDecoderManifest, "names">,
  decoder: Pick<Graph, "inputs">,
  { values, mask }: ImageFeatures,
): Outcome<Readonly<Record<string, HostTensor>>> {
  const { features, featuresMask } = names.decoder;
  const { dims, data } = values;
  const [positions, width] = [dims.slice(1, -1), dims.at(-1) ?? 0];
  const count = elementsOf(positions);
  const port = portOf(decoder.inputs, features);
  const read = port?.dims.length === 3 ? [1, count, width] : dims;
  const feeds = { [features]: floatTensor(port, read, data) };
  if (featuresMask === null) return success(feeds);
  const maskPort = portOf(decoder.inputs, featuresMask);
  const shape = maskDims(maskPort, positions);
  if (mask === null) {
    const ones = maskTensor(maskPort, shape, new Uint8Array(count).fill(1));
    return success({ ...feeds, [featuresMask]: ones });
  }
  if (mask.data.length !== count)
    return failure(
      "badInput",
      `The encoder's mask has ${mask.data.length} values for ${count} features.`,
      "Correct featuresMask in the manifest, or use the files it was written for.",
    );
  // Unchanged, in the shape that the decoder reads.
  return success({ ...feeds, [featuresMask]: { ...mask, dims: shape } });
}
