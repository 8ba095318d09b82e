/** A step's numbers by WGSL kernels: logits and their gradients stay on the device, and a few numbers a token are read back. */

import { type WeightedLoss, weightedGradients } from "../../../shaders/gradient/weighted-gradients.ts";
import { blendOnDevice } from "../../../shaders/optimizer/blend.ts";
import { divergenceOnDevice, hasKernel } from "../../../shaders/pair/divergences.ts";
import { scoreRowsOnDevice } from "../../../shaders/pair/pair.ts";
import { supportRowsOnDevice } from "../../../shaders/support/support.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { Recipe, TrainingLoss } from "../../lab/recipe/recipe.ts";
import { chosenDivergence } from "../../math/divergences/catalog.ts";
import type { DeviceRows } from "../../math/support/pair.ts";
import type { KeptAnswer } from "../packed/decoder.ts";
import { sampledTokenLoss } from "../recipe/token-loss.ts";
import { copyRows, createStore, cutRows, deviceKeeper, type Store, stretchesOf } from "./device-rows.ts";
import type { LossAnswers, Losses, PerToken, RowNumbers } from "./row-numbers.ts";

/** Whether there are kernels for all numbers of a recipe's steps: for every loss and gate of the catalogs, and no formulas. */
export function hasKernels({ loss, weights }: Recipe): boolean {
  const has = loss.kind !== "formula" && (loss.kind !== "divergence" || hasKernel(loss.divergence));
  return has && weights === undefined;
}

type DivergenceLoss = Extract<TrainingLoss, { kind: "divergence" }>;

/** The rows of all answers as one matrix, in a buffer of its own. */
function matrixOf(
  device: GPUDevice,
  store: Store,
  answers: readonly KeptAnswer[],
  vocabulary: number,
): DeviceRows {
  const rows = answers.reduce((sum, { ids }) => sum + ids.length, 0);
  const buffer = store.buffer(rows * vocabulary);
  copyRows(device, stretchesOf(answers), vocabulary, buffer);
  return { kind: "device", rows, vocabulary, buffer, offset: 0 };
}

const lengthsOf = (answers: readonly KeptAnswer[]): readonly number[] => answers.map(({ ids }) => ids.length);

/** Numbers of all tokens, answer after answer, as those of each answer. */
function perAnswer(values: ArrayLike<number>, lengths: readonly number[]): PerToken {
  let at = 0;
  return lengths.map((length) => Array.from({ length }, () => values[at++] as number));
}

const tokensOf = (answers: readonly KeptAnswer[]) => Uint32Array.from(answers.flatMap(({ ids }) => ids));

