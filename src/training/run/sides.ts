/** What a step compares: its questions, the answers to them, and the same answers under the views of other sides. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { Recipe as View } from "../../evidence/views/recipe.ts";
import type { Role } from "../../evidence/views/showing.ts";
import { gateOf } from "../../gate/catalog.ts";
import type { Member } from "../../gate/gate.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import { saltOf } from "../../math/rows/sample.ts";
import { drawQuestions, type Question, sceneNumber } from "../data/scenes.ts";
import { isAskable, LONGEST_ANSWER } from "../measure/evaluate.ts";
import type { PerToken, RowNumbers } from "../numbers/row-numbers.ts";
import { drawRows, type KeptAnswer, scoreRows } from "../packed/decoder.ts";
import type { Prompt } from "../packed/prompt.ts";
import type { Parameters } from "../packed/rows.ts";
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
    const short = picture.things.filter(
      (thing) => dimensions.includes(thing.dimension) && isAskable(model, thing),
    );
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
  numbers: RowNumbers,
): Promise<Outcome<readonly KeptAnswer[]>> {
  const view = recipe.teacher?.view ?? recipe.student;
  const drawn = await answersOf(of, view, questions, { temperature, seed, step, stream: 1 }, numbers);
  return drawn.ok ? scoreRows(graphs, parameters, prompts, drawn.value, numbers.keeper) : drawn;
}

/** The answers that are trained on, with the student's logits. */
export function answersTo(
  asked: Asked,
  parts: TrainingParts,
  settings: RunSettings,
  step: number,
  student: Answering,
  teacher: Teacher,
  numbers: RowNumbers,
): Promise<Outcome<readonly KeptAnswer[]>> {
  const { parameters, prompts } = student;
  const { rollout } = settings.recipe;
  switch (rollout.kind) {
    case "student": {
      const drawing = {
        cut: { temperature: rollout.temperature, topP: 1, topK: 0 },
        longest: LONGEST_ANSWER,
        salt: (answer: number, position: number) => saltOf(saltOf(settings.seed, step, 0), answer, position),
      };
      return drawRows(parts.graphs, parameters, prompts, drawing, numbers.keeper);
    }
    case "teacher": {
      const by = { of: teacher, temperature: rollout.temperature };
      return answersByTeacher(asked, parts, settings, step, student, by, numbers);
    }
    case "right-answers":
      return scoreRows(parts.graphs, parameters, prompts, asked.right, numbers.keeper);
    default:
      return rollout satisfies never;
  }
}

/** Answers as others see them. */
export interface Compared {
  /** The teacher's logits of every answer; null where the recipe has no teacher. */
  readonly teacher: readonly KeptAnswer[] | null;
  /** The logits of every answer by side: the student, the teacher, and the sides that the gate compares. */
  readonly sides: ReadonlyMap<string, readonly KeptAnswer[]>;
  /** Every answer with whether it is right and, where the recipe has a gate, its log-probabilities by side. */
  readonly members: readonly Member[];
  /** The reward of every answer where it is by consensus, null without a label; left out where being right is the reward. */
  readonly rewards?: readonly (number | null)[];
}

type Side = readonly [Role | "student", readonly KeptAnswer[]];

/** The log-probabilities of every answer by side. Faults: those of the kernels. */
async function logProbsBySide(weighed: readonly Side[], numbers: RowNumbers): Promise<Outcome<BySide>> {
  const found: (readonly [Side[0], PerToken])[] = [];
  for (const [role, of] of weighed) {
    const logProbs = await numbers.logProbs(of);
    if (!logProbs.ok) return logProbs;
    found.push([role, logProbs.value]);
  }
  return success(found);
}

/** Numbers of every token of every answer, by the side that they are of. */
type BySide = readonly (readonly [Side[0], PerToken])[];

/** The divergence of the student from itself under other views, where the gate compares it with these. Faults: those of the kernels. */
async function shiftsBySide(
  recipe: Recipe,
  answers: readonly KeptAnswer[],
  sides: readonly Side[],
  numbers: RowNumbers,
): Promise<Outcome<BySide>> {
  const found: (readonly [Side[0], PerToken])[] = [];
  for (const [role, of] of sides) {
    if (role === "student" || !isByStudent(recipe, role)) continue;
    const shift = await numbers.divergences({ kind: "reverseKl" }, answers, of);
    if (!shift.ok) return shift;
    found.push([role, shift.value]);
  }
  return success(found);
}

