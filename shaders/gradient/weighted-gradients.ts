/** The gradients of a loss at many rows, each times its weight, which stay on the device. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import { divergenceMistake } from "../../src/math/divergences/catalog.ts";
import type { DivergenceKind } from "../../src/math/divergences/definition.ts";
import type { LossSupport } from "../../src/math/loss/divergence-gradient.ts";
import { pairMistake } from "../../src/math/support/pair.ts";
import { bufferMistake, type Rows, WORD_BYTES } from "../kernel/encode.ts";
import { measured } from "../kernel/tiles.ts";
import { pairsMistake } from "../pair/alongside.ts";
import { supportRequestMistake } from "../support/support.ts";
import { encodeGradients } from "./gradient.ts";
import { encodeReduced } from "./reduced-gradient.ts";

/** A divergence over a support, or the log-probability of each row's token. */
export type WeightedLoss =
  | { readonly kind: "divergence"; readonly divergence: DivergenceKind; readonly support: LossSupport }
  | { readonly kind: "logProb"; readonly ids: Uint32Array<ArrayBuffer> };

/** Two sides' rows, and how much each row counts. */
export interface WeighedSides {
  readonly student: Rows;
  readonly teacher: Rows;
  /** Finite; where the loss is infinite or undefined the weight is 0, and so is the gradient then. */
  readonly weights: Float32Array<ArrayBuffer>;
}

function mistakeIn(
  { student, teacher, weights }: WeighedSides,
  loss: WeightedLoss,
  into: GPUBuffer,
): string | null {
  const ids = loss.kind === "logProb" ? loss.ids : new Uint32Array(student.rows);
  const needed = student.rows * student.vocabulary * WORD_BYTES;
  if (weights.length !== student.rows || !weights.every(Number.isFinite))
    return "there must be one finite weight for every row";
  if (into.size < needed) return `a buffer of ${into.size} bytes cannot hold gradients of ${needed} bytes`;
  return (
    pairMistake(student, teacher, ids, { temperature: 1, k: 0, beta: 0.5 }) ??
    (loss.kind === "divergence" ? divergenceMistake(loss.divergence) : null) ??
    bufferMistake(student) ??
    bufferMistake(teacher)
  );
}

/**
 * Writes the gradient of every row with respect to the student's logits at temperature 1, times the row's weight, into a storage
 * buffer, [rows, vocabulary]. Faults: badInput (shapes, weights, a row without a softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function weightedGradients(
  device: GPUDevice,
  sides: WeighedSides,
  loss: WeightedLoss,
  into: GPUBuffer,
): Promise<Outcome<null>> {
  const { student, teacher, weights } = sides;
  const support = loss.kind === "divergence" && loss.support.kind === "topK" ? loss.support : null;
  const options =
    loss.kind === "divergence" && support !== null
      ? { temperature: 1, divergence: loss.divergence, ...support }
      : null;
  const mistake =
    mistakeIn(sides, loss, into) ??
    (options === null ? null : supportRequestMistake(student, teacher, options));
  if (mistake !== null) return failure("badInput", mistake);
  const { rows } = student;
  if (rows === 0) return success(null);
  const ids = loss.kind === "logProb" ? loss.ids : new Uint32Array(rows);
  const words = await measured(device, { student, teacher }, (arena, tileRows) => {
    if (options !== null) {
      const encoded = encodeReduced(device, arena, tileRows, { student, teacher }, weights, options, into);
      return { results: { pairs: encoded.results.pairs }, encode: encoded.encode };
    }
    const row = { student, teacher, ids, weights, loss, temperature: 1 };
    const encoded = encodeGradients(device, arena, tileRows, row, into);
    return { results: { pairs: encoded.results.pairs }, encode: encoded.encode };
  });
  if (!words.ok) return words;
  const defect = pairsMistake(words.value.pairs, rows, 1);
  return defect === null ? success(null) : failure("badInput", defect);
}
