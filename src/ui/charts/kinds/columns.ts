/** Positions of the dots in a column: side by side where they would overlap. */
import type { Axis, ColumnsData, ValueMark } from "../chart-data.ts";

export const RADIUS = 2.6;

/** Dots at the same height lie side by side about the column's middle, within its width; in pixels. */
function sideways(index: number, room: number): number {
  const step = Math.ceil(index / 2) * (2 * RADIUS + 0.6);
  const aside = index % 2 === 1 ? step : -step;
  return Math.abs(aside) <= room ? aside : aside % room;
}

export interface Dot {
  /** In units of columns: 0 is the middle of the first. */
  readonly x: number;
  readonly y: number;
  readonly mark: ValueMark;
}

/** The dots of every column, in a plot of that size in pixels. */
export function dotsOf({ columns, axis }: ColumnsData, width: number, height: number): readonly Dot[] {
  const step = width / Math.max(1, columns.length);
  return columns.flatMap(({ values }, column) => {
    const taken = new Map<number, number>();
    return values.map((mark) => {
      const row = Math.round((shareOf(axis, mark.value) * height) / (2 * RADIUS));
      const before = taken.get(row) ?? 0;
      taken.set(row, before + 1);
      return { x: column + sideways(before, step / 2 - 2 * RADIUS) / step, y: mark.value, mark };
    });
  });
}

const shareOf = ({ domain: [from, to] }: Axis, value: number): number => (value - from) / (to - from);
