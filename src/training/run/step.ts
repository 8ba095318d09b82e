/** One step of a run: questions, answers, loss, gradient, and the optimizer. */

import type { TokenId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { adamWStep } from "../../math/optimization/adamw.ts";
import { clipGradients } from "../../math/optimization/clip.ts";
import { saltOf } from "../../math/rows/sample.ts";
import { mean, sequenceMean, tokenMean } from "../../math/statistics/statistics.ts";
import { drawQuestions, type Question, type SceneSource, sceneNumber } from "../data/scenes.ts";
import type { Shower } from "../data/showing.ts";
import type { TrainableModel } from "../model/trainable.ts";
import { drawAnswers, type ScoredAnswer, scoreAnswers } from "../packed/decoder.ts";
import { parameterGradients } from "../packed/gradients.ts";
import type { Prompt } from "../packed/prompt.ts";
import type { DecoderGraphs, Parameters } from "../packed/rows.ts";
import type { TeacherWeights } from "../recipe/recipe.ts";
import { type AnswerLoss, answerLoss, tokenWeights } from "../recipe/token-loss.ts";
import type { RunSettings, StepRecord } from "./document.ts";
import { LONGEST_ANSWER } from "./evaluate.ts";
import { averagedParameters, type RunState } from "./state.ts";

/** What a run works with. */
export interface TrainingParts {
  readonly model: TrainableModel;
  readonly graphs: DecoderGraphs;
  readonly scenes: SceneSource;
  readonly show: Shower;
  /** The dimensions of things that are asked about. */
  readonly dimensions: readonly string[];
}

/** The questions of a step, about fresh pictures, with their right answers. */
async function questionsOf(parts: TrainingParts, { recipe, seed }: RunSettings, step: number) {
  const questions: Question[] = [];
  for (let number = 0; number < recipe.pictures; number++) {
    const picture = await parts.scenes.scene("train", sceneNumber(seed, step, number, recipe.pictures));
    const short = picture.things.filter(({ answer, dimension }) => {
      const ids = parts.model.answerIds(answer);
      return parts.dimensions.includes(dimension) && ids.ok && ids.value.length <= LONGEST_ANSWER;
    });
    questions.push(...drawQuestions(picture, short, recipe.questions, saltOf(seed, step, number)));
  }
  const right: (readonly TokenId[])[] = [];
  for (const { thing } of questions) {
    const ids = parts.model.answerIds(thing.answer);
    if (!ids.ok) return ids;
    right.push(ids.value);
  }
  return success({ questions, right });
}

/** The answers that are trained on, with the student's logits. */
function answersOf(
  { graphs }: TrainingParts,
  { recipe: { rollout }, seed }: RunSettings,
  step: number,
  student: { readonly parameters: Parameters; readonly prompts: readonly Prompt[] },
  right: readonly (readonly TokenId[])[],
): Promise<Outcome<readonly ScoredAnswer[]>> {
  switch (rollout.kind) {
    case "student":
      return drawAnswers(graphs, student.parameters, student.prompts, {
        cut: { temperature: rollout.temperature, topP: 1, topK: 0 },
        longest: LONGEST_ANSWER,
        salt: (answer, position) => saltOf(saltOf(seed, step, 0), answer, position),
      });
    case "right-answers":
      return scoreAnswers(graphs, student.parameters, student.prompts, right);
    default:
      return rollout satisfies never;
  }
}

function teacherParameters(
  weights: TeacherWeights,
  model: TrainableModel,
  state: RunState,
  student: Parameters,
): Parameters {
  switch (weights.kind) {
    case "frozen":
      return model.parameters;
    case "current":
      return student;
    case "average":
      return averagedParameters(model, state);
    default:
      return weights satisfies never;
  }
}

/** The answers under the teacher's view and weights; null where the recipe has no teacher. */
async function teacherAnswers(
  { model, graphs, show }: TrainingParts,
  { recipe: { teacher } }: RunSettings,
  state: RunState,
  questions: readonly Question[],
  student: Parameters,
  answers: readonly ScoredAnswer[],
): Promise<Outcome<readonly ScoredAnswer[] | null>> {
  if (teacher === null) return success(null);
  const prompts = await show(teacher.view, questions);
  if (!prompts.ok) return prompts;
  const parameters = teacherParameters(teacher.weights, model, state, student);
  return scoreAnswers(
    graphs,
    parameters,
    prompts.value,
    answers.map(({ ids }) => ids),
  );
}

/** The learning rate of a step, which rises over the share of warm-up. */
function rateAt({ recipe: { optimizer }, steps }: RunSettings, step: number): number {
  const rising = Math.round(optimizer.warmUp * steps);
  return optimizer.rate * Math.min(1, step / Math.max(1, rising));
}

/** Moves the trained tensors, and the average behind them. */
function update(
  settings: RunSettings,
  state: RunState,
  gradients: ReadonlyMap<string, Float32Array>,
  rate: number,
): void {
  const { optimizer, teacher } = settings.recipe;
  for (const [name, tensor] of state.trained.tensors) {
    const [gradient, moments] = [gradients.get(name), state.moments.get(name)];
    if (gradient !== undefined && moments !== undefined)
      adamWStep(tensor, gradient, moments, { ...optimizer, rate }, state.step);
  }
  if (state.average === null || teacher?.weights.kind !== "average") return;
  const kept = 2 ** (-1 / (teacher.weights.halfLife * settings.steps));
  const current = state.trained.current();
  for (const [name, average] of state.average) {
    const values = current.get(name) as Float32Array;
    for (let i = 0; i < average.length; i++)
      average[i] = kept * (average[i] as number) + (1 - kept) * (values[i] as number);
  }
}

/** The gradients of the logits, each token weighted by its part in the mean. */
function weightedGradients(
  losses: readonly AnswerLoss[],
  average: "tokens" | "sequences",
): readonly Float32Array[] {
  const weights = tokenWeights(
    losses.map(({ loss }) => loss.length),
    average,
  );
  return losses.map(({ gradient }, i) => gradient.map((value) => value * (weights[i] as number)));
}

const share = (of: readonly boolean[]): number => mean(of.map((holds) => (holds ? 1 : 0))) ?? 0;

/**
 * Makes the next step of `state`. Faults: those of a run, unreliable where the gradient is not finite; the state is then as it
 * was before.
 */
export async function makeStep(
  parts: TrainingParts,
  settings: RunSettings,
  state: RunState,
): Promise<Outcome<StepRecord>> {
  const began = performance.now();
  const { model, graphs, show } = parts;
  const { recipe } = settings;
  const step = state.step + 1;
  const asked = await questionsOf(parts, settings, step);
  if (!asked.ok) return asked;
  const { questions, right } = asked.value;
  const prompts = await show(recipe.student, questions);
  if (!prompts.ok) return prompts;
  const student = { parameters: state.trained.current(), prompts: prompts.value };
  const answers = await answersOf(parts, settings, step, student, right);
  if (!answers.ok) return answers;
  const theirs = await teacherAnswers(parts, settings, state, questions, student.parameters, answers.value);
  if (!theirs.ok) return theirs;
  const losses = answers.value.map(({ ids, logits }, i) =>
    answerLoss(recipe.loss, ids, logits, theirs.value?.[i]?.logits ?? null),
  );
  const ids = answers.value.map((answer) => answer.ids);
  const ofLogits = weightedGradients(losses, recipe.average);
  const found = await parameterGradients(graphs, student.parameters, prompts.value, ids, ofLogits);
  if (!found.ok) return found;
  const gradients = state.trained.gradients(found.value);
  const gradientNorm = clipGradients([...gradients.values()], recipe.optimizer.clip);
  if (!Number.isFinite(gradientNorm))
    return failure("unreliable", `The gradient of step ${step} is not finite.`);
  const rate = rateAt(settings, step);
  state.step = step;
  update(settings, state, gradients, rate);
  const values = losses.map(({ loss }) => loss);
  const average = recipe.average === "tokens" ? tokenMean : sequenceMean;
  return success({
    kind: "step",
    step,
    loss: average({ values }) ?? 0,
    entropy: tokenMean({ values: losses.map(({ entropy }) => entropy) }) ?? 0,
    gradientNorm,
    rate,
    answers: ids.length,
    tokens: ids.flat().length,
    right: share(ids.map((each, i) => String(each) === String(right[i]))),
    withoutEnd: share(ids.map((each) => each.at(-1) !== model.stopToken)),
    seconds: (performance.now() - began) / 1000,
  });
}
