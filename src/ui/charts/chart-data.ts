/** What a chart shows, as data: values, intervals and words. Rendering is left to the components. */

/** What a colour stands for. Shapes and labels distinguish marks too, so that nobody needs the colour. */
export const TONES = [
  "global",
  "grounded",
  "told",
  "isolated",
  "matched",
  "regional",
  "blank",
  "plain",
  "faint",
] as const;
export type Tone = (typeof TONES)[number];

/** A mark stands for items, and selects them. */
export interface Mark {
  readonly key: string;
  /** Its full meaning in words, with its figures. */
  readonly label: string;
  readonly ids: readonly string[];
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Axis {
  readonly kind: "linear" | "log";
  readonly domain: readonly [from: number, to: number];
  /** The quantity, with its unit. */
  readonly title: string;
  readonly words: (value: number) => string;
}

export interface Bar extends Mark, Interval {
  /** The bar's label within its group. */
  readonly name: string;
  readonly tone: Tone;
  /** Its length, with its sign. */
  readonly value: number;
  /** Where it begins, as a step of a waterfall does; 0 where left out. */
  readonly from?: number;
}

export interface BarGroup {
  readonly name: string;
  readonly bars: readonly Bar[];
}

/** Horizontal bars in groups, each with its interval. */
export interface BarsData {
  readonly kind: "bars";
  readonly axis: Axis;
  readonly groups: readonly BarGroup[];
}

export interface DataPoint extends Mark {
  readonly x: number;
  readonly y: number;
  /** Interval of y; null without one. */
  readonly interval: Interval | null;
}

export interface Series {
  readonly name: string;
  readonly tone: Tone;
  readonly points: readonly DataPoint[];
  /** Whether a line joins the points. */
  readonly joined: boolean;
  /** Whether the points themselves are shown as marks. */
  readonly dotted: boolean;
}

/** Points and curves over two axes. */
export interface PointsData {
  readonly kind: "points";
  readonly across: Axis;
  readonly down: Axis;
  readonly series: readonly Series[];
  /** Ends of a reference line, in values, such as the diagonal of perfect calibration; null without one. */
  readonly ideal: readonly [from: { x: number; y: number }, to: { x: number; y: number }] | null;
}

export interface ValueMark extends Mark {
  readonly value: number;
}

export interface Column {
  readonly key: string;
  readonly name: string;
  readonly values: readonly ValueMark[];
  /** Null where there is nothing to average. */
  readonly mean: (Interval & { readonly mean: number }) | null;
}

/** Every item's value as a dot, in columns, with each column's mean and its interval: the distribution that a bar hides. */
export interface ColumnsData {
  readonly kind: "columns";
  readonly axis: Axis;
  readonly columns: readonly Column[];
}

export interface Bin extends Mark {
  /** The label below its bar. */
  readonly name: string;
  readonly count: number;
  /** Its count after the previewed change, shown as an outline; null without a preview. */
  readonly after: number | null;
}

export interface HistogramData {
  readonly kind: "histogram";
  readonly axis: Axis;
  readonly bins: readonly Bin[];
  /** What the bins represent. */
  readonly acrossTitle: string;
}

export interface Cell extends Mark {
  readonly name: string;
  readonly tone: Tone;
}

/** Four counts as a mosaic: two columns, each divided in two, from the top. */
export interface CellsData {
  readonly kind: "cells";
  readonly columns: readonly {
    readonly name: string;
    readonly cells: readonly [above: Cell, below: Cell];
  }[];
}

export type ChartData = BarsData | PointsData | ColumnsData | HistogramData | CellsData;

/** Every mark of a chart, in arrow-key order. */
export function marksOf(data: ChartData): readonly Mark[] {
  switch (data.kind) {
    case "bars":
      return data.groups.flatMap(({ bars }) => bars);
    case "points":
      return data.series.flatMap(({ dotted, points }) => (dotted ? points : []));
    case "columns":
      return data.columns.flatMap(({ values }) => values);
    case "histogram":
      return data.bins;
    case "cells":
      return data.columns.flatMap(({ cells }) => cells.filter(({ ids }) => ids.length > 0));
    default:
      return data satisfies never;
  }
}