/** Every answer with whether it is the right one, and what is known of its tokens under the sides that are weighed. */
function membersOf(
  ids: readonly (readonly TokenId[])[],
  right: readonly (readonly TokenId[])[],
  weighed: BySide,
  shifts: BySide,
): readonly Member[] {
  return ids.map((answer, i): Member => {
    const logProbs = weighed.map(([role, of]) => [role, of[i] ?? []]);
    const pairs = shifts.map(([role, of]) => [role, { reverseKl: of[i] ?? [] }]);
    return {
      logProbs: Object.fromEntries(logProbs),
      pairs: Object.fromEntries(pairs),
      correct: String(answer) === String(right[i]),
    };
  });
}

/** The rewards of answers by the label that the teacher's answers agree on; undefined where the recipe has another reward. */
async function rewardsOf(
  asked: Asked,
  settings: RunSettings,
  step: number,
  teacher: Teacher,
  ids: readonly (readonly TokenId[])[],
  numbers: RowNumbers,
): Promise<Outcome<readonly (number | null)[] | undefined>> {
  const { reward, teacher: shown, student } = settings.recipe;
  if (reward?.kind !== "consensus") return success(undefined);
  const view = shown?.view ?? student;
  const labels = await consensusLabels(teacher, view, asked, reward, settings, step, numbers);
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

/** Who scores the answers under other views. */
export interface Scorers {
  readonly teacher: Teacher;
  /** The student as it is before the step's first update. */
  readonly student: Teacher;
}

/** Whether a side of the recipe's gate is the student itself under another view. */
function isByStudent({ gate }: Recipe, role: Role): boolean {
  return gateOf(gate?.gate ?? "")?.byStudent?.includes(role) === true;
}

/** The answers under the views that the gate compares; `theirs` are those of the teacher's own view. */
async function gateSides(
  recipe: Recipe,
  theirs: readonly KeptAnswer[] | null,
  scored: (by: keyof Scorers, view: View) => Promise<Outcome<readonly KeptAnswer[]>>,
): Promise<Outcome<readonly Side[]>> {
  const sides: Side[] = [];
  for (const [role, view] of Object.entries(recipe.gate?.sides ?? {}) as [Role, View | "teacher"][]) {
    const by = isByStudent(recipe, role) ? "student" : "teacher";
    const side = view === "teacher" ? success(theirs) : await scored(by, view);
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
  scorers: Scorers,
  answers: readonly KeptAnswer[],
  numbers: RowNumbers,
): Promise<Outcome<Compared>> {
  const { recipe } = settings;
  const ids = answers.map((answer) => answer.ids);
  const scored = (by: keyof Scorers, view: View) =>
    scoredBy(scorers[by], view, asked.questions, ids, numbers);
  const theirs =
    recipe.teacher !== null && isScored(recipe)
      ? await scored("teacher", recipe.teacher.view)
      : success(null);
  if (!theirs.ok) return theirs;
  const others = await gateSides(recipe, theirs.value, scored);
  if (!others.ok) return others;
  const rewards = await rewardsOf(asked, settings, step, scorers.teacher, ids, numbers);
  if (!rewards.ok) return rewards;
  const sides: readonly Side[] = [["student", answers], ...others.value];
  const logProbs = await logProbsBySide(recipe.gate === null ? [] : sides, numbers);
  if (!logProbs.ok) return logProbs;
  const shifts = await shiftsBySide(recipe, answers, others.value, numbers);
  if (!shifts.ok) return shifts;
  const taught: readonly (readonly [string, readonly KeptAnswer[]])[] =
    theirs.value === null ? [] : [["teacher", theirs.value]];
  return success({
    teacher: theirs.value,
    sides: new Map<string, readonly KeptAnswer[]>([...taught, ...sides]),
    members: membersOf(ids, asked.right, logProbs.value, shifts.value),
    ...(rewards.value === undefined ? {} : { rewards: rewards.value }),
  });
}
