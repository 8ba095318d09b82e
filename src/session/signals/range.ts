/** The range of a colour scale, and the position of a value on it. */
import type { Divergence } from "../../evidence/replay.ts";
import type { Experiment } from "../document/document.ts";
import type { Against, Pole, Signal, SignalScale } from "./signal.ts";

/** The appearance of a value: the strength of its colour, 0 to 1, and the colour. */
export interface Mark {
  readonly strength: number;
  readonly tone: "disagree" | Pole["tone"];
}

const clamp = (value: number): number => Math.min(Math.max(value, 0), 1);

/** The smallest of 1, 2 and 5 times a power of ten that is at least as large. */
export function roundAbove(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const digit = [1, 2, 5, 10].find((each) => each * power >= size * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** The end of the scale: a bound where there is one, otherwise a round number beyond all finite values. */
export function reachOf(scale: SignalScale, all: readonly (number | null)[]): number {
  if (scale.kind === "categorical") return 1;
  if (scale.kind === "sequential" && scale.most !== null) return scale.most;
  const sizes = all.map((value) => Math.abs(value ?? 0)).filter(Number.isFinite);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return Math.max(scale.least, largest === 0 ? 0 : roundAbove(largest));
}

/** A signal's values in all answers of the group, so that siblings are coloured alike. */
export function valuesOfGroup(
  signal: Signal,
  experiment: Experiment,
  against: Against,
): readonly (number | null)[] {
  return experiment.rollouts.flatMap((_, sibling) => {
    const reading = signal.read({ experiment, sibling }, against);
    return reading.kind === "values" ? reading.values : [];
  });
}

/** A scale with its end. */
export interface ReachingScale {
  readonly scale: SignalScale;
  readonly reach: number;
}

export function scaleOf(
  signal: Signal,
  experiment: Experiment,
  against: Against,
  divergence: Divergence,
): ReachingScale {
  const scale = signal.scale(divergence);
  return { scale, reach: reachOf(scale, valuesOfGroup(signal, experiment, against)) };
}

/** From this multiple of its minimum on, a scale without a bound is logarithmic, so that outliers do not hide the rest. */
const MANY = 10;

export function isLogarithmic({ scale, reach }: ReachingScale): boolean {
  if (scale.kind === "categorical" || (scale.kind === "sequential" && scale.most !== null)) return false;
  return reach > MANY * scale.least;
}

/** The position of a magnitude, 0 to 1: proportional, or `ln(1 + size / least)` on a logarithmic scale. */
export function shareOf(given: ReachingScale, size: number): number {
  const { scale, reach } = given;
  if (scale.kind === "categorical" || !isLogarithmic(given)) return clamp(size / reach);
  return size === Infinity ? 1 : clamp(Math.log1p(size / scale.least) / Math.log1p(reach / scale.least));
}

/** The appearance of a value on a scale; null where there is none. Infinite values are at the ends. */
export function markOf(given: ReachingScale, value: number | null): Mark | null {
  const { scale } = given;
  if (value === null || Number.isNaN(value)) return null;
  if (scale.kind === "categorical") {
    const category = scale.categories.find((each) => each.value === value);
    return category === undefined ? null : { strength: category.strength, tone: "disagree" };
  }
  if (scale.kind === "sequential") return { strength: shareOf(given, value), tone: "disagree" };
  const { tone } = value < 0 ? scale.below : scale.above;
  return { strength: shareOf(given, Math.abs(value)), tone };
}
