/** In which order a plan is asked: what tells most comes first, so that a measurement that is stopped early has its curve. */
import { createChooser, type LevelChooser } from "../math/psychometric/adaptive.ts";
import type { Count } from "../math/psychometric/psychometric.ts";
import type { TrialResult } from "./curves.ts";
import type { AcuityCondition, Seen } from "./measure.ts";
import { type AcuityPlan, pathOf, seedsOf, type Trial } from "./trials.ts";
import { VARIABLES } from "./variables.ts";

/** What was seen so far, by the trials' names, in the order in which they were asked. */
export type Results = Map<string, TrialResult>;

export const resultsOf = (trials: readonly TrialResult[]): Results =>
  new Map(trials.map((trial) => [pathOf(trial), trial]));

/** A trial and the conditions that are still to be asked. */
export interface Step {
  readonly trial: Trial;
  readonly wanted: readonly AcuityCondition[];
}

/** So many scenes are asked about from the full image and the crop before anything else, for a first curve. */
const FIRST_SCENES = 5;
const FIRST_CONDITIONS: readonly AcuityCondition[] = ["global", "regional", "blank"];

/** Where levels are chosen, the first questions go through this many of them, evenly, and the blank view is asked so rarely. */
const SWEEP = 6;
const BLANK_EVERY = 8;

/** A chooser's first questions: the levels from the hardest to the easiest. */
const swept = (i: number, levels: number): number =>
  Math.round((i * (levels - 1)) / (Math.min(SWEEP, levels) - 1));

function missing(results: Results, trial: Trial, conditions: readonly AcuityCondition[]): Step {
  const seen = results.get(pathOf(trial))?.seen ?? {};
  const wanted = conditions.filter(
    (condition) => seen[condition] === undefined && (trial.first || condition !== "blank"),
  );
  return { trial, wanted };
}

const trialsAt = ({ levels }: AcuityPlan, seed: number): readonly Trial[] =>
  levels.map((level, at) => ({ level, seed, first: at === 0 }));

function* fixedSteps(
  plan: AcuityPlan,
  conditions: readonly AcuityCondition[],
  results: Results,
): Generator<Step> {
  const soon = conditions.filter((condition) => FIRST_CONDITIONS.includes(condition));
  const seeds = seedsOf(plan);
  const first: Trial[] = [];
  for (let scene = 0; scene < FIRST_SCENES; scene++) {
    const { value: seed, done } = seeds.next();
    if (done === true) break;
    for (const trial of trialsAt(plan, seed)) {
      first.push(trial);
      yield missing(results, trial, soon);
    }
  }
  for (const trial of first) yield missing(results, trial, conditions);
  for (const seed of seeds)
    for (const trial of trialsAt(plan, seed)) yield missing(results, trial, conditions);
}

const countOf = (seen: readonly (Seen | undefined)[]): Count => {
  const asked = seen.flatMap((each) => each ?? []);
  return { right: asked.filter(({ right }) => right).length, asked: asked.length };
};

/** The level to ask about next, by what the answers from the full image so far leave open. */
function chosenLevel({ variable, levels }: AcuityPlan, chooser: LevelChooser, results: Results): number {
  const all = [...results.values()];
  const counts = levels.map((level) => ({
    x: VARIABLES[variable].ease(level),
    ...countOf(all.flatMap((trial) => (trial.level === level ? trial.seen.global : []))),
  }));
  const unseen = countOf(all.map(({ seen }) => seen.blank));
  const seen = countOf(all.map(({ seen: { regional } }) => regional));
  return levels[chooser.next({ levels: counts, unseen, seen })] as number;
}

function* adaptiveSteps(
  plan: AcuityPlan,
  conditions: readonly AcuityCondition[],
  results: Results,
): Generator<Step> {
  const { levels, variable } = plan;
  const chooser = createChooser(levels.map(VARIABLES[variable].ease));
  const former = new Map([...results.values()].map(({ seed, level }) => [seed, level]));
  let i = 0;
  for (const seed of seedsOf(plan)) {
    const chosen = () =>
      i < SWEEP ? (levels[swept(i, levels.length)] as number) : chosenLevel(plan, chooser, results);
    const level = former.get(seed) ?? chosen();
    yield missing(results, { level, seed, first: i % BLANK_EVERY === 0 }, conditions);
    i++;
  }
}

/**
 * All that is still to be asked, in order. Steps are made one by one, from the results at that time, so that what was seen
 * must be added to them before the next step is taken.
 */
export function* stepsOf(
  plan: AcuityPlan,
  conditions: readonly AcuityCondition[],
  results: Results,
): Generator<Step> {
  const chosen = plan.adaptive === true && plan.levels.length > 1;
  const steps = (chosen ? adaptiveSteps : fixedSteps)(plan, conditions, results);
  for (const step of steps) if (step.wanted.length > 0) yield step;
}

/** How many questions the whole plan asks. */
export function questionsIn(
  { adaptive, levels, scenes }: AcuityPlan,
  conditions: readonly AcuityCondition[],
): number {
  const sighted = conditions.filter((condition) => condition !== "blank").length;
  const trials = adaptive === true ? scenes : scenes * levels.length;
  const blanks = adaptive === true ? Math.ceil(scenes / BLANK_EVERY) : scenes;
  return trials * sighted + (conditions.includes("blank") ? blanks : 0);
}

/** How many of them were asked. */
export const questionsAsked = (results: Results): number =>
  [...results.values()].reduce((sum, { seen }) => sum + Object.keys(seen).length, 0);
