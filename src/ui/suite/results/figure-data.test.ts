/** The suite's figures as data: the items that a mark selects, and the numbers that it shows. */
import { describe, expect, test } from "vitest";
import type { ItemResult } from "../../../suite/results/result.ts";
import { type ChartData, marksOf } from "../../charts/chart-data.ts";
import { chartTable } from "../../charts/chart-table.ts";
import { difficultyFigure } from "./difficulty-data.ts";
import {
  accuracyFigure,
  areaFigure,
  calibrationFigure,
  cellsFigure,
  lorenzFigure,
  signalFigure,
} from "./figure-data.ts";
import { gapFigure } from "./gap-data.ts";
import { groundingFigure } from "./grounding-data.ts";

/** Both right 3, only crop 5, only full image 1, both wrong 3. */
const items = Array.from({ length: 12 }, (_, i): ItemResult => {
  const condition = (right: boolean) => ({ text: right ? "yes" : "no", right, confidence: 0.5 });
  return {
    id: `item-${i}`,
    dimension: i % 2 === 0 ? "even" : "odd",
    image: "a.png",
    area: 0.01 * (i + 1),
    question: `Is it number ${i}?`,
    answer: "yes",
    divergence: i / 20,
    advantages: [i, 0],
    samples: [i < 6, i < 3],
    looks: {
      global: condition(i < 3 || i === 8),
      grounded: condition(i < 6),
      told: condition(i < 5),
      isolated: condition(i < 4),
      matched: condition(i < 6),
      regional: condition(i < 8),
    },
  };
});

function chartOf<Kind extends ChartData["kind"]>(
  figure: { readonly chart: ChartData } | null,
  kind: Kind,
): Extract<ChartData, { kind: Kind }> {
  if (figure?.chart.kind !== kind) throw new Error(`not ${kind}`);
  return figure.chart as Extract<ChartData, { kind: Kind }>;
}

describe("every figure", () => {
  const figures = [
    ...[accuracyFigure(items), cellsFigure(items), areaFigure(items), calibrationFigure(items)],
    ...[signalFigure(items, "divergence"), signalFigure(items, "advantage"), lorenzFigure(items)],
    ...[gapFigure(items), groundingFigure(items), difficultyFigure(items, { count: 2, seed: 1 }, 3)],
  ];

  test.each(figures.map((figure) => [figure?.id, figure] as const))(
    "%s: marks have distinct keys and words, and there is a table of it",
    (_, figure) => {
      if (figure === null) throw new Error("no figure");
      const marks = marksOf(figure.chart);
      expect(marks.length).toBeGreaterThan(0);
      expect(new Set(marks.map(({ key }) => key)).size).toBe(marks.length);
      for (const { label } of marks) expect(label).not.toBe("");
      const { columns, rows } = chartTable(figure.chart);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(columns.length);
    },
  );
});

test("accuracy: a bar is the share of right answers within its interval and selects them", () => {
  const { groups } = chartOf(accuracyFigure(items), "bars");
  expect(groups.map(({ name }) => name)).toEqual(["all", "even", "odd"]);
  const whole = groups[0]?.bars.find(({ tone }) => tone === "global");
  expect(whole?.value).toBeCloseTo(4 / 12, 12);
  expect(whole?.low).toBeLessThan(4 / 12);
  expect(whole?.high).toBeGreaterThan(4 / 12);
  expect(whole?.ids).toEqual(["item-0", "item-1", "item-2", "item-8"]);
});

test("cells: the counts of the four and their items", () => {
  const cells = chartOf(cellsFigure(items), "cells").columns.flatMap((column) => column.cells);
  expect(cells.map(({ key, ids }) => [key, ids.length])).toEqual([
    ["bothRight", 3],
    ["onlyGlobal", 1],
    ["onlyRegional", 5],
    ["bothWrong", 3],
  ]);
  expect(cells[2]?.label).toBe("only crop: 5 of 12, 42 %");
});

