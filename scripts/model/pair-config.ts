/** Random encoder–decoder pairs for tests: which of the family's ways a pair takes, and its parameters. */

export interface PairConfig {
  readonly channels: 1 | 3;
  /**
   * How the decoder remembers: not at all; the tokens' keys and values; or as merged exports do, with the picture's
   * beside them, a switch, and an empty answer for the picture's when the switch is on; or as exports in two files do,
   * of which the second reads a past and never the picture.
   */
  readonly cache: "none" | "tokens" | "merged" | "twoFiles";
  /** What the pixel mask says where the picture is; null for an encoder without one. */
  readonly maskPicture: 0 | 1 | null;
  /**
   * Which files know the features as a grid, [batch, rows, columns, hidden] with a mask [batch, rows, columns], instead of
   * as rows of one sequence: none, the encoder alone, or both.
   */
  readonly grid: "none" | "encoder" | "both";
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly ffn: number;
  readonly vocabulary: number;
}

export const smallPair: PairConfig = {
  channels: 3,
  cache: "none",
  maskPicture: null,
  grid: "none",
  hidden: 16,
  layers: 2,
  heads: 2,
  ffn: 24,
  vocabulary: 40,
};

/** Side of the square of pixels that becomes one feature. */
export const patchSide = 8;

/** Longest sequence that the position table covers. */
export const pairPositions = 64;

export const headDimension = (config: PairConfig): number => config.hidden / config.heads;

/** Every parameter's name and shape; linear maps are [out, in]. */
export function pairShapes(config: PairConfig): ReadonlyMap<string, readonly number[]> {
  const { hidden, ffn, vocabulary, channels } = config;
  const square = [hidden, hidden];
  const shapes: [string, readonly number[]][] = [
    ["encoder.patch.weight", [hidden, channels, patchSide, patchSide]],
    ["encoder.patch.bias", [hidden]],
    ["encoder.norm.weight", [hidden]],
    ["encoder.out.weight", square],
    ["embed.weight", [vocabulary, hidden]],
    ["position.weight", [pairPositions, hidden]],
    ["decoder.norm.weight", [hidden]],
  ];
  for (let layer = 0; layer < config.layers; layer += 1) {
    const prefix = `decoder.blocks.${layer}`;
    for (const attention of ["self", "cross"]) {
      shapes.push([`${prefix}.${attention}.norm.weight`, [hidden]]);
      for (const part of ["q", "k", "v", "o"]) shapes.push([`${prefix}.${attention}.${part}.weight`, square]);
    }
    shapes.push([`${prefix}.norm.weight`, [hidden]], [`${prefix}.gate.weight`, [ffn, hidden]]);
    shapes.push([`${prefix}.up.weight`, [ffn, hidden]], [`${prefix}.down.weight`, [hidden, ffn]]);
  }
  return new Map(shapes);
}
