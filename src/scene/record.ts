/** What is written down of a painted scene beside its pixels: everything that training and a suite need to ask about it. */
import type { Painting } from "./paint.ts";
import type { Scene, Thing } from "./scene.ts";
import type { CharacterBox } from "./sign.ts";
import { answerOf, describe, evidenceOf, type Questions, questionsOf } from "./words.ts";

export type ThingRecord = Thing & {
  readonly questions: Questions;
  readonly answer: string;
  readonly evidence: readonly [string];
  readonly characters?: readonly CharacterBox[];
};

export interface SceneRecord {
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  /** Where the pixels begin in the file of the shard. */
  readonly offset: number;
  readonly background: Scene["background"];
  /** Quality of the JPEG file that the pixels went through. */
  readonly quality: number | null;
  readonly things: readonly ThingRecord[];
  readonly description: string;
}

const tenths = (value: number): number => Math.round(10 * value) / 10;

function thingRecord(thing: Thing, characters: readonly CharacterBox[]): ThingRecord {
  const record = {
    ...thing,
    questions: questionsOf(thing),
    answer: answerOf(thing),
    evidence: [evidenceOf(thing)] as const,
  };
  if (characters.length === 0) return record;
  const rounded = characters.map(
    ([character, x, y, width, height]) =>
      [character, tenths(x), tenths(y), tenths(width), tenths(height)] as const,
  );
  return { ...record, characters: rounded };
}

/** The record of a scene whose pixels begin at `offset`. */
export function recordOf(
  scene: Scene,
  { characters }: Painting,
  quality: number | null,
  offset: number,
): SceneRecord {
  const { seed, width, height, background, things } = scene;
  return {
    seed,
    width,
    height,
    offset,
    background,
    quality,
    things: things.map((thing, i) => thingRecord(thing, characters[i] ?? [])),
    description: describe(scene),
  };
}