test("area: every item is in one bin of each condition, and the axis covers them all", () => {
  const { series, across } = chartOf(areaFigure(items), "points");
  for (const { points } of series)
    for (const { x, y, interval } of points) {
      expect(x).toBeGreaterThanOrEqual(across.domain[0]);
      expect(x).toBeLessThanOrEqual(across.domain[1]);
      expect(interval?.low).toBeLessThanOrEqual(y);
      expect(interval?.high).toBeGreaterThanOrEqual(y);
    }
  const right = series[0]?.points.flatMap(({ ids }) => ids);
  expect(right?.toSorted()).toEqual(["item-0", "item-1", "item-2", "item-8"]);
});

test("divergence: one dot per item, in the column of its cell", () => {
  const { columns } = chartOf(signalFigure(items, "divergence"), "columns");
  expect(columns.map(({ key, values }) => [key, values.length])).toEqual([
    ["bothRight", 3],
    ["onlyRegional", 5],
    ["onlyGlobal", 1],
    ["bothWrong", 3],
  ]);
  expect(columns[0]?.mean?.mean).toBeCloseTo((0 + 1 + 2) / 3 / 20, 12);
});

test("the Lorenz curve runs from nothing to all; its one mark is the top fifth", () => {
  const { series } = chartOf(lorenzFigure(items), "points");
  const [curve, fifth] = series.map(({ points }) => points);
  expect([curve?.[0]?.y, curve?.at(-1)?.y]).toEqual([0, 1]);
  expect(fifth).toHaveLength(1);
  expect(fifth?.[0]).toMatchObject({ x: 0.2, ids: items.map(({ id }) => id) });
});

test("difficulty: the number of items by number of right answers", () => {
  const { bins } = chartOf(difficultyFigure(items, { count: 2, seed: 1 }, 3), "histogram");
  expect(bins.map(({ count }) => count)).toEqual([6, 3, 3]);
  expect(bins.map(({ after }) => after)).toEqual([6, 6, 3]);
  const once = chartOf(difficultyFigure(items, { count: 2, seed: 1 }, 1), "histogram").bins;
  expect(once.map(({ after }) => after)).toEqual([6, 3, 3]);
});

test("grounding strategies are compared over the same items, over all and by dimension", () => {
  const answer = (right: boolean) => ({ text: "", right, confidence: 0.5 });
  const pointed = items.map((item, i): ItemResult => {
    const looks = { ...item.looks, grounded: answer(i < 6), told: answer(i < 2) };
    const { told: _, ...untold } = looks;
    return { ...item, looks: i === 11 ? untold : looks };
  });
  const figure = groundingFigure(pointed);
  if (figure?.chart.kind !== "bars") throw new Error("no bars");
  expect(figure.chart.groups.map(({ name }) => name)).toEqual(["all", "even", "odd"]);
  const [all] = figure.chart.groups;
  expect(all?.bars.map(({ tone, ids }) => [tone, ids.length])).toEqual([
    ["grounded", 6],
    ["told", 2],
    ["global", 4],
  ]);
  expect(all?.bars[0]?.value).toBeCloseTo(6 / 11, 12);
});

test("the gap goes down from the evidence crop to the full image, and each step selects what it lost", () => {
  const [all, even] = chartOf(gapFigure(items), "bars").groups;
  const shares = all?.bars.map(({ name, from = 0, value }) => [
    name,
    Math.round(12 * from),
    Math.round(12 * value),
  ]);
  expect(shares).toEqual([
    ["evidence crop", 0, 8],
    ["resolution", 8, -2],
    ["placement", 6, -2],
    ["clutter", 4, -0],
    ["full image", 0, 4],
  ]);
  expect(all?.bars.map(({ ids }) => ids.length)).toEqual([8, 2, 2, 1, 4]);
  expect(all?.bars[1]?.ids).toEqual(["item-6", "item-7"]);
  expect(even?.name).toBe("even");
  expect(
    gapFigure(items.map(({ looks: { matched: _, ...looks }, ...item }) => ({ ...item, looks }))),
  ).toBeNull();
});
