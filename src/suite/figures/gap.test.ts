/** The gap in three parts over items made by hand. */
import { expect, test } from "vitest";
import type { ItemResult, Results } from "../results/result.ts";
import { compareRuns } from "./compare.ts";
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

test("runs at different longest edges are compared with a caution", () => {
  const card = { build: "b", modelBackend: "wasm", numbersBackend: "cpu", adapter: "none" } as const;
  const usual: Results = {
    header: {
      ...{
        format: "fovea-results",
        schema: 1,
        suite: { title: "s", items: 10 },
        model: { id: "m", title: "M" },
      },
      ...{ choices: "letter", looks: ["global"], signals: false, samples: { count: 0, seed: 1 } },
      part: { dimensions: null, limit: null, pick: "spread", seed: null },
      card: { ...card, weightsSha256: "0", runtime: "r" },
    },
    items,
    failed: [],
    broken: [],
  };
  const small: Results = { ...usual, header: { ...usual.header, longestEdge: 128 } };
  expect(compareRuns(usual, small).cautions).toEqual([
    "Full images were read with the model's usual longest edge in the first and with a longest edge of 128 pixels in the second.",
  ]);
  expect(compareRuns(small, small).cautions).toEqual([]);
});
