/** Signals over the tokens of one answer, as data: series with the same unit share an axis. */
import { decimal, glyphs, spoken } from "../../shared/format.ts";
import type { Table } from "../chart-table.ts";

export interface TokenSeries {
  readonly id: string;
  readonly label: string;
  /** The unit of its values, as written on the axis: "nats". */
  readonly unit: string;
  /** One per token; null where it is missing or infinite, which leaves a gap. */
  readonly values: readonly (number | null)[];
  readonly stroke: "solid" | "dashed" | "dotted";
  /** A custom property of the style sheet: "--student". */
  readonly colour: string;
}

/** Series of one unit, in order. */
export interface TokenPanelData {
  readonly unit: string;
  readonly series: readonly TokenSeries[];
}

/** Different units never share an axis. */
export function panelsOf(series: readonly TokenSeries[]): readonly TokenPanelData[] {
  const units = [...new Set(series.map(({ unit }) => unit))];
  return units.map((unit) => ({ unit, series: series.filter((each) => each.unit === unit) }));
}

/** A series' value at a token; null in a gap. */
export function valueAt({ values }: TokenSeries, index: number): number | null {
  const value = values[index] ?? null;
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Smallest and largest value of several series; both 0 without any. */
export function rangeOf(series: readonly TokenSeries[]): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const each of series)
    for (const index of each.values.keys()) {
      const value = valueAt(each, index);
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return low > high ? [0, 0] : [low, high];
}

/** Three decimals; smaller values as a power of ten. */
export function written(value: number | null): string {
  if (value === null || value === 0 || Math.abs(value) >= 0.001) return decimal(value, 3);
  return `${value < 0 ? "−" : ""}${Math.abs(value).toExponential(1)}`;
}

/** A token with the value of every series, for a screen reader. */
export function spokenAt(
  tokens: readonly string[],
  series: readonly TokenSeries[],
  index: number | null,
): string {
  if (index === null) return "no token selected";
  const values = series.map((each) => {
    const value = valueAt(each, index);
    return `${each.label} ${value === null ? "none" : `${written(value)} ${each.unit}`}`;
  });
  return [`token ${index + 1}, ${spoken(tokens[index] ?? "")}`, ...values].join("; ");
}

/** Maximum letters of a token below an axis. */
const MOST_LETTERS = 10;

/** A token's text with visible white space, shortened where it is long. */
export function tokenLabel(text: string): string {
  const letters = [
    ...glyphs(text)
      .map((glyph) => glyph.text)
      .join(""),
  ];
  return letters.length <= MOST_LETTERS
    ? letters.join("")
    : `${letters.slice(0, MOST_LETTERS - 1).join("")}…`;
}

/** One row per token, one column per series. */
export function tokenTable(tokens: readonly string[], series: readonly TokenSeries[]): Table {
  return {
    columns: ["token", ...series.map(({ label, unit }) => `${label}, ${unit}`)],
    rows: tokens.map((text, index) => [
      `${index + 1} ${tokenLabel(text)}`,
      ...series.map((each) => written(valueAt(each, index))),
    ]),
  };
}

/** Number of tokens that Page Up and Down move by. */
const PAGE = 10;

/** The token that a key moves to; null for keys that do not move. */
export function keyTarget(key: string, from: number | null, tokens: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: PAGE,
    PageDown: -PAGE,
    Home: -tokens,
    End: tokens,
  };
  const step = steps[key];
  if (step === undefined || tokens === 0) return null;
  if (from === null) return key === "End" ? tokens - 1 : 0;
  return Math.min(Math.max(from + step, 0), tokens - 1);
}
