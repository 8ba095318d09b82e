/** The teacher of a step: whose weights it has, how it scores answers, which answers it gives, and what most of these agree on. */

import type { TokenId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { Recipe as View } from "../../evidence/views/recipe.ts";
import type { Recipe, RewardChoice } from "../../lab/recipe/recipe.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import { saltOf } from "../../math/rows/sample.ts";
import type { Question, SceneSource } from "../data/scenes.ts";
import type { Shower, ShowWith } from "../data/showing.ts";
import { LONGEST_ANSWER } from "../measure/evaluate.ts";
import type { TrainableModel } from "../model/trainable.ts";
import type { RowNumbers } from "../numbers/row-numbers.ts";
import { drawRows, type KeptAnswer, scoreRows } from "../packed/decoder.ts";
import type { DecoderGraphs, Parameters } from "../packed/rows.ts";
import type { TrainedGraphs } from "../packed/trained-graphs.ts";
import { averagedParameters, type RunState } from "./state.ts";

/** A model that answers and scores. */
export interface OpenSide {
  readonly model: TrainableModel;
  readonly graphs: DecoderGraphs;
  readonly show: ShowWith;
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

/** Weights that score, and how questions are shown to them. */
interface Scorer {
  readonly show: Shower;
  readonly parameters: Parameters;
}

/** A model with weights of the run, and how its prompts are made. */
export interface Teacher extends Scorer {
  readonly graphs: DecoderGraphs;
  /** Further weights whose logits are mixed in, by their share; null where there are none. */
  readonly mixed: (Scorer & { readonly rate: number }) | null;
  /** Whether the right answer stands in its prompts. */
  readonly told: boolean;
}

/** A model with some weights, whose prompts do not tell the right answer. */
export function sideOf({ graphs, show }: OpenSide, parameters: Parameters): Teacher {
  return { graphs, show: show(parameters), parameters, mixed: null, told: false };
}

/** The teacher of a recipe, given the student's weights as they are; that of the frozen student where it names none. */
export function teacherOf(
  { teacher }: Recipe,
  parts: TrainingParts,
  state: RunState,
  student: Parameters,
): Teacher {
  const { model, show } = parts;
  const told = teacher?.told === true;
  const own = (of: Parameters): Teacher => ({ ...sideOf(parts, of), told });
  const weights = teacher?.weights ?? { kind: "frozen" };
  switch (weights.kind) {
    case "frozen":
      return own(model.parameters);
    case "current":
      return own(student);
    case "average":
      return own(averagedParameters(model, state));
    case "trust-region":
      return {
        ...own(model.parameters),
        mixed: { show: show(student), parameters: student, rate: weights.rate },
      };
    case "model": {
      const other = parts.teacher ?? parts;
      return { ...sideOf(other, other.model.parameters), told };
    }
    default:
      return weights satisfies never;
  }
}

/** Scores answers as the teacher sees them under a view. Faults: those of a run. */
export async function scoredBy(
  { graphs, show, parameters, mixed, told }: Teacher,
  view: View,
  questions: readonly Question[],
  ids: readonly (readonly TokenId[])[],
  numbers: RowNumbers,
): Promise<Outcome<readonly KeptAnswer[]>> {
  const prompts = await show(view, questions, told);
  if (!prompts.ok) return prompts;
  const scored = await scoreRows(graphs, parameters, prompts.value, ids, numbers.keeper);
  if (!scored.ok || mixed === null) return scored;
  const seen = await mixed.show(view, questions, told);
  if (!seen.ok) return seen;
  const others = await scoreRows(graphs, mixed.parameters, seen.value, ids, numbers.keeper);
  return others.ok ? numbers.mixed(scored.value, others.value, mixed.rate) : others;
}

/** The teacher's own answers under its view; `stream` tells draws for different purposes apart. */
export async function answersOf(
  { graphs, show, parameters, told }: Teacher,
  view: View,
  questions: readonly Question[],
  { temperature, seed, step, stream }: Record<"temperature" | "seed" | "step" | "stream", number>,
  { keeper }: RowNumbers,
): Promise<Outcome<readonly (readonly TokenId[])[]>> {
  const prompts = await show(view, questions, told);
  if (!prompts.ok) return prompts;
  const drawing = {
    cut: { temperature, topP: 1, topK: 0 },
    longest: LONGEST_ANSWER,
    salt: (answer: number, position: number) => saltOf(saltOf(seed, step, stream), answer, position),
  };
  const drawn = await drawRows(graphs, parameters, prompts.value, drawing, keeper);
  return drawn.ok ? success(drawn.value.map(({ ids }) => ids)) : drawn;
}

/** What at least `agreeing` of the answers are, token for token; null where no answer is that frequent. */
export function agreedAnswer(answers: readonly (readonly TokenId[])[], agreeing: number): string | null {
  const counts = new Map<string, number>();
  for (const ids of answers) counts.set(String(ids), (counts.get(String(ids)) ?? 0) + 1);
  const [answer, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0] as const);
  return count >= agreeing ? answer : null;
}

const LABELS = 2;

/**
 * The label of each group by consensus: what the teacher answers most often under its view, at temperature 1. Null where too few of
 * its answers agree. Faults: those of a run.
 */
export async function consensusLabels(
  teacher: Teacher,
  view: View,
  { questions, groups }: Asked,
  { answers, agreeing }: Extract<RewardChoice, { kind: "consensus" }>,
  { seed }: RunSettings,
  step: number,
  numbers: RowNumbers,
): Promise<Outcome<readonly (string | null)[]>> {
  const asked = groups.flatMap(([first = 0]) =>
    new Array<Question>(answers).fill(questions[first] as Question),
  );
  const drawing = { temperature: 1, seed, step, stream: LABELS };
  const drawn = await answersOf(teacher, view, asked, drawing, numbers);
  if (!drawn.ok) return drawn;
  return success(
    groups.map((_, g) => agreedAnswer(drawn.value.slice(g * answers, (g + 1) * answers), agreeing)),
  );
}
