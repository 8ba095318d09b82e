/** Pictures to train on and to measure with: scenes of the drawn world, of which every seed has one. */

import { seeded } from "../../base/random.ts";
import type { AskedThing, PictureSplit } from "../../lab/run/data.ts";
import { saltOf } from "../../math/rows/sample.ts";
import type { Pixels } from "../../view/pixels.ts";

export interface ScenePicture {
  /** Equal for equal pictures wherever they are drawn again; null where nothing names them. */
  readonly name: string | null;
  readonly pixels: Pixels;
  readonly things: readonly AskedThing[];
}

/** Where pictures come from, by split and by number within it; a number always has the same picture. */
export interface SceneSource {
  scene(split: PictureSplit, number: number): Promise<ScenePicture>;
  /** How many pictures a split has; Infinity where they are drawn. */
  count(split: PictureSplit): number;
}

/** A question without its picture, which the source has under that number. */
export interface HeldQuestion {
  readonly number: number;
  readonly thing: AskedThing;
  readonly text: string;
}

/** A question about a picture. */
export interface Question {
  readonly picture: ScenePicture;
  readonly thing: AskedThing;
  readonly text: string;
  /** A 32-bit number of its own, for whatever is drawn for it. */
  readonly salt: number;
}

/** Scenes of a run that no other seed's run of usual length shows. */
const SCENES_OF_A_SEED = 20_000;

/** The number of the scene of a step's picture. */
export function sceneNumber(seed: number, step: number, picture: number, pictures: number): number {
  return (seed % 4096) * SCENES_OF_A_SEED + (step - 1) * pictures + picture;
}

/** Up to `count` questions about things of a picture, in random order and wording; `salt` decides. */
export function drawQuestions(
  picture: ScenePicture,
  things: readonly AskedThing[],
  count: number,
  salt: number,
): readonly Question[] {
  const random = seeded(salt);
  const left = [...things];
  const drawn: Question[] = [];
  while (drawn.length < count && left.length > 0) {
    const [thing] = left.splice(random.below(left.length), 1) as [AskedThing];
    const text = thing.questions[random.below(thing.questions.length)] ?? "";
    drawn.push({ picture, thing, text, salt: saltOf(salt, drawn.length, 0) });
  }
  return drawn;
}

/** Of one dimension at most so many things of a picture are measured, so that a few pictures do not make it up. */
const MOST_OF_A_PICTURE = 3;

/** How many questions are wanted at most. */
export const wantedQuestions = (dimensions: readonly string[], perDimension: number): number =>
  dimensions.length * perDimension;

/**
 * The first questions of a split, `perDimension` about each of `dimensions` where it has as many, picture by picture: a picture can be
 * let go before the next one is made.
 */
export async function* heldOutPictures(
  source: SceneSource,
  dimensions: readonly string[],
  perDimension: number,
  split: PictureSplit = "validation",
): AsyncGenerator<readonly Question[]> {
  const counts = new Map<string, number>(dimensions.map((dimension) => [dimension, 0]));
  const isShort = (): boolean => [...counts.values()].some((count) => count < perDimension);
  for (let number = 0; isShort() && number < source.count(split); number++) {
    const picture = await source.scene(split, number);
    const here = new Map<string, number>();
    const questions: Question[] = [];
    for (const thing of picture.things) {
      const [count, taken] = [counts.get(thing.dimension), here.get(thing.dimension) ?? 0];
      if (count === undefined || count >= perDimension || taken >= MOST_OF_A_PICTURE) continue;
      counts.set(thing.dimension, count + 1);
      here.set(thing.dimension, taken + 1);
      questions.push({ picture, thing, text: thing.questions[0] ?? "", salt: number });
    }
    if (questions.length > 0) yield questions;
  }
}
