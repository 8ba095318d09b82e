/** Which questions a curve asks: the same scenes at every level, round after round, so that it can stop at any time. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import { firstVariedSeed, variedScene } from "../scene/layout/varied.ts";
import { answerOf, evidenceOf, questionsOf } from "../scene/layout/words.ts";
import { dimensions, type Scene } from "../scene/scene.ts";
import type { SuiteEntry } from "../suite/open/entry.ts";
import { type PictureSubject, pictureEntry, shareOf } from "./picture.ts";
import { conditionsAt, LEAST_SHARE, VARIABLES, type Variable } from "./variables.ts";

/** What a scene's thing is asked about; "picture" for an own picture, with its own question. */
export const ACUITY_DIMENSIONS = [...dimensions, "picture"] as const;
export type AcuityDimension = (typeof ACUITY_DIMENSIONS)[number];

/** What an acuity curve measures. */
export interface AcuityPlan {
  readonly dimension: AcuityDimension;
  readonly variable: Variable;
  /** From the hardest to the easiest. */
  readonly levels: readonly number[];
  /** How many scenes are asked about at each level; where levels are chosen one by one, how many in all. */
  readonly scenes: number;
  /** Whether the level of each scene is chosen by what the answers so far leave open. */
  readonly adaptive?: true;
  /** The own picture; given if and only if that is the dimension. */
  readonly picture?: PictureSubject;
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

/** Whether the plan of an own picture can be carried out. Faults: badInput. */
function checkPicture({ dimension, variable, levels, picture }: AcuityPlan): Outcome<null> {
  if ((dimension === "picture") !== (picture !== undefined))
    return failure("badInput", "An own picture comes with the dimension of that name, and with no other.");
  if (picture === undefined) return success(null);
  if (variable !== "size") return failure("badInput", "Of an own picture only the size varies.");
  const share = shareOf(picture.box);
  const outside = levels.find((level) => !(level >= LEAST_SHARE && level <= share));
  return outside === undefined
    ? success(null)
    : failure(
        "badInput",
        `The level ${outside} lies outside ${LEAST_SHARE} to ${share}, the evidence's own share.`,
      );
}

/** Whether a plan can be carried out. Faults: badInput. */
export function checkPlan(plan: AcuityPlan): Outcome<null> {
  const { variable, levels, scenes, picture } = plan;
  const own = checkPicture(plan);
  if (!own.ok) return own;
  const { range, whole } = VARIABLES[variable];
  const [least, most] = range;
  if (whole && !levels.every(Number.isInteger))
    return failure("badInput", "Numbers of distractors, qualities and edges are whole.");
  const outside = picture === undefined && levels.find((level) => !(level >= least && level <= most));
  if (typeof outside === "number")
    return failure("badInput", `The level ${outside} lies outside ${least} to ${most}.`);
  if (levels.length < 1 || levels.length > MOST_LEVELS || new Set(levels).size < levels.length)
    return failure("badInput", `A curve has 1 to ${MOST_LEVELS} different levels.`);
  if (!Number.isInteger(scenes) || scenes < 1 || scenes > MOST_SCENES)
    return failure("badInput", `A level has 1 to ${MOST_SCENES} scenes.`);
  return success(null);
}

/** The scene of a trial; null where not all of it finds room, and for an own picture. */
export function sceneOf(
  { dimension, variable }: Pick<AcuityPlan, "dimension" | "variable">,
  { level, seed }: Pick<Trial, "level" | "seed">,
): Scene | null {
  return dimension === "picture" ? null : variedScene(seed, dimension, conditionsAt(variable, level));
}

/** So many seeds are looked through for each scene that finds room at every level. */
const PATIENCE = 60;

/** The seeds of a plan, each found when it is asked for: those whose scenes have room at every level. */
export function* seedsOf(plan: AcuityPlan): Generator<number> {
  let scenes = 0;
  for (let i = 0; scenes < plan.scenes && i < PATIENCE * plan.scenes; i++) {
    const seed = firstVariedSeed + i;
    const roomy =
      plan.dimension === "picture" || plan.levels.every((level) => sceneOf(plan, { level, seed }) !== null);
    if (!roomy) continue;
    scenes++;
    yield seed;
  }
}

/** The name of a trial's picture, which tells how it is painted. */
export const pathOf = ({ level, seed }: Pick<Trial, "level" | "seed">): string => `${seed}-${level}.bmp`;

/** The name of the first trial's picture; none where no scene has room. */
export function* firstPath(plan: AcuityPlan): Generator<string> {
  for (const seed of seedsOf({ ...plan, scenes: 1 })) yield pathOf({ level: plan.levels[0] ?? 0, seed });
}

/** The trial as a question of a suite: of a scene its first thing, asked for by name. Null where a scene has no room. */
export function entryOf(plan: AcuityPlan, trial: Pick<Trial, "level" | "seed">): SuiteEntry | null {
  if (plan.picture !== undefined) return pictureEntry(plan.picture, trial, pathOf(trial));
  const scene = sceneOf(plan, trial);
  const thing = scene?.things[0];
  if (scene === null || thing === undefined) return null;
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
