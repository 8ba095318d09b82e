/**
 * The same model once more, in plain float64 loops that share nothing with the graphs but the parameters'
 * names: what the ONNX files are checked against. Written from the formulas, for clarity, not for speed.
 */

import { type ModelConfig, scaleFactor } from "../../../src/graph/config.ts";
import type { StoredTensor } from "../../../src/graph/safetensors.ts";
import { float16Value } from "../../../src/model/float16.ts";

/** Rows of numbers, [positions][width]. */
export type Matrix = number[][];
/** Planes of pixels, [channels][height][width]. */
export type Planes = number[][][];

export type Weights = ReadonlyMap<string, StoredTensor>;

function parameter(weights: Weights, name: string): number[] {
  const tensor = weights.get(name);
  if (tensor === undefined) throw new Error(`no ${name}`);
  const { bytes } = tensor;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return tensor.type === "F16"
    ? Array.from({ length: bytes.length / 2 }, (_, i) => float16Value(view.getUint16(2 * i, true)))
    : Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

function sum(count: number, term: (index: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i += 1) total += term(i);
  return total;
}

const at = (row: readonly number[] | undefined, index: number): number => row?.[index] ?? 0;

/** y = x Wᵀ with W [out,in]. */
function linear(x: Matrix, weight: number[]): Matrix {
  return x.map((row) => {
    const outputs = weight.length / row.length;
    return Array.from({ length: outputs }, (_, o) =>
      sum(row.length, (i) => at(row, i) * at(weight, o * row.length + i)),
    );
  });
}

function normalise(x: Matrix, weight: number[], epsilon: number): Matrix {
  return x.map((row) => {
    const root = Math.sqrt(sum(row.length, (i) => at(row, i) ** 2) / row.length + epsilon);
    return row.map((value, i) => (value / root) * at(weight, i));
  });
}

function add(a: Matrix, b: Matrix): Matrix {
  return a.map((row, i) => row.map((value, j) => value + at(b[i], j)));
}

function softmax(scores: number[]): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function feedForward(weights: Weights, prefix: string, x: Matrix): Matrix {
  const gate = linear(x, parameter(weights, `${prefix}.gate.weight`));
  const up = linear(x, parameter(weights, `${prefix}.up.weight`));
  const inner = gate.map((row, i) => row.map((g, j) => (g / (1 + Math.exp(-g))) * at(up[i], j)));
  return linear(inner, parameter(weights, `${prefix}.down.weight`));
}

/** Turns each pair (i, i + half) of every head by position · theta^(-i/half). */
function turn(x: Matrix, positions: readonly number[], headDimension: number, theta: number): Matrix {
  const half = headDimension / 2;
  return x.map((row, p) =>
    row.map((value, column) => {
      const within = column % headDimension;
      const angle = at(positions as number[], p) * theta ** (-(within % half) / half);
      const partner = within < half ? -at(row, column + half) : at(row, column - half);
      return value * Math.cos(angle) + partner * Math.sin(angle);
    }),
  );
}

interface Heads {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly dimension: number;
}

/** Attention of q over k and v; `sees(i, j)` says whether position i may look at j. Rows per head, too. */
function attend(
  qkv: readonly [Matrix, Matrix, Matrix],
  sizes: Heads,
  sees: (i: number, j: number) => boolean,
) {
  const [q, k, v] = qkv;
  const group = sizes.heads / sizes.keyValueHeads;
  const { dimension } = sizes;
  const attention: number[][][] = [];
  const mixed: Matrix = q.map(() => []);
  for (let head = 0; head < sizes.heads; head += 1) {
    const keyBase = Math.floor(head / group) * dimension;
    const rows = q.map((query, i) => {
      const scores = k.map((key, j) => {
        const product = sum(dimension, (d) => at(query, head * dimension + d) * at(key, keyBase + d));
        return sees(i, j) ? product / Math.sqrt(dimension) : -Infinity;
      });
      return softmax(scores);
    });
    attention.push(rows);
    rows.forEach((row, i) => {
      for (let d = 0; d < dimension; d += 1) {
        mixed[i]?.push(sum(row.length, (j) => at(row, j) * at(v[j], keyBase + d)));
      }
    });
  }
  return { mixed, attention };
}

function convolve(weights: Weights, name: string, x: Planes, stride: number): Planes {
  const kernel = parameter(weights, `vision.${name}.weight`);
  const bias = parameter(weights, `vision.${name}.bias`);
  const side = Math.round(Math.sqrt(kernel.length / (bias.length * x.length)));
  const pad = (side - 1) / 2;
  const [rows, columns] = [(x[0]?.length ?? 0) / stride, (x[0]?.[0]?.length ?? 0) / stride];
  const value = (out: number, row: number, column: number): number =>
    at(bias, out) +
    sum(x.length, (into) =>
      sum(side, (dy) =>
        sum(side, (dx) => {
          const pixel = at(x[into]?.[row * stride + dy - pad], column * stride + dx - pad);
          return pixel * at(kernel, ((out * x.length + into) * side + dy) * side + dx);
        }),
      ),
    );
  const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
  return bias.map((_, out) =>
    range(rows).map((row) => range(columns).map((column) => value(out, row, column))),
  );
}

function positive(x: Planes): Planes {
  return x.map((plane) => plane.map((row) => row.map((value) => Math.max(0, value))));
}

/** The stem's features of a picture [3][height][width], [channels][height / 16][width / 16]. */
function referenceStem(weights: Weights, pixels: Planes): Planes {
  let x = positive(convolve(weights, "conv0", pixels, 2));
  for (const stage of [1, 2, 3]) {
    x = positive(convolve(weights, `conv${stage}`, x, 2));
    const inner = positive(convolve(weights, `res${stage}.a`, x, 1));
    const change = convolve(weights, `res${stage}.b`, inner, 1);
    x = positive(x.map((plane, c) => add(plane, change[c] ?? [])));
  }
  return x;
}

/** Features of one tile, [tokens][hidden], from the stem's [channels][S / 16][S / 16]. */
function referenceTile(config: ModelConfig, weights: Weights, x: Planes): Matrix {
  const side = config.image_size / 16;
  const position = parameter(weights, "vision.position");
  let tokens: Matrix = Array.from({ length: side * side }, (_, t) =>
    x.map((plane, c) => at(plane[Math.floor(t / side)], t % side) + at(position, t * x.length + c)),
  );
  const heads = config.vision_heads;
  const sizes = { heads, keyValueHeads: heads, dimension: x.length / heads };
  for (let layer = 0; layer < config.vision_layers; layer += 1) {
    const prefix = `vision.blocks.${layer}`;
    tokens = block(weights, prefix, tokens, config.rms_eps, (qkv) => attend(qkv, sizes, () => true).mixed);
  }
  const normed = normalise(tokens, parameter(weights, "vision.norm.weight"), config.rms_eps);
  return linear(shuffled(normed, side, scaleFactor(config)), parameter(weights, "connector.weight"));
}

/** Features of one image, [tokens][hidden], from its planes [3][S][S]. */
export function referenceVision(config: ModelConfig, weights: Weights, pixels: Planes): Matrix {
  return referenceTile(config, weights, referenceStem(weights, pixels));
}

/** Features of the tiles of one picture [3][rows · S][columns · S], row by row: [tiles · tokens][hidden]. */
export function referenceJoinedVision(config: ModelConfig, weights: Weights, picture: Planes): Matrix {
  const features = referenceStem(weights, picture);
  const side = config.image_size / 16;
  const [rows, columns] = [(features[0]?.length ?? 0) / side, (features[0]?.[0]?.length ?? 0) / side];
  return Array.from({ length: rows * columns }, (_, tile) => {
    const [top, left] = [Math.floor(tile / columns) * side, (tile % columns) * side];
    const inside = features.map((plane) =>
      plane.slice(top, top + side).map((row) => row.slice(left, left + side)),
    );
    return referenceTile(config, weights, inside);
  }).flat();
}

/** Token t takes the patches of its square, row by row. */
function shuffled(patches: Matrix, side: number, factor: number): Matrix {
  const across = side / factor;
  return Array.from({ length: across * across }, (_, t) =>
    Array.from({ length: factor * factor }, (_unused, i) => {
      const row = Math.floor(t / across) * factor + Math.floor(i / factor);
      return patches[row * side + (t % across) * factor + (i % factor)] ?? [];
    }).flat(),
  );
}

function block(
  weights: Weights,
  prefix: string,
  x: Matrix,
  epsilon: number,
  mix: (qkv: readonly [Matrix, Matrix, Matrix]) => Matrix,
): Matrix {
  const get = (name: string): number[] => parameter(weights, `${prefix}.${name}.weight`);
  const normed = normalise(x, get("norm1"), epsilon);
  const mixed = mix([linear(normed, get("q")), linear(normed, get("k")), linear(normed, get("v"))]);
  const attended = add(x, linear(mixed, get("o")));
  return add(attended, feedForward(weights, prefix, normalise(attended, get("norm2"), epsilon)));
}

/** The rows of the embedding table for `ids`. */
export function referenceEmbeds(config: ModelConfig, weights: Weights, ids: readonly number[]): Matrix {
  const table = parameter(weights, "embed.weight");
  return ids.map((id) => table.slice(id * config.hidden_size, (id + 1) * config.hidden_size));
}

/** Logits [positions][vocabulary] and attention [layers][heads][positions][positions] without any cache. */
export function referenceDecoder(
  config: ModelConfig,
  weights: Weights,
  embeds: Matrix,
): { readonly logits: Matrix; readonly attentions: readonly number[][][][] } {
  const positions = embeds.map((_, i) => i);
  const sizes = { heads: config.num_heads, keyValueHeads: config.num_kv_heads, dimension: config.head_dim };
  const attentions: number[][][][] = [];
  let x = embeds;
  for (let layer = 0; layer < config.num_layers; layer += 1) {
    x = block(weights, `decoder.blocks.${layer}`, x, config.rms_eps, ([q, k, v]) => {
      const turned = (rows: Matrix): Matrix => turn(rows, positions, config.head_dim, config.rope_theta);
      const result = attend([turned(q), turned(k), v], sizes, (i, j) => j <= i);
      attentions.push(result.attention);
      return result.mixed;
    });
  }
  const normed = normalise(x, parameter(weights, "decoder.norm.weight"), config.rms_eps);
  return { logits: linear(normed, parameter(weights, "embed.weight")), attentions };
}
