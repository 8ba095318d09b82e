/** The vertical axis of signals over tokens: positions of values, and its labels. */

import { symlog, symlogTicks, type Tick } from "../symlog.ts";
import { domainOf, ticksOf } from "../ticks.ts";
import { rangeOf, type TokenSeries, valueAt } from "./token-data.ts";

/** One array per token: its index, then the position of every series on the axis; null in a gap. */
export type TokenRow = readonly [index: number, ...places: (number | null)[]];

export interface TokenScale {
  readonly rows: readonly TokenRow[];
  /** Positions of the ticks; the axis spans from the first to the last. */
  readonly ticks: readonly number[];
  readonly domain: readonly [low: number, high: number];
  /** The range of the noise floor, as positions; null without one. */
  readonly band: readonly [from: number, to: number] | null;
  /** The label of a tick. */
  readonly textOf: (place: number) => string;
}

/** Where the symmetric log scale becomes linear without a floor: a thousandth of the unit. */
const SMALL = 1e-3;

/** Ticks on each side of zero. */
const MOST = 4;

/** A round value in its shortest form. */
function tickWords(value: number): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e4) ? size.toExponential(0) : String(Number(size.toPrecision(6)));
  return value < 0 ? `−${text}` : text;
}

/** `floor` in the unit of the series; null without one. */
export function tokenScale(
  series: readonly TokenSeries[],
  tokens: number,
  floor: number | null,
  scale: "linear" | "symlog",
): TokenScale {
  const unit = floor !== null && floor > 0 ? floor : SMALL;
  const place = (value: number): number => (scale === "symlog" ? symlog(value, unit) : value);
  const rows = Array.from({ length: tokens }, (_, index): TokenRow => {
    const values = series.map((each) => valueAt(each, index));
    return [index, ...values.map((value) => (value === null ? null : place(value)))];
  });
  const [low, high] = rangeOf(series);
  const band = floor === null ? null : ([low < 0 ? -place(floor) : 0, place(floor)] as const);
  const reach = [low, Math.max(high, floor ?? 0)] as const;
  const ticks = scale === "linear" ? linearTicks(reach) : symlogTicks(low, Math.max(high, unit), unit, MOST);
  const places = ticks.map(({ at }) => at);
  const words = new Map(ticks.map(({ at, value }) => [at, tickWords(value)]));
  const domain = [places[0] ?? 0, places.at(-1) ?? 1] as const;
  return { rows, ticks: places, domain, band, textOf: (at) => words.get(at) ?? "" };
}

/** Round values from below the smallest to above the largest value, including zero. */
function linearTicks(reach: readonly [number, number]): readonly Tick[] {
  return ticksOf({ kind: "linear", domain: domainOf(reach, 0) }, MOST + 2).map((value) => ({
    at: value,
    value,
  }));
}
