/** One step of a run: questions, answers, loss, gradient, and the optimizer. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { RunSettings, StepRecord } from "../../lab/run/document.ts";
import { saltOf } from "../../math/rows/sample.ts";
import { mean, sequenceMean, tokenMean } from "../../math/statistics/statistics.ts";
import type { ImageFeatures } from "../../model/adapter.ts";
import type { Question } from "../data/scenes.ts";
import type { ShowWith } from "../data/showing.ts";
import { openNumbers } from "../numbers/open-numbers.ts";
import type { PerToken, RowNumbers } from "../numbers/row-numbers.ts";
import { follow, updateBy } from "../optimizer/update.ts";
import { type KeptAnswer, scoreRows } from "../packed/decoder.ts";
import type { EncoderPixels } from "../packed/encoder.ts";
import type { GradientBatch } from "../packed/gradients.ts";
import type { Parameters } from "../packed/rows.ts";
import { type Clock, createClock } from "../recipe/clock.ts";
import { JENSEN_SHANNON } from "../recipe/token-loss.ts";
import { type Judging, type Objective, objectiveOf } from "./objective.ts";
import { answersTo, askedIn, compareAnswers } from "./sides.ts";
import type { RunState } from "./state.ts";
import type { Asked, TrainingParts } from "./teacher.ts";
import { sideOf, teacherOf } from "./teacher.ts";

/** The learning rate of a step, which rises over the share of warm-up. */
function rateAt({ recipe: { optimizer }, steps }: RunSettings, step: number): number {
  const rising = Math.round(optimizer.warmUp * steps);
  return optimizer.rate * Math.min(1, step / Math.max(1, rising));
}

/** How much of itself the average keeps in a step; null where there is none. */
function keptByAverage({ recipe: { teacher }, steps }: RunSettings): number | null {
  return teacher?.weights.kind === "average" ? 2 ** (-1 / (teacher.weights.halfLife * steps)) : null;
}

const share = (of: readonly boolean[]): number => mean(of.map((holds) => (holds ? 1 : 0))) ?? 0;

/** Everything about a step's answers before its first update; `prompts` and `pixels` are as the present weights see the questions. */
interface Batch extends Pick<GradientBatch, "prompts" | "pixels"> {
  readonly questions: readonly Question[];
  readonly groups: Asked["groups"];
  readonly answers: readonly KeptAnswer[];
  readonly judging: Judging;
}

/** Some of the groups of a batch, with their answers alone. */
function partOf(batch: Batch, chosen: Asked["groups"]): Batch {
  const { prompts, pixels, questions, groups, answers, judging } = batch;
  if (chosen.length === groups.length) return batch;
  const numbers = chosen.flat();
  const pick = <T>(of: readonly T[]): readonly T[] => numbers.map((number) => of[number] as T);
  const { teacher, sides, members, rewards, lots, drawn } = judging;
  let next = 0;
  return {
    prompts: pick(prompts),
    pixels,
    questions: pick(questions),
    groups: chosen.map((group) => group.map(() => next++)),
    answers: pick(answers),
    judging: {
      teacher: teacher === null ? null : pick(teacher),
      sides: new Map([...sides].map(([role, of]) => [role, pick(of)])),
      members: pick(members),
      ...(rewards === undefined ? {} : { rewards: pick(rewards) }),
      lots: pick(lots),
      drawn: drawn === null ? null : pick(drawn),
    },
  };
}

/** What a step works with. */
interface Making extends TrainingParts {
  readonly numbers: RowNumbers;
}

/** Questions as the student's weights see them, and what its encoder read. */
async function seenBy(
  { show }: TrainingParts,
  { recipe }: RunSettings,
  parameters: Parameters,
  questions: readonly Question[],
): Promise<Outcome<Pick<Batch, "prompts" | "pixels">>> {
  const pixels = new Map<ImageFeatures, EncoderPixels>();
  const prompts = await show(parameters, pixels)(recipe.student, questions);
  return prompts.ok ? success({ prompts: prompts.value, pixels }) : prompts;
}

