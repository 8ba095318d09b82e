/** The gap in three parts over items made by hand. */
import { expect, test } from "vitest";
import type { ItemResult } from "../results/result.ts";
import { gapFigures } from "./gap.ts";
import { suiteSummary } from "./summary.ts";

const answer = (right: boolean) => ({ text: right ? "yes" : "no", right, confidence: 0.5 });

/** Right under the first conditions of: regional, matched, isolated, global. */
function item(id: string, rightUnder: number, image = id): ItemResult {
  return {
    ...{ id, dimension: "ocr", image, area: 0.01, question: "?", answer: "yes" },
    looks: {
      regional: answer(rightUnder > 0),
      matched: answer(rightUnder > 1),
      isolated: answer(rightUnder > 2),
      global: answer(rightUnder > 3),
    },
    ...{ divergence: null, advantages: [], samples: [] },
  };
}

const items = [0, 1, 1, 2, 2, 2, 3, 4, 4, 4].map((right, i) => item(`${i}`, right));

test("each part is the difference of two accuracies, and they sum to the gap", () => {
  const figures = gapFigures(items);
  expect(figures?.items).toBe(10);
  const means = (all: object = {}) =>
    Object.fromEntries(Object.entries(all).map(([name, { mean }]) => [name, Number(mean.toFixed(12))]));
  expect(means(figures?.accuracies)).toEqual({ regional: 0.9, matched: 0.7, isolated: 0.4, global: 0.3 });
  expect(means(figures?.parts)).toEqual({ resolution: 0.2, placement: 0.3, clutter: 0.1 });
  expect(suiteSummary(items).overall.gaps).toEqual(figures?.parts);
});

test("images are resampled whole", () => {
  const paired = items.flatMap((each, i) => [each, { ...each, id: `${i} again` }]);
  expect(gapFigures(paired)?.parts).toEqual(gapFigures(items)?.parts);
});

test("items that lack a condition do not count, and without any there is nothing", () => {
  const { matched: _, ...looks } = items[0]?.looks ?? {};
  const bare = { ...item("x", 4), looks };
  expect(gapFigures([...items, bare])?.parts).toEqual(gapFigures(items)?.parts);
  expect(gapFigures([bare])).toBeNull();
  expect(suiteSummary([bare]).overall).not.toHaveProperty("gaps");
});
