/** What a chart shows, as a table of words: its text alternative. */
import type { Axis, ChartData, Interval } from "./chart-data.ts";

/** A chart or its data as a table: the first column names the row. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const NONE = "–";

const ends = (interval: Interval | null, { words }: Axis): readonly [string, string] =>
  interval === null ? [NONE, NONE] : [words(interval.low), words(interval.high)];

const share = (part: number, whole: number): string => `${Math.round((100 * part) / Math.max(1, whole))} %`;

/** One row per mark or point of a curve; the first cell names it. */
export function chartTable(data: ChartData): Table {
  switch (data.kind) {
    case "bars":
      return {
        columns: ["bar", data.axis.title, "from", "to"],
        rows: data.groups.flatMap(({ name, bars }) =>
          bars.map((bar) => [`${name}, ${bar.name}`, data.axis.words(bar.value), ...ends(bar, data.axis)]),
        ),
      };
    case "points":
      return {
        columns: ["line", data.across.title, data.down.title, "from", "to"],
        rows: data.series.flatMap(({ name, points }) =>
          points.map(({ x, y, interval }) => [
            name,
            data.across.words(x),
            data.down.words(y),
            ...ends(interval, data.down),
          ]),
        ),
      };
    case "columns":
      return {
        columns: ["group", "items", `mean, ${data.axis.title}`, "from", "to"],
        rows: data.columns.map(({ name, values, mean }) => [
          name,
          String(values.length),
          mean === null ? NONE : data.axis.words(mean.mean),
          ...ends(mean, data.axis),
        ]),
      };
    case "histogram":
      return {
        columns: [data.acrossTitle, data.axis.title, "after"],
        rows: data.bins.map(({ name, count, after }) => [
          name,
          String(count),
          after === null ? NONE : String(after),
        ]),
      };
    case "cells": {
      const cells = data.columns.flatMap((column) => column.cells);
      const total = cells.reduce((sum, { ids }) => sum + ids.length, 0);
      return {
        columns: ["cell", "items", "share"],
        rows: cells.map(({ name, ids }) => [name, String(ids.length), share(ids.length, total)]),
      };
    }
    default:
      return data satisfies never;
  }
}
