/** Charts as data: their marks, their tables, and their geometry. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { wrapLines } from "../figure-export/svg.ts";
import { type ChartData, marksOf, TONES } from "./chart-data.ts";
import { chartTable } from "./chart-table.ts";
import { dotsOf, RADIUS } from "./kinds/columns.ts";
import { fourCells } from "./kinds/four-cells.ts";
import { DASHES } from "./Legend.tsx";
import { rectangle, symbol } from "./shapes.ts";

const percent = (value: number): string => `${Math.round(100 * value)} %`;
const axis = { kind: "linear", domain: [0, 1], title: "share", words: percent } as const;
const mark = (key: string, items = 1) => ({
  key,
  label: key,
  ids: Array.from({ length: items }, (_, at) => `${at}`),
});

const bars: ChartData = {
  kind: "bars",
  axis,
  groups: [
    {
      name: "all",
      bars: [{ ...mark("a"), name: "whole", tone: "global", value: 0.25, low: 0.1, high: 0.4 }],
    },
  ],
};

const points: ChartData = {
  kind: "points",
  across: axis,
  down: axis,
  ideal: null,
  series: [
    {
      name: "curve",
      tone: "regional",
      joined: true,
      dotted: false,
      points: [{ ...mark("c"), x: 0, y: 1, interval: null }],
    },
    {
      name: "point",
      tone: "regional",
      joined: false,
      dotted: true,
      points: [{ ...mark("p"), x: 0.2, y: 0.5, interval: { low: 0.4, high: 0.6 } }],
    },
  ],
};

const cells: ChartData = {
  kind: "cells",
  columns: [
    {
      name: "right",
      cells: [
        { ...mark("both right", 30), name: "both right", tone: "plain" },
        { ...mark("only full image", 10), name: "only full image", tone: "global" },
      ],
    },
    {
      name: "wrong",
      cells: [
        { ...mark("only crop", 60), name: "only crop", tone: "regional" },
        { ...mark("both wrong", 0), name: "both wrong", tone: "faint" },
      ],
    },
  ],
};

describe("marks and tables", () => {
  test("a curve has no marks but has rows; a point has both", () => {
    expect(marksOf(points).map(({ key }) => key)).toEqual(["p"]);
    expect(chartTable(points)).toEqual({
      columns: ["line", "share", "share", "from", "to"],
      rows: [
        ["curve", "0 %", "100 %", "–", "–"],
        ["point", "20 %", "50 %", "40 %", "60 %"],
      ],
    });
  });

  test("a bar's row has its interval; an empty cell has a row and no mark", () => {
    expect(chartTable(bars).rows).toEqual([["all, whole", "25 %", "10 %", "40 %"]]);
    expect(marksOf(cells).map(({ key }) => key)).toEqual(["both right", "only full image", "only crop"]);
    expect(chartTable(cells).rows).toEqual([
      ["both right", "30", "30 %"],
      ["only full image", "10", "10 %"],
      ["only crop", "60", "60 %"],
      ["both wrong", "0", "0 %"],
    ]);
  });

  test("a histogram's row includes the preview, a column's row its mean", () => {
    const bin = { ...mark("0"), name: "0", count: 4, after: 8 };
    expect(chartTable({ kind: "histogram", axis, bins: [bin], acrossTitle: "right of 2" }).rows).toEqual([
      ["0", "4", "8"],
    ]);
    const column = { key: "c", name: "both right", values: [{ ...mark("v"), value: 0.5 }], mean: null };
    expect(chartTable({ kind: "columns", axis, columns: [column] }).rows).toEqual([
      ["both right", "1", "–", "–", "–"],
    ]);
  });
});

test("dots of equal value lie side by side, none on top of another and none outside their column", () => {
  const values = Array.from({ length: 9 }, (_, at) => ({ ...mark(`${at}`), value: 0.5 }));
  const column = (key: string) => ({ key, name: key, values, mean: null });
  const [width, height] = [300, 200];
  const dots = dotsOf({ kind: "columns", axis, columns: [column("a"), column("b")] }, width, height);
  for (const [at, first] of [
    [0, 0],
    [1, 9],
  ] as const) {
    const places = dots
      .slice(first, first + 9)
      .map(({ x }) => x)
      .sort((a, b) => a - b);
    for (const x of places) expect(Math.abs(x - at)).toBeLessThan(0.5);
    const gaps = places.slice(1).map((x, index) => (x - (places[index] ?? 0)) * (width / 2));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2 * RADIUS);
  }
});

test("four cells: areas are proportional to counts except for the gaps, and empty cells are not shown", () => {
  const frames = fourCells(cells, 500, 300).flatMap((column) => column.cells);
  expect(frames.map(({ cell }) => cell.key)).toEqual(["both right", "only full image", "only crop"]);
  const areas = frames.map(({ width, height }) => (width + 3) * (height + 3));
  const total = areas.reduce((sum, area) => sum + area, 0);
  expect(areas.map((area) => Math.round((100 * area) / total))).toEqual([30, 10, 60]);
  const empty = { name: "", cells: [mark("a", 0), mark("b", 0)] };
  const none = { kind: "cells", columns: [empty] } as unknown as Extract<ChartData, { kind: "cells" }>;
  expect(fourCells(none, 500, 300)[0]?.cells).toEqual([]);
});

test("shapes distinguish tones without colour, dashes distinguish lines; no path holds NaN", () => {
  const shapes = (["global", "regional", "grounded", "told"] as const).map((tone) => symbol(tone, 10, 10, 4));
  expect(new Set(shapes).size).toBe(4);
  expect(new Set(Object.values(DASHES)).size).toBe(Object.keys(DASHES).length);
  for (const tone of TONES) expect(symbol(tone, 1, 2, 3)).not.toContain("NaN");
  expect(rectangle(5, 5, -3, -2)).toBe("M2 3h3v2h-3z");
});

test("every tone has a colour in the page's styles", () => {
  const css = ["charts.css", "../styles/theme.css"]
    .map((sheet) => readFileSync(new URL(sheet, import.meta.url), "utf8"))
    .join("");
  for (const tone of TONES) {
    expect(css).toContain(`--tone-${tone}:`);
    expect(css).toContain(`[data-tone="${tone}"]`);
  }
});

test("a paragraph is broken between words, and a word that is too long is kept in one piece", () => {
  expect(wrapLines("one two three", 7)).toEqual(["one two", "three"]);
  expect(wrapLines("incomprehensible", 7)).toEqual(["incomprehensible"]);
});