/** The batch as the weights after an earlier update see it. */
async function seenAnew(
  parts: Making,
  settings: RunSettings,
  state: RunState,
  batch: Batch,
): Promise<Outcome<Batch>> {
  const ids = batch.answers.map((answer) => answer.ids);
  const parameters = state.trained.current();
  const seen = await seenBy(parts, settings, parameters, batch.questions);
  if (!seen.ok) return seen;
  const answers = await scoreRows(parts.graphs, parameters, seen.value.prompts, ids, parts.numbers.keeper);
  if (!answers.ok) return answers;
  const sides = new Map([...batch.judging.sides, ["student", answers.value] as const]);
  return success({ ...batch, ...seen.value, answers: answers.value, judging: { ...batch.judging, sides } });
}

/** What one update computed. */
interface Updated {
  readonly objective: Objective;
  readonly gradientNorm: number;
}

/** One update of the weights by a part of a batch. Faults: unreliable where the gradient is not finite; nothing has moved then. */
async function updateByPart(
  { graphs, numbers }: Making,
  settings: RunSettings,
  state: RunState,
  { prompts, pixels, groups, answers, judging }: Batch,
  at: { readonly step: number; readonly number: number; readonly clock: Clock },
): Promise<Outcome<Updated>> {
  const { recipe } = settings;
  const objective = await at.clock.time("loss", () => objectiveOf(recipe, groups, answers, judging, numbers));
  if (!objective.ok) return objective;
  const ids = answers.map((answer) => answer.ids);
  const batch = { parameters: state.trained.current(), prompts, answers: ids, pixels };
  const moving = { ...recipe.optimizer, rate: rateAt(settings, at.step), number: at.number };
  const norm = await updateBy(graphs, state, batch, objective.value.ofLogits, moving, at.clock);
  if (!norm.ok) return norm;
  if (!Number.isFinite(norm.value))
    return failure("unreliable", `The gradient of step ${at.step} is not finite.`);
  return success({ objective: objective.value, gradientNorm: norm.value });
}

/** All updates of a step. */
async function updatesOf(
  parts: Making,
  settings: RunSettings,
  state: RunState,
  batch: Batch,
  at: { readonly step: number; readonly clock: Clock },
): Promise<Outcome<readonly Updated[]>> {
  const { updates = 1 } = settings.recipe;
  const size = Math.ceil(batch.groups.length / updates);
  const made: Updated[] = [];
  for (let number = 0; number < updates; number++) {
    const groups = batch.groups.slice(number * size, (number + 1) * size);
    if (groups.length === 0) break;
    const part = partOf(batch, groups);
    const seen = number === 0 ? success(part) : await seenAnew(parts, settings, state, part);
    if (!seen.ok) return seen;
    const done = await updateByPart(parts, settings, state, seen.value, {
      ...at,
      number: (at.step - 1) * updates + number + 1,
    });
    if (!done.ok) return done;
    made.push(done.value);
  }
  return success(made);
}

/** The same parts, of which the time to encode pictures is known. */
function timed(parts: Making, clock: Clock): Making {
  const shown =
    (show: ShowWith): ShowWith =>
    (...by) => {
      const shower = show(...by);
      return (...of) => clock.time("encoding", () => shower(...of));
    };
  const { teacher } = parts;
  return {
    ...parts,
    show: shown(parts.show),
    teacher: teacher === null ? null : { ...teacher, show: shown(teacher.show) },
  };
}

