/** What a step compares: its questions, the answers to them, and the same answers under the views of other sides. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { Recipe as View } from "../../evidence/views/recipe.ts";
import type { Role } from "../../evidence/views/showing.ts";
import type { Member } from "../../gate/gate.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import { saltOf } from "../../math/rows/sample.ts";
import { drawQuestions, type Question, sceneNumber } from "../data/scenes.ts";
import { drawAnswers, type ScoredAnswer, scoreAnswers } from "../packed/decoder.ts";
import type { Prompt } from "../packed/prompt.ts";
import type { Parameters } from "../packed/rows.ts";
import { logProbsOf } from "../recipe/token-loss.ts";
import { LONGEST_ANSWER } from "./evaluate.ts";
import {
  type Asked,
  answersOf,
  consensusLabels,
  scoredBy,
  type Teacher,
  type TrainingParts,
} from "./teacher.ts";

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
  const times = recipe.rollout.kind === "right-answers" ? 1 : recipe.rollout.group;
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

/** The student as it is before the step's first update, and its prompts. */
export interface Answering {
  readonly parameters: Parameters;
  readonly prompts: readonly Prompt[];
}

/** Answers of the teacher's, with the student's logits. */
async function answersByTeacher(
  { questions }: Asked,
  { graphs }: TrainingParts,
  { recipe, seed }: RunSettings,
  step: number,
  { parameters, prompts }: Answering,
  { of, temperature }: { readonly of: Teacher; readonly temperature: number },
): Promise<Outcome<readonly ScoredAnswer[]>> {
  const view = recipe.teacher?.view ?? recipe.student;
  const drawn = await answersOf(of, view, questions, { temperature, seed, step, stream: 1 });
  return drawn.ok ? scoreAnswers(graphs, parameters, prompts, drawn.value) : drawn;
}

/** The answers that are trained on, with the student's logits. */
export function answersTo(
  asked: Asked,
  parts: TrainingParts,
  settings: RunSettings,
  step: number,
  student: Answering,
  teacher: Teacher,
): Promise<Outcome<readonly ScoredAnswer[]>> {
  const { parameters, prompts } = student;
  const { rollout } = settings.recipe;
  switch (rollout.kind) {
    case "student":
      return drawAnswers(parts.graphs, parameters, prompts, {
        cut: { temperature: rollout.temperature, topP: 1, topK: 0 },
        longest: LONGEST_ANSWER,
        salt: (answer, position) => saltOf(saltOf(settings.seed, step, 0), answer, position),
      });
    case "teacher":
      return answersByTeacher(asked, parts, settings, step, student, {
        of: teacher,
        temperature: rollout.temperature,
      });
    case "right-answers":
      return scoreAnswers(parts.graphs, parameters, prompts, asked.right);
    default:
      return rollout satisfies never;
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
  /** The reward of every answer where it is by consensus, null without a label; left out where being right is the reward. */
  readonly rewards?: readonly (number | null)[];
}

/** Every answer with whether it is the right one, and its log-probabilities under the sides that are weighed. */
function membersOf(
  ids: readonly (readonly TokenId[])[],
  right: readonly (readonly TokenId[])[],
  weighed: readonly (readonly [Role | "student", readonly ScoredAnswer[]])[],
): readonly Member[] {
  return ids.map((answer, i): Member => {
    const logProbs = weighed.map(([role, of]) => [
      role,
      logProbsOf(answer, of[i]?.logits ?? new Float32Array()),
    ]);
    return { logProbs: Object.fromEntries(logProbs), correct: String(answer) === String(right[i]) };
  });
}

/** The rewards of answers by the label that the teacher's answers agree on; undefined where the recipe has another reward. */
async function rewardsOf(
  asked: Asked,
  settings: RunSettings,
  step: number,
  teacher: Teacher,
  ids: readonly (readonly TokenId[])[],
): Promise<Outcome<readonly (number | null)[] | undefined>> {
  const { reward, teacher: shown, student } = settings.recipe;
  if (reward?.kind !== "consensus") return success(undefined);
  const labels = await consensusLabels(teacher, shown?.view ?? student, asked, reward, settings, step);
  if (!labels.ok) return labels;
  const rewards = new Array<number | null>(ids.length).fill(null);
  for (const [g, group] of asked.groups.entries()) {
    const label = labels.value[g] ?? null;
    for (const answer of group) if (label !== null) rewards[answer] = String(ids[answer]) === label ? 1 : 0;
  }
  return success(rewards);
}

/** Whether the teacher's logits are needed; else it only answers or labels. */
function isScored({ teacher, loss, gate, reward }: Recipe): boolean {
  return teacher !== null && (gate !== null || (loss.kind !== "cross-entropy" && reward === undefined));
}

type Side = readonly [Role | "student", readonly ScoredAnswer[]];

/** The answers under the views that the gate compares; `theirs` are those of the teacher's own view. */
async function gateSides(
  { gate }: Recipe,
  theirs: readonly ScoredAnswer[] | null,
  scored: (view: View) => Promise<Outcome<readonly ScoredAnswer[]>>,
): Promise<Outcome<readonly Side[]>> {
  const sides: Side[] = [];
  for (const [role, view] of Object.entries(gate?.sides ?? {}) as [Role, View | "teacher"][]) {
    const side = view === "teacher" ? success(theirs) : await scored(view);
    if (!side.ok) return side;
    if (side.value !== null) sides.push([role, side.value]);
  }
  return success(sides);
}

/** Scores answers under the teacher's view and under the views that the gate compares. Faults: those of a run. */
export async function compareAnswers(
  asked: Asked,
  settings: RunSettings,
  step: number,
  teacher: Teacher,
  answers: readonly ScoredAnswer[],
): Promise<Outcome<Compared>> {
  const { recipe } = settings;
  const ids = answers.map((answer) => answer.ids);
  const scored = (view: View) => scoredBy(teacher, view, asked.questions, ids);
  const theirs =
    recipe.teacher !== null && isScored(recipe) ? await scored(recipe.teacher.view) : success(null);
  if (!theirs.ok) return theirs;
  const others = await gateSides(recipe, theirs.value, scored);
  if (!others.ok) return others;
  const rewards = await rewardsOf(asked, settings, step, teacher, ids);
  if (!rewards.ok) return rewards;
  const sides: readonly Side[] = [["student", answers], ...others.value];
  const taught: readonly (readonly [string, readonly ScoredAnswer[]])[] =
    theirs.value === null ? [] : [["teacher", theirs.value]];
  return success({
    teacher: theirs.value,
    sides: new Map<string, readonly ScoredAnswer[]>([...taught, ...sides]),
    members: membersOf(ids, asked.right, recipe.gate === null ? [] : sides),
    ...(rewards.value === undefined ? {} : { rewards: rewards.value }),
  });
}
