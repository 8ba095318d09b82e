/** The gradient of a divergence with respect to the student's logits, for one row: whole, or its largest entries. */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import {
  type ChosenDivergence,
  chosenDivergence,
  divergenceMistake,
  divergences,
} from "../../src/math/divergences/catalog.ts";
import type { DivergenceDefinition, DivergenceKind } from "../../src/math/divergences/definition.ts";
import { logRatio } from "../../src/math/loss/estimators.ts";
import { pairMistake, rowMistake } from "../../src/math/support/pair.ts";
import { bufferMistake, forSides, mergeGroups, type Rows, taskOf, WORD_BYTES } from "../kernel/encode.ts";
import { joined, type Kernel, type RowPass } from "../kernel/kernel.ts";
import numbers from "../kernel/numbers.wgsl?raw";
import { type Arena, dispatch } from "../kernel/run.ts";
import { mostGroups } from "../kernel/task.ts";
import { type Measurement, measured } from "../kernel/tiles.ts";
import tokens from "../kernel/tokens.wgsl?raw";
import { divergenceMergePass, divergencePass, PAIR_WORDS, pairFrom } from "../pair/divergence.ts";
import { divergenceWgsl, TERM_WORDS, termsPasses, valueFrom } from "../pair/divergences.ts";
import normalisers from "../support/normalisers.wgsl?raw";
import tokenBins from "../support/token-bins.wgsl?raw";
import divergenceGradientWgsl from "./divergence-gradient.wgsl?raw";
import entropyGradientWgsl from "./entropy-gradient.wgsl?raw";
import gradient from "./gradient.wgsl?raw";
import {
  type Entries,
  encodeEntries,
  GRADIENT_INVOCATIONS,
  type Gradient,
  gradientBuffers,
  gradientFrom,
  gradientGroups,
  gradientMistake,
  rowAt,
} from "./gradient-entries.ts";
import logProbGradientWgsl from "./log-prob-gradient.wgsl?raw";
import surrogateGradientWgsl from "./surrogate-gradient.wgsl?raw";

/** A pass whose entries are computed by these files. */
function gradientPass(variant: string, ...files: readonly string[]): RowPass {
  return {
    name: "gradient",
    variant,
    sides: 2,
    wgsl: joined(numbers, normalisers, ...files, gradient),
    bindings: ["uniform", "read", "read", "read", "read", "read", "read", "write"],
    constants: { invocations: GRADIENT_INVOCATIONS },
  };
}

const divergenceGradientPass = (definition: DivergenceDefinition): RowPass =>
  gradientPass(definition.id, divergenceWgsl(definition), tokenBins, divergenceGradientWgsl);
const entropyPass = gradientPass("entropy", tokens, entropyGradientWgsl);
const surrogatePass = gradientPass("surrogate", tokens, surrogateGradientWgsl);
const logProbPass = gradientPass("logProb", tokens, logProbGradientWgsl);

export const gradientKernel: Kernel = {
  name: "gradient",
  computes:
    "gradient of each divergence, the entropy, the surrogate and a token's log-probability with respect to the student's logits",
  source: "softmax Jacobian; Vision-OPD §3.2, arXiv 2605.18740; V-Zero eq. 24, arXiv 2606.25319",
  passes: [...divergences.map(divergenceGradientPass), entropyPass, surrogatePass, logProbPass],
  // The absolute part is per nat of the divergence where that is more than one, and per unit of temperature.
  tolerance: {
    absolute: 2e-6,
    relative: 2e-5,
    because:
      "a probability times a difference of two numbers that are as large as the divergence, in float32",
  },
};

/** The differentiated loss: a divergence, the student's entropy, or the surrogate of one token. */
export type Loss =
  | { readonly kind: "divergence"; readonly divergence: DivergenceKind }
  | { readonly kind: "entropy" }
  | { readonly kind: "surrogate"; readonly token: number };

export interface GradientOptions {
  readonly temperature: number;
  readonly loss: Loss;
  readonly entries: Entries;
}

/** What is differentiated of many rows: a loss, or the log-probability of each row's token. */
export type RowsLoss = Exclude<Loss, { kind: "surrogate" }> | { readonly kind: "surrogate" | "logProb" };

/** The token of the loss; 0 where the loss does not depend on one. */
function tokenOf(loss: Loss): number {
  return loss.kind === "surrogate" ? loss.token : 0;
}

/** The divergence that is differentiated; null where it is another loss. */
function chosenOf(loss: RowsLoss): ChosenDivergence | null {
  return loss.kind === "divergence" ? chosenDivergence(loss.divergence) : null;
}

function passOf(loss: RowsLoss): RowPass {
  switch (loss.kind) {
    case "divergence":
      return divergenceGradientPass(chosenDivergence(loss.divergence).definition);
    case "entropy":
      return entropyPass;
    case "surrogate":
      return surrogatePass;
    case "logProb":
      return logProbPass;
    default:
      return loss satisfies never;
  }
}

type Result = "pairs" | "states" | "gradient" | "ids" | "bits";

