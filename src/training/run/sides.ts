/** What a step compares: its questions, the answers to them, and the same answers under the views of other sides. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { Recipe as View } from "../../evidence/views/recipe.ts";
import type { Role } from "../../evidence/views/showing.ts";
import type { Member } from "../../gate/gate.ts";
import type { TeacherWeights } from "../../lab/recipe/recipe.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import { saltOf } from "../../math/rows/sample.ts";
import { drawQuestions, type Question, type SceneSource, sceneNumber } from "../data/scenes.ts";
import type { Shower } from "../data/showing.ts";
import type { TrainableModel } from "../model/trainable.ts";
import { drawAnswers, type ScoredAnswer, scoreAnswers } from "../packed/decoder.ts";
import type { Prompt } from "../packed/prompt.ts";
import type { DecoderGraphs, Parameters, TrainedGraphs } from "../packed/rows.ts";
import { logProbsOf } from "../recipe/token-loss.ts";
import { LONGEST_ANSWER } from "./evaluate.ts";
import { averagedParameters, type RunState } from "./state.ts";

/** A model that answers and scores. */
export interface OpenSide {
  readonly model: TrainableModel;
  readonly graphs: DecoderGraphs;
  readonly show: Shower;
}

/** What a run works with. */
export interface TrainingParts extends OpenSide {
  readonly graphs: TrainedGraphs;
  /** The model that teaches, where it is another one. */
  readonly teacher: OpenSide | null;
  readonly scenes: SceneSource;
  /** The dimensions of things that are asked about. */
  readonly dimensions: readonly string[];
}

/** A step's questions, each as often as it is answered, with their right answers. */
export interface Asked {
  readonly questions: readonly Question[];
  readonly right: readonly (readonly TokenId[])[];
  /** The numbers of the answers to each question. */
  readonly groups: readonly (readonly number[])[];
}

/** Questions about fresh pictures. */
export async function askedIn(
  { model, scenes, dimensions }: TrainingParts,
  { recipe, seed }: RunSettings,
  step: number,
): Promise<Outcome<Asked>> {
  const distinct: Question[] = [];
  for (let number = 0; number < recipe.pictures; number++) {
    const picture = await scenes.scene("train", sceneNumber(seed, step, number, recipe.pictures));
    const short = picture.things.filter(({ answer, dimension }) => {
      const ids = model.answerIds(answer);
      return dimensions.includes(dimension) && ids.ok && ids.value.length <= LONGEST_ANSWER;
    });
    distinct.push(...drawQuestions(picture, short, recipe.questions, saltOf(seed, step, number)));
  }
  const times = recipe.rollout.kind === "student" ? recipe.rollout.group : 1;
  const groups = distinct.map((_, question) =>
    Array.from({ length: times }, (__, i) => question * times + i),
  );
  const questions = distinct.flatMap((question) => new Array<Question>(times).fill(question));
  const right: (readonly TokenId[])[] = [];
  for (const { thing } of distinct) {
    const ids = model.answerIds(thing.answer);
    if (!ids.ok) return ids;
    right.push(...new Array<readonly TokenId[]>(times).fill(ids.value));
  }
  return success({ questions, right, groups });
}

/** The answers that are trained on, with the student's logits. */
export function answersTo(
  { right }: Asked,
  { graphs }: TrainingParts,
  { recipe: { rollout }, seed }: RunSettings,
  step: number,
  student: { readonly parameters: Parameters; readonly prompts: readonly Prompt[] },
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

interface Teacher extends OpenSide {
  readonly parameters: Parameters;
}

function teacherOf(
  weights: TeacherWeights,
  parts: TrainingParts,
  state: RunState,
  student: Parameters,
): Teacher {
  const { model, graphs, show } = parts;
  const own = (parameters: Parameters): Teacher => ({ model, graphs, show, parameters });
  switch (weights.kind) {
    case "frozen":
      return own(model.parameters);
    case "current":
      return own(student);
    case "average":
      return own(averagedParameters(model, state));
    case "model": {
      const other = parts.teacher ?? parts;
      return { ...other, parameters: other.model.parameters };
    }
    default:
      return weights satisfies never;
  }
}

/** Answers as others see them. */
export interface Compared {
  /** The teacher's logits of every answer; null where the recipe has no teacher. */
  readonly teacher: readonly ScoredAnswer[] | null;
  /** The logits of every answer by side: the student, the teacher, and the sides that the gate compares. */
  readonly sides: ReadonlyMap<string, readonly ScoredAnswer[]>;
  /** Every answer with whether it is right and, where the recipe has a gate, its log-probabilities by side. */
  readonly members: readonly Member[];
}

/** Scores answers under the teacher's view and under the views that the gate compares. Faults: those of a run. */
export async function compareAnswers(
  { questions, right }: Asked,
  parts: TrainingParts,
  { recipe }: RunSettings,
  state: RunState,
  student: Parameters,
  answers: readonly ScoredAnswer[],
): Promise<Outcome<Compared>> {
  const ids = answers.map((answer) => answer.ids);
  const sides: [Role | "student", readonly ScoredAnswer[]][] = [["student", answers]];
  const scored = async (view: View, teacher: Teacher): Promise<Outcome<readonly ScoredAnswer[]>> => {
    const prompts = await teacher.show(view, questions);
    return prompts.ok ? scoreAnswers(teacher.graphs, teacher.parameters, prompts.value, ids) : prompts;
  };
  const weights = recipe.teacher?.weights ?? { kind: "frozen" };
  const teacher = teacherOf(weights, parts, state, student);
  const theirs = recipe.teacher === null ? null : await scored(recipe.teacher.view, teacher);
  if (theirs !== null && !theirs.ok) return theirs;
  for (const [role, view] of Object.entries(recipe.gate?.sides ?? {}) as [Role, View | "teacher"][]) {
    const side = view === "teacher" ? theirs : await scored(view, teacher);
    if (side === null) continue;
    if (!side.ok) return side;
    sides.push([role, side.value]);
  }
  const weighed = recipe.gate === null ? [] : sides;
  const members = answers.map((_, i): Member => {
    const logProbs = weighed.map(([role, of]) => [
      role,
      logProbsOf(ids[i] ?? [], of[i]?.logits ?? new Float32Array()),
    ]);
    return { logProbs: Object.fromEntries(logProbs), correct: String(ids[i]) === String(right[i]) };
  });
  const taught = theirs === null ? [] : [["teacher", theirs.value] as const];
  return success({ teacher: theirs?.value ?? null, sides: new Map([...taught, ...sides]), members });
}
