/** What is written down of a painted scene beside its pixels: everything that training and a suite need to ask about it. */

import { answerOf, describe, evidenceOf, type Questions, questionsOf } from "./layout/words.ts";
import type { Line, PaintedLine } from "./paint/line.ts";
import type { Painting } from "./paint/paint.ts";
import type { CharacterBox } from "./paint/sign.ts";
import type { Scene, Thing } from "./scene.ts";

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
  readonly panels: Scene["panels"];
  readonly things: readonly ThingRecord[];
  readonly description: string;
}

export interface LineRecord extends Line {
  readonly width: number;
  readonly height: number;
  readonly offset: number;
  readonly characters: readonly CharacterBox[];
}

const tenths = (value: number): number => Math.round(10 * value) / 10;

const rounded = ([character, x, y, width, height]: CharacterBox): CharacterBox => [
  character,
  tenths(x),
  tenths(y),
  tenths(width),
  tenths(height),
];

/** The record of a line whose pixels begin at `offset`. */
export function lineRecordOf(line: Line, { image, characters }: PaintedLine, offset: number): LineRecord {
  const { width, height } = image;
  const { seed, text, font } = line;
  return { seed, width, height, offset, text, font, characters: characters.map(rounded) };
}

function thingRecord(thing: Thing, characters: readonly CharacterBox[]): ThingRecord {
  const record = {
    ...thing,
    questions: questionsOf(thing),
    answer: answerOf(thing),
    evidence: [evidenceOf(thing)] as const,
  };
  return characters.length === 0 ? record : { ...record, characters: characters.map(rounded) };
}

/** The record of a scene whose pixels begin at `offset`. */
export function recordOf(
  scene: Scene,
  { characters }: Painting,
  quality: number | null,
  offset: number,
): SceneRecord {
  const { seed, width, height, background, panels, things } = scene;
  return {
    seed,
    width,
    height,
    offset,
    background,
    quality,
    panels,
    things: things.map((thing, i) => thingRecord(thing, characters[i] ?? [])),
    description: describe(scene),
  };
}
