/** The labels along a colour scale, and their positions. */
import { isLogarithmic, type ReachingScale, roundAbove, shareOf } from "../../session/signals/range.ts";

export interface ScaleTick {
  /** 0 at the left end, 1 at the right. */
  readonly at: number;
  readonly text: string;
}

/** A number in its shortest form. */
function brief(value: number): string {
  if (value === Math.LN2) return "ln 2";
  const text = String(Number(Math.abs(value).toPrecision(3)));
  return value < 0 ? `−${text}` : text;
}

/** Round values below the end that keep their distance from it. */
function innerValues(given: ReachingScale): readonly number[] {
  const { scale, reach } = given;
  if (isLogarithmic(given) && scale.kind !== "categorical") {
    const decades = Math.floor(Math.log10(reach / scale.least));
    const powers = Array.from({ length: decades + 1 }, (_, power) => scale.least * 10 ** power);
    return [0, ...powers].filter((value) => shareOf(given, value) <= 0.8);
  }
  const step = roundAbove(reach / 4);
  return Array.from({ length: Math.floor((reach * 0.8) / step) + 1 }, (_, i) => i * step);
}

/** Round values up to the end; for a two-ended scale only the ends and 0. None for categories. */
export function scaleTicks(given: ReachingScale): readonly ScaleTick[] {
  const { scale, reach } = given;
  if (scale.kind === "categorical") return [];
  if (scale.kind === "diverging")
    return [
      { at: 0, text: brief(-reach) },
      { at: 0.5, text: "0" },
      { at: 1, text: `+${brief(reach)}` },
    ];
  const values = [...innerValues(given), reach];
  return values.map((value) => ({ at: shareOf(given, value), text: brief(value) }));
}

/** The position of a value along the scale, 0 to 1; null where it has none. */
export function placeAlong(given: ReachingScale, value: number | null): number | null {
  const { kind } = given.scale;
  if (value === null || Number.isNaN(value) || kind === "categorical") return null;
  const share = shareOf(given, kind === "diverging" ? Math.abs(value) : value);
  return kind === "diverging" ? (1 + Math.sign(value) * share) / 2 : share;
}
