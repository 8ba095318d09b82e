/** Signals over the tokens of one answer, as data: what is measured in one unit shares an axis. */
import { decimal, glyphs, spoken } from "../../shared/format.ts";
import type { Table } from "../table.ts";

export interface TokenSeries {
  readonly id: string;
  readonly label: string;
  /** Of its values, as it is written on the axis: "nats". */
  readonly unit: string;
  /** One a token; null where it has none or an infinite one, which leaves a gap. */
  readonly values: readonly (number | null)[];
  readonly stroke: "solid" | "dashed" | "dotted";
  /** A custom property of the style sheet: "--student". */
  readonly colour: string;
}

/** Series of one unit, in their order. */
export interface TokenPanelData {
  readonly unit: string;
  readonly series: readonly TokenSeries[];
}

/** Two units on one axis would compare what cannot be compared. */
export function panelsOf(series: readonly TokenSeries[]): readonly TokenPanelData[] {
  const units = [...new Set(series.map(({ unit }) => unit))];
  return units.map((unit) => ({ unit, series: series.filter((each) => each.unit === unit) }));
}

/** A series' value at a token; null in a gap. */
export function valueAt({ values }: TokenSeries, index: number): number | null {
  const value = values[index] ?? null;
  return value !== null && Number.isFinite(value) ? value : null;
}

/** Least and largest value of several series; both 0 without any. */
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

/** Three decimals; what they would round away as a power of ten. */
export function written(value: number | null): string {
  if (value === null || value === 0 || Math.abs(value) >= 0.001) return decimal(value, 3);
  return `${value < 0 ? "−" : ""}${Math.abs(value).toExponential(1)}`;
}

/** A token with every series' value there, for a screen reader. */
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

/** Letters of a token that fit below an axis. */
const MOST_LETTERS = 10;

/** A token's text with its white space visible, cut where it is long. */
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

/** Every token in a row, every series in a column. */
export function tokenTable(tokens: readonly string[], series: readonly TokenSeries[]): Table {
  return {
    columns: ["token", ...series.map(({ label, unit }) => `${label}, ${unit}`)],
    rows: tokens.map((text, index) => [
      `${index + 1} ${tokenLabel(text)}`,
      ...series.map((each) => written(valueAt(each, index))),
    ]),
  };
}

/** Tokens that Page Up and Down pass. */
const PAGE = 10;

/** Where a key leads from a token; null for keys that do not move. */
export function keyTarget(key: string, from: number | null, tokens: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 },
    ...{ PageUp: PAGE, PageDown: -PAGE, Home: -tokens, End: tokens },
  };
  const step = steps[key];
  if (step === undefined || tokens === 0) return null;
  if (from === null) return key === "End" ? tokens - 1 : 0;
  return Math.min(Math.max(from + step, 0), tokens - 1);
}