/** What the loss is at each token, and how much the gradient of its row counts. */
interface Weighed {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/** A row with a gradient, one whose gradient is 0, and one without: its loss is infinite or undefined and adds nothing. */
type Slope = "sloped" | "flat" | "none";

/** What the gradient of a divergence is at each row. Faults: those of the kernels. */
async function slopesOf(
  device: GPUDevice,
  student: DeviceRows,
  teacher: DeviceRows,
  { divergence, support }: DivergenceLoss,
  values: readonly number[],
): Promise<Outcome<readonly Slope[]>> {
  if (support.kind === "full") {
    const { gradientAlwaysFinite } = chosenDivergence(divergence).definition;
    return success(
      values.map((value) => (Number.isFinite(value) || gradientAlwaysFinite ? "sloped" : "none")),
    );
  }
  const found = await supportRowsOnDevice(device, student, teacher, {
    temperature: 1,
    divergence,
    ...support,
  });
  if (!found.ok) return found;
  // A partial sum that was below 0 is held at 0.
  const isHeld = (value: number): boolean => support.rest === "drop" && value === 0;
  return success(
    found.value.divergence.map((value) => {
      if (value === null || value === Infinity) return "none";
      return isHeld(value) ? "flat" : "sloped";
    }),
  );
}

async function weighDivergence(
  device: GPUDevice,
  student: DeviceRows,
  teacher: DeviceRows,
  loss: DivergenceLoss,
  coefficients: readonly number[],
): Promise<Outcome<Weighed>> {
  const { divergence } = loss;
  const found = await divergenceOnDevice(device, student, teacher, { temperature: 1, divergence });
  if (!found.ok) return found;
  const slopes = await slopesOf(device, student, teacher, loss, found.value);
  if (!slopes.ok) return slopes;
  return success({
    values: found.value.map((value, row) => (slopes.value[row] === "none" ? 0 : value)),
    weights: coefficients.map((coefficient, row) => (slopes.value[row] === "sloped" ? coefficient : 0)),
  });
}

/** The loss of each token from its scalars; the gradients weigh that of its log-probability. */
function weighSampled(
  loss: Exclude<TrainingLoss, DivergenceLoss>,
  { answers, advantages, drawn }: LossAnswers,
  own: ArrayLike<number>,
  theirs: ArrayLike<number> | null,
  coefficients: readonly number[],
): Weighed {
  const [given, before] = [advantages?.flat(), drawn?.flat()];
  const tokens = answers.flatMap(({ ids }) => ids);
  const found = tokens.map((_, row) => {
    const logProb = own[row] as number;
    return sampledTokenLoss(loss, {
      logProb,
      teacher: theirs?.[row] ?? null,
      advantage: given?.[row] ?? 0,
      drawn: before?.[row] ?? logProb,
    });
  });
  return {
    values: found.map((each) => each?.value ?? 0),
    weights: found.map((each, row) => (each?.slope ?? 0) * (coefficients[row] ?? 0)),
  };
}

/** Rows of answers as matrices in a store on a device, and the scores of their tokens. */
function matricesOn(device: GPUDevice, store: Store, vocabulary: number) {
  return {
    of: (answers: readonly KeptAnswer[]) => matrixOf(device, store, answers, vocabulary),
    scored: (rows: DeviceRows, answers: readonly KeptAnswer[]) =>
      scoreRowsOnDevice(device, rows, tokensOf(answers), { temperature: 1, k: 0 }),
  };
}

/** `RowNumbers.losses` by kernels. */
async function lossesOn(
  device: GPUDevice,
  store: Store,
  vocabulary: number,
  loss: TrainingLoss,
  of: LossAnswers,
): Promise<Outcome<Losses>> {
  // Copies of rows are needed for this one loss alone.
  using scratch = createStore(device);
  const matrices = matricesOn(device, scratch, vocabulary);
  const { answers, teacher } = of;
  const lengths = lengthsOf(answers);
  const coefficients = of.coefficients.flat();
  const student = matrices.of(answers);
  const own = await matrices.scored(student, answers);
  if (!own.ok) return own;
  const other = teacher === null ? student : matrices.of(teacher);
  // A divergence needs no log-probabilities of the teacher's at the tokens.
  const isScored = teacher !== null && loss.kind !== "divergence";
  const theirs = isScored ? await matrices.scored(other, answers) : null;
  if (theirs?.ok === false) return theirs;
  const weighed =
    loss.kind === "divergence"
      ? await weighDivergence(device, student, other, loss, coefficients)
      : success(weighSampled(loss, of, own.value.logProb, theirs?.value.logProb ?? null, coefficients));
  if (!weighed.ok) return weighed;
  const gradient = store.buffer(student.rows * vocabulary);
  const sides = { student, teacher: other, weights: Float32Array.from(weighed.value.weights) };
  const differentiated: WeightedLoss =
    loss.kind === "divergence" ? loss : { kind: "logProb", ids: tokensOf(answers) };
  const taken = await weightedGradients(device, sides, differentiated, gradient);
  if (!taken.ok) return taken;
  return success({
    losses: perAnswer(weighed.value.values, lengths),
    entropies: perAnswer(own.value.entropy, lengths),
    ofLogits: cutRows(gradient, lengths, vocabulary),
  });
}

/** `device` is where the graphs run. */
export function deviceNumbers(device: GPUDevice, vocabulary: number): RowNumbers {
  const store = createStore(device);
  return {
    keeper: deviceKeeper(device, store, vocabulary),
    async logProbs(answers) {
      using scratch = createStore(device);
      const matrices = matricesOn(device, scratch, vocabulary);
      const found = await matrices.scored(matrices.of(answers), answers);
      return found.ok ? success(perAnswer(found.value.logProb, lengthsOf(answers))) : found;
    },
    async divergences(kind, own, theirs) {
      using scratch = createStore(device);
      const matrices = matricesOn(device, scratch, vocabulary);
      const options = { temperature: 1, divergence: kind };
      const found = await divergenceOnDevice(device, matrices.of(own), matrices.of(theirs), options);
      return found.ok ? success(perAnswer(found.value, lengthsOf(own))) : found;
    },
    async mixed(initial, current, rate) {
      using scratch = createStore(device);
      const into = matrixOf(device, store, initial, vocabulary);
      const other = matrixOf(device, scratch, current, vocabulary);
      const numbers = ({ buffer, rows }: DeviceRows) => ({ buffer, length: rows * vocabulary });
      const pair = { into: numbers(into), other: numbers(other) };
      const blended = await blendOnDevice(device, [pair], { kept: 1 - rate, added: rate });
      if (!blended.ok) return blended;
      const cut = cutRows(into.buffer, lengthsOf(initial), vocabulary);
      return success(initial.map(({ ids }, i) => ({ ids, logits: cut[i] as DeviceRows })));
    },
    losses: (loss, of) => lossesOn(device, store, vocabulary, loss, of),
    [Symbol.dispose]: () => store[Symbol.dispose](),
  };
}
