/** Which questions a curve asks: the same scenes at every level, round after round, so that it can stop at any time. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import { firstVariedSeed, type ThingDimension, variedScene } from "../scene/layout/varied.ts";
import { answerOf, evidenceOf, questionsOf } from "../scene/layout/words.ts";
import type { Scene } from "../scene/scene.ts";
import type { SuiteEntry } from "../suite/open/entry.ts";
import { conditionsAt, VARIABLES, type Variable } from "./variables.ts";

/** What an acuity curve measures. */
export interface AcuityPlan {
  readonly dimension: ThingDimension;
  readonly variable: Variable;
  /** From the hardest to the easiest. */
  readonly levels: readonly number[];
  /** How many scenes are asked about at each level. */
  readonly scenes: number;
}

/** One scene at one level. */
export interface Trial {
  readonly level: number;
  readonly seed: number;
  /** Whether it is the first of its seed: only then the blank view is asked about, which is the same at every level. */
  readonly first: boolean;
}

/** The most levels and scenes of a plan. */
export const MOST_LEVELS = 20;
export const MOST_SCENES = 2000;

/** Whether a plan can be carried out. Faults: badInput. */
export function checkPlan({ variable, levels, scenes }: AcuityPlan): Outcome<null> {
  const { range, whole } = VARIABLES[variable];
  const [least, most] = range;
  if (whole && !levels.every(Number.isInteger))
    return failure("badInput", "Numbers of distractors and qualities are whole.");
  const outside = levels.find((level) => !(level >= least && level <= most));
  if (outside !== undefined)
    return failure("badInput", `The level ${outside} lies outside ${least} to ${most}.`);
  if (levels.length < 1 || levels.length > MOST_LEVELS || new Set(levels).size < levels.length)
    return failure("badInput", `A curve has 1 to ${MOST_LEVELS} different levels.`);
  if (!Number.isInteger(scenes) || scenes < 1 || scenes > MOST_SCENES)
    return failure("badInput", `A level has 1 to ${MOST_SCENES} scenes.`);
  return success(null);
}

/** The scene of a trial; null where not all of it finds room. */
export function sceneOf({ dimension, variable }: AcuityPlan, { level, seed }: Pick<Trial, "level" | "seed">) {
  return variedScene(seed, dimension, conditionsAt(variable, level));
}

/** So many seeds are looked through for each scene that finds room at every level. */
const PATIENCE = 60;

/** The trials of a plan: round after round one scene at all of its levels. Fewer where too few scenes have room. */
export function trialsOf(plan: AcuityPlan): readonly Trial[] {
  const trials: Trial[] = [];
  let scenes = 0;
  for (let i = 0; scenes < plan.scenes && i < PATIENCE * plan.scenes; i++) {
    const seed = firstVariedSeed + i;
    if (plan.levels.some((level) => sceneOf(plan, { level, seed }) === null)) continue;
    scenes++;
    trials.push(...plan.levels.map((level, at) => ({ level, seed, first: at === 0 })));
  }
  return trials;
}

/** The name of a trial's picture, which tells how it is painted. */
export const pathOf = ({ level, seed }: Pick<Trial, "level" | "seed">): string => `${seed}-${level}.png`;

/** The trial as a question of a suite: its first thing, asked for by name. */
export function entryOf(scene: Scene, trial: Trial): SuiteEntry {
  const [thing] = scene.things;
  if (thing === undefined) throw new Error("A scene for acuity has a thing.");
  const [x, y, width, height] = thing.box;
  const box = {
    x: x / scene.width,
    y: y / scene.height,
    width: width / scene.width,
    height: height / scene.height,
  };
  return {
    id: pathOf(trial),
    path: pathOf(trial),
    size: { width: scene.width, height: scene.height },
    dimension: thing.dim,
    question: questionsOf(thing).name[0],
    answer: answerOf(thing),
    answers: [],
    evidence: [evidenceOf(thing)],
    choices: [],
    correct: [],
    choicesInQuestion: false,
    region: { kind: "box", box },
  };
}
