/** What is written along a colour scale, and where. */
import { type ReachingScale, roundAbove } from "../../session/signals/range.ts";
import { decimal } from "../format.ts";

export interface ScaleTick {
  /** 0 at the left end, 1 at the right. */
  readonly at: number;
  readonly text: string;
}

/** A number as briefly as it can be written. */
const brief = (value: number): string => String(Number(value.toPrecision(3)));

function endText(reach: number): string {
  if (reach === Math.LN2) return "ln 2";
  return brief(reach);
}

/** Round values up to the end; on both sides of 0 where the scale has two. None for categories. */
export function scaleTicks({ scale, reach }: ReachingScale): readonly ScaleTick[] {
  if (scale.kind === "categorical") return [];
  if (scale.kind === "diverging")
    return [-1, 0, 1].map((side) => ({
      at: (side + 1) / 2,
      text: side === 0 ? "0" : decimalEnd(side * reach),
    }));
  const step = roundAbove(reach / 4);
  // The last one keeps its distance from the end.
  const steps = Math.floor((reach * 0.8) / step);
  const inner = Array.from({ length: steps + 1 }, (_, i) => ({
    at: (i * step) / reach,
    text: brief(i * step),
  }));
  return [...inner, { at: 1, text: endText(reach) }];
}

function decimalEnd(value: number): string {
  const text = decimal(value, Math.abs(value) >= 1 ? 0 : 2);
  return value > 0 ? `+${text}` : text;
}

/** Where a value lies along the scale, 0 to 1; null where it has no place. */
export function placeAlong({ scale, reach }: ReachingScale, value: number | null): number | null {
  if (value === null || Number.isNaN(value) || scale.kind === "categorical") return null;
  const share = Math.min(Math.max(value / reach, -1), 1);
  return scale.kind === "diverging" ? (share + 1) / 2 : Math.max(0, share);
}