/** Questions, answers, and the answers as others see them. */
async function batchOf(
  parts: Making,
  settings: RunSettings,
  state: RunState,
  step: number,
  clock: Clock,
): Promise<Outcome<Batch>> {
  const { recipe, seed } = settings;
  const { numbers } = parts;
  const asked = await clock.time("images", () => askedIn(parts, settings, step));
  if (!asked.ok) return asked;
  const { questions, groups } = asked.value;
  const parameters = state.trained.current();
  const seen = await seenBy(parts, settings, parameters, questions);
  if (!seen.ok) return seen;
  const teacher = teacherOf(recipe, parts, state, parameters);
  const scorers = { teacher, student: sideOf(parts, parameters) };
  const student = { parameters, prompts: seen.value.prompts };
  const answers = await clock.time("answers", () =>
    answersTo(asked.value, parts, settings, step, student, teacher, numbers),
  );
  if (!answers.ok) return answers;
  const compared = await clock.time("teacher", () =>
    compareAnswers(asked.value, settings, step, scorers, answers.value, numbers),
  );
  if (!compared.ok) return compared;
  const drawn = (recipe.updates ?? 1) > 1 ? await numbers.logProbs(answers.value) : success(null);
  if (!drawn.ok) return drawn;
  const lots = answers.value.map((_, i) => saltOf(seed, step, i) / 2 ** 32);
  const judging = { ...compared.value, lots, drawn: drawn.value };
  return success({ ...seen.value, questions, groups, answers: answers.value, judging });
}

/** The divergence between student and teacher at each token; null without a teacher. */
function divergenceOf(
  { answers, judging: { teacher } }: Batch,
  numbers: RowNumbers,
): Promise<Outcome<PerToken>> | Outcome<null> {
  return teacher === null ? success(null) : numbers.divergences(JENSEN_SHANNON, answers, teacher);
}

/**
 * Makes the next step of `state`. Faults: those of a run and of the gate, unreliable where the gradient is not finite; the state
 * is then as it was before the update that failed.
 */
export async function makeStep(
  parts: TrainingParts,
  settings: RunSettings,
  state: RunState,
): Promise<Outcome<StepRecord>> {
  const began = performance.now();
  const clock = createClock();
  const { recipe } = settings;
  const step = state.step + 1;
  using numbers = await openNumbers(recipe, parts.graphs);
  const making = { ...parts, numbers };
  const batch = await batchOf(timed(making, clock), settings, state, step, clock);
  if (!batch.ok) return batch;
  const divergence = await divergenceOf(batch.value, numbers);
  if (!divergence.ok) return divergence;
  const made = await updatesOf(making, settings, state, batch.value, { step, clock });
  if (!made.ok) return made;
  state.step = step;
  const kept = keptByAverage(settings);
  if (kept !== null && state.average !== null) {
    const followed = await follow(parts.graphs.arrays, state.average, state.trained.current(), kept);
    if (!followed.ok) return followed;
  }
  const { answers, judging } = batch.value;
  const ids = answers.map((answer) => answer.ids);
  const average = recipe.average === "tokens" ? tokenMean : sequenceMean;
  const spreads = made.value.flatMap(({ objective: { withoutSpread } }) => withoutSpread ?? []);
  return success({
    kind: "step",
    step,
    loss: average({ values: made.value.flatMap(({ objective }) => objective.losses) }) ?? 0,
    entropy: tokenMean({ values: made.value.flatMap(({ objective }) => objective.entropies) }) ?? 0,
    divergence: divergence.value === null ? null : tokenMean({ values: divergence.value }),
    gradientNorm: mean(made.value.map(({ gradientNorm }) => gradientNorm)) ?? 0,
    rate: rateAt(settings, step),
    answers: ids.length,
    tokens: ids.flat().length,
    right: share(judging.members.map(({ correct }) => correct === true)),
    withoutEnd: share(ids.map((each) => each.at(-1) !== parts.model.stopToken)),
    withoutSpread: mean(spreads),
    ...(judging.rewards === undefined
      ? {}
      : { withoutLabel: share(judging.rewards.map((reward) => reward === null)) }),
    seconds: (performance.now() - began) / 1000,
    parts: clock.seconds(),
  });
}