/** Rows whose gradients are taken, each times its weight; a row's token is that of the surrogate or of the log-probability. */
export interface WeightedRows {
  readonly student: Rows;
  readonly teacher: Rows;
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly weights: Float32Array<ArrayBuffer>;
  readonly loss: RowsLoss;
  readonly temperature: number;
}

/** The passes that leave the gradients of all rows of a tile in `gradient` [rows, vocabulary], and what else they leave. */
export function encodeGradients(
  device: GPUDevice,
  arena: Arena,
  tileRows: number,
  { student, teacher, ids: tokens, weights, loss, temperature }: WeightedRows,
  gradient: GPUBuffer,
): Measurement<"student" | "teacher", "pairs" | "states"> {
  const { rows, vocabulary } = student;
  const chosen = chosenOf(loss);
  const parameter = chosen?.parameter ?? 0;
  const settings = { vocabulary, temperature, k: 0, beta: parameter, parameter };
  const passes = chosen === null ? null : termsPasses(chosen.definition);
  const ids = arena.filled(tokens.buffer, "upload");
  const shares = arena.filled(weights.buffer, "upload");
  const pairs = arena.buffer(rows * PAIR_WORDS * WORD_BYTES, "result");
  const states = arena.buffer(rows * TERM_WORDS * WORD_BYTES, "result");
  const partials = arena.buffer(mostGroups(tileRows) * PAIR_WORDS * WORD_BYTES, "work");
  return {
    results: { pairs, states },
    encode(tile) {
      const { encoder, windows } = tile;
      const task = taskOf(tile, [windows.student, windows.teacher], settings);
      const both = [task, windows.student.binding, windows.teacher.binding];
      const groups = [tile.chunks, tile.rows] as const;
      const each = [
        [student, windows.student],
        [teacher, windows.teacher],
      ] as const;
      const divergence = forSides(device, divergencePass, tile, each);
      const pass = forSides(device, passOf(loss), tile, each);
      dispatch(device, encoder, divergence, [...both, ids, partials], groups);
      dispatch(device, encoder, divergenceMergePass, [task, partials, pairs], mergeGroups(tile.rows));
      if (passes !== null) {
        const terms = forSides(device, passes.terms, tile, each);
        dispatch(device, encoder, terms, [...both, pairs, partials], groups);
        dispatch(device, encoder, passes.merge, [task, partials, states], mergeGroups(tile.rows));
      }
      const bound = [...both, pairs, states, ids, shares, gradient];
      dispatch(device, encoder, pass, bound, gradientGroups(vocabulary, tile.rows));
    },
  };
}

function measureGradient(device: GPUDevice, student: Rows, teacher: Rows, options: GradientOptions) {
  const { vocabulary } = student;
  const { loss, temperature, entries } = options;
  const settings = { vocabulary, temperature, k: 0, beta: 0 };
  return (arena: Arena, tileRows: number): Measurement<"student" | "teacher", Result> => {
    const found = gradientBuffers(arena, vocabulary, entries);
    const ids = Uint32Array.of(tokenOf(loss));
    const row = { student, teacher, ids, weights: Float32Array.of(1), loss, temperature };
    const { results, encode } = encodeGradients(device, arena, tileRows, row, found.gradient);
    return {
      results: { ...results, ...found.results },
      encode(tile) {
        encode(tile);
        encodeEntries(device, tile, entries, settings, found);
      },
    };
  };
}

/**
 * The gradient of one row. Null where it is not finite: for an infinite divergence (the forward KL's gradient is always
 * finite) and for the surrogate of a token that one side masks. Faults: badInput (shapes, options, a row without a
 * softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function gradientOnDevice(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  row: number,
  options: GradientOptions,
): Promise<Outcome<Gradient | null>> {
  const { temperature, loss, entries } = options;
  const ids = new Uint32Array(student.rows).fill(tokenOf(loss));
  const mistake =
    pairMistake(student, teacher, ids, { temperature, k: 0, beta: 0.5 }) ??
    (loss.kind === "divergence" ? divergenceMistake(loss.divergence) : null) ??
    bufferMistake(student) ??
    bufferMistake(teacher) ??
    gradientMistake(student, row, entries);
  if (mistake !== null) return failure("badInput", mistake);
  const sides = { student: rowAt(student, row), teacher: rowAt(teacher, row) };
  const words = await measured(device, sides, measureGradient(device, sides.student, sides.teacher, options));
  if (!words.ok) return words;
  const pair = pairFrom(words.value.pairs, 0, temperature);
  for (const side of ["student", "teacher"] as const) {
    const { defect } = pair[side];
    if (defect !== null) return failure("badInput", rowMistake(side, row, defect));
  }
  const chosen = chosenOf(loss);
  if (
    chosen !== null &&
    !chosen.definition.gradientAlwaysFinite &&
    valueFrom(words.value.states, 0, chosen) === Infinity
  )
    return success(null);
  const gap = logRatio(pair.student.logProb, pair.teacher.logProb);
  if (loss.kind === "surrogate" && !Number.isFinite(gap)) return success(null);
  return success(gradientFrom(words.value, student.vocabulary, entries));
}
