/** The numbers that the optimizer moves, and how the model's parameters follow from them. */

import { seeded } from "../../base/random.ts";
import { type ModelConfig, parameterShapes } from "../../graph/config.ts";
import type { TrainedPart } from "../../lab/recipe/recipe.ts";
import type { Parameters } from "../packed/rows.ts";

export interface Trained {
  /** The parameters of the model whose gradients are needed. */
  readonly parameters: readonly string[];
  /** What is moved, in place, by name. */
  readonly tensors: ReadonlyMap<string, Float32Array>;
  /** The gradients with respect to `tensors`, from those with respect to `parameters`. */
  gradients(ofParameters: Parameters): ReadonlyMap<string, Float32Array>;
  /** All parameters of the model as they are now. They may share memory with `tensors`, and then change with them. */
  current(): Parameters;
}

/** The decoder's own parameters: its blocks and its last norm, without the embeddings, which are also the head. */
function decoderNames(config: ModelConfig): readonly string[] {
  return [...parameterShapes(config).keys()].filter((name) => name.startsWith("decoder."));
}

/** Parameters that are moved as they are. */
function wholeTensors(names: readonly string[], start: Parameters): Trained {
  const tensors = new Map(names.map((name) => [name, (start.get(name) as Float32Array).slice()]));
  return {
    parameters: names,
    tensors,
    gradients: (found) => found,
    current: () => new Map([...start, ...tensors]),
  };
}

/** The transpose of a matrix [rows, columns]. */
function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    { length: matrix.length },
    (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)] as number,
  );
}

/** a [rows, inner] times b [inner, columns]. */
function product(
  a: Float32Array,
  b: Float32Array,
  rows: number,
  inner: number,
  columns: number,
): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < inner; k++) {
      const left = a[row * inner + k] as number;
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        out[at] = (out[at] as number) + left * (b[k * columns + column] as number);
      }
    }
  }
  return out;
}

/** A low-rank change of a linear map W [out, in]: A [rank, in] and B [out, rank]. */
export interface LowRank {
  readonly out: number;
  readonly into: number;
  readonly rank: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** W + scale B A in float32: the product is summed over the rank in float32, and the sum is rounded once. */
export function withLowRank(
  weights: Float32Array,
  { out, into, rank, a, b }: LowRank,
  scale: number,
): Float32Array {
  const update = product(b, a, out, rank, into);
  return weights.map((value, i) => value + scale * (update[i] as number));
}

/**
 * W + (alpha / rank) B A for every linear map W [out, in] of the decoder, or for those of `maps`, with A [rank, in] and B [out, rank] (LoRA, arXiv
 * 2106.09685, §4.1): dL/dB = s dL/dW Aᵀ and dL/dA = s Bᵀ dL/dW. B begins at 0, A uniform within ±1/√in, as in PEFT.
 */
function lowRank(
  config: ModelConfig,
  start: Parameters,
  { rank, alpha, maps: chosen }: Extract<TrainedPart, { kind: "lora" }>,
  seed: number,
): Trained {
  const shapes = parameterShapes(config);
  const isChosen = (name: string): boolean =>
    chosen === undefined || chosen.some((map) => name.endsWith(`.${map}.weight`));
  const maps = decoderNames(config)
    .filter(isChosen)
    .flatMap((name) => {
      const [out = 0, into] = shapes.get(name) ?? [];
      return into === undefined ? [] : [{ name, out, into }];
    });
  const random = seeded(seed);
  const scale = alpha / rank;
  const tensors = new Map<string, Float32Array>();
  for (const { name, out, into } of maps) {
    const reach = 1 / Math.sqrt(into);
    tensors.set(
      `${name}.A`,
      Float32Array.from({ length: rank * into }, () => reach * (2 * random.next() - 1)),
    );
    tensors.set(`${name}.B`, new Float32Array(out * rank));
  }
  const tensor = (name: string): Float32Array => tensors.get(name) as Float32Array;
  return {
    parameters: maps.map(({ name }) => name),
    tensors,
    gradients(found) {
      const gradients = new Map<string, Float32Array>();
      for (const { name, out, into } of maps) {
        const slope = (found.get(name) as Float32Array).map((value) => scale * value);
        const [a, b] = [tensor(`${name}.A`), tensor(`${name}.B`)];
        gradients.set(`${name}.A`, product(transposed(b, out, rank), slope, rank, out, into));
        gradients.set(`${name}.B`, product(slope, transposed(a, rank, into), out, into, rank));
      }
      return gradients;
    },
    current() {
      const parameters = new Map(start);
      for (const { name, out, into } of maps) {
        const change = { out, into, rank, a: tensor(`${name}.A`), b: tensor(`${name}.B`) };
        parameters.set(name, withLowRank(start.get(name) as Float32Array, change, scale));
      }
      return parameters;
    },
  };
}

/** What a recipe trains, beginning at the model's parameters. */
export function createTrained(
  part: TrainedPart,
  config: ModelConfig,
  start: Parameters,
  seed: number,
): Trained {
  switch (part.kind) {
    case "decoder":
      return wholeTensors(decoderNames(config), start);
    case "all":
      return wholeTensors([...parameterShapes(config).keys()], start);
    case "lora":
      return lowRank(config, start, part, seed);
    default:
      return part satisfies never;
  }
}
