/** What varies along an acuity curve, over which levels, and on which scale a curve is fitted. */
import type { Conditions } from "../scene/layout/varied.ts";

/** A property of the scene, or the longest edge to which the model resizes it. */
export type Variable = keyof Conditions | "longestEdge";

interface VariableFacts {
  /** The usual levels, from the hardest to the easiest. */
  readonly levels: readonly number[];
  /** The least and the largest level that can be painted. */
  readonly range: readonly [least: number, most: number];
  /** Whether only whole numbers can be painted. */
  readonly whole: boolean;
  /** The coordinate that curves are fitted over: it grows as the question becomes easier. */
  readonly ease: (level: number) => number;
  /** The level at such a coordinate. */
  readonly levelAt: (ease: number) => number;
}

/** `count` levels of equal ratio, both ends included, to three significant digits. */
function ratios(from: number, to: number, count: number): readonly number[] {
  const step = (to / from) ** (1 / (count - 1));
  return Array.from({ length: count }, (_, i) => Number((from * step ** i).toPrecision(3)));
}

const LOGARITHMIC = { ease: Math.log, levelAt: Math.exp };

export const VARIABLES = {
  size: {
    levels: ratios(0.0005, 0.1, 8),
    range: [0.0004, 0.2],
    whole: false,
    ...LOGARITHMIC,
  },
  distractors: {
    levels: [20, 14, 10, 7, 4, 2, 1, 0],
    range: [0, 20],
    whole: true,
    ease: (count) => -Math.log1p(count),
    levelAt: (ease) => Math.expm1(-ease),
  },
  distance: {
    levels: ratios(0.015, 0.3, 7),
    range: [0.013, 0.4],
    whole: false,
    ...LOGARITHMIC,
  },
  contrast: {
    levels: ratios(0.03, 1, 8),
    range: [0.004, 1],
    whole: false,
    ...LOGARITHMIC,
  },
  quality: {
    levels: [1, 2, 4, 8, 15, 30, 55, 92],
    range: [1, 100],
    whole: true,
    ...LOGARITHMIC,
  },
  longestEdge: {
    levels: [128, 256, 384, 512, 768, 1024],
    range: [32, 4096],
    whole: true,
    ...LOGARITHMIC,
  },
} satisfies Readonly<Record<Variable, VariableFacts>>;

export const VARIABLE_NAMES = Object.keys(VARIABLES) as readonly Variable[];

/** How many levels are usual, and where they are chosen one by one, which needs finer ones. */
export const USUAL_LEVELS = 8;
export const ADAPTIVE_LEVELS = 15;

/** `count` of them, evenly picked, both ends included; all where there are fewer. */
function picked(levels: readonly number[], count: number): readonly number[] {
  if (levels.length <= count) return levels;
  const step = (levels.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, i) => levels[Math.round(i * step)] as number);
}

/** The usual levels of a variable, `count` where it has so many, from the hardest to the easiest. */
export function usualLevels(variable: Variable, count: number): readonly number[] {
  const { levels, whole } = VARIABLES[variable];
  if (whole) return picked(levels, count);
  return ratios(levels[0] as number, levels.at(-1) as number, count);
}

/** The same from the longest edges that a model can be given, ascending. */
export const edgeLevels = (choices: readonly number[], count: number): readonly number[] =>
  picked(
    [...choices].sort((one, other) => one - other),
    count,
  );

/** `count` sizes of an own picture's evidence, from a hundredth of its share of the picture to nine tenths. */
export const pictureLevels = (share: number, count: number): readonly number[] =>
  ratios(Math.max(LEAST_SHARE, share / 100), 0.9 * share, count);

/** The smallest share of a picture that evidence is shrunk to. */
export const LEAST_SHARE = 0.0001;

/** What holds where a property does not vary. */
const USUAL: Conditions = { size: 0.01, distractors: 6, distance: null, contrast: 1, quality: null };

/** The scene's conditions at a level. */
export function conditionsAt(variable: Variable, level: number): Conditions {
  return variable === "longestEdge" ? USUAL : { ...USUAL, [variable]: level };
}

/** A level as a person reads it: "0.5 %", "7", "0.12". */
export function levelWords(variable: Variable, level: number): string {
  switch (variable) {
    case "size":
    case "distance":
    case "contrast":
      return `${Number((100 * level).toPrecision(2))} %`;
    case "distractors":
      return String(Number(level.toFixed(1)));
    case "quality":
      return String(Math.round(level));
    case "longestEdge":
      return `${Math.round(level)} px`;
    default:
      return variable satisfies never;
  }
}
