/** A suite of twelve items made by hand, with known cells. */
import { describe, expect, test } from "vitest";
import type { ItemResult, Results } from "../results/result.ts";
import { difficultyHistogram, dimensionViews, dualView } from "./accuracies.ts";
import { areaBins } from "./area.ts";
import { calibrationOf } from "./calibration.ts";
import { cellOf } from "./cell.ts";
import { changesBetween, compareDimensions, compareRuns } from "./compare.ts";
import { groundingStrategies } from "./grounding.ts";
import { EVERYTHING, selectItems } from "./select.ts";
import { signalByCell } from "./signals.ts";

const answer = (right: boolean, confidence = 0.5) => ({ text: right ? "yes" : "no", right, confidence });

function item(
  id: string,
  dimension: string,
  [global, grounded, told, regional]: readonly [boolean, boolean, boolean, boolean],
  rest: Partial<ItemResult> = {},
): ItemResult {
  return {
    id,
    dimension,
    image: "a.png",
    area: 0.01,
    question: `What is ${id}?`,
    answer: "yes",
    looks: {
      global: answer(global),
      grounded: answer(grounded),
      told: answer(told),
      regional: answer(regional),
    },
    divergence: null,
    advantages: [],
    samples: [],
    ...rest,
  };
}

const [T, F] = [true, false];
/** Both right: 3; only regional: 5; only global: 1; both wrong: 3. */
const items: readonly ItemResult[] = [
  item("a1", "ocr", [T, T, T, T], { area: 0.3, divergence: 0.1, samples: [T, T, T, T] }),
  item("a2", "ocr", [F, T, F, T], { area: 0.001, divergence: 0.5, samples: [F, F, T, F] }),
  item("a3", "ocr", [F, F, F, T], { area: 0.0011, divergence: 0.7, samples: [F, F, F, F] }),
  item("a4", "ocr", [F, F, F, F], { area: 0.02, advantages: [1, 3], samples: [F, F, F, F] }),
  item("b1", "colour", [T, T, T, T], { area: 0.25, divergence: 0.3, samples: [T, T, F, F] }),
  item("b2", "colour", [T, T, T, F], { area: 0.5 }),
  item("b3", "colour", [F, T, T, T], { area: 1 }),
  item("b4", "colour", [F, T, F, T], { area: 0.03 }),
  item("c1", "count", [T, F, T, T], { area: null }),
  item("c2", "count", [F, F, F, T]),
  item("c3", "count", [F, F, F, F]),
  item("c4", "count", [F, F, F, F]),
];

describe("the dual view", () => {
  const view = dualView(items);
  test("the four cells, the accuracies and the gap", () => {
    const sizes = Object.fromEntries(Object.entries(view.cells).map(([cell, ids]) => [cell, ids.length]));
    expect(sizes).toEqual({ bothRight: 3, onlyRegional: 5, onlyGlobal: 1, bothWrong: 3 });
    expect(view.cells.onlyGlobal).toEqual(["b2"]);
    expect(view.accuracies.global?.mean).toBeCloseTo(4 / 12, 12);
    expect(view.accuracies.regional?.mean).toBeCloseTo(8 / 12, 12);
    expect(view.gap?.mean).toBeCloseTo((5 - 1) / 12, 12);
    expect(view.accuracies.blank).toBeUndefined();
  });

  test("the paired interval of the gap is narrower than that of independent accuracies would be", () => {
    const agree = Array.from({ length: 100 }, (_, i) => item(`${i}`, "d", [i < 50, F, F, i < 60]));
    const gap = dualView(agree).gap;
    expect(gap?.mean).toBeCloseTo(0.1, 12);
    // Ten items of a hundred differ: standard error 0.03; independent, it would be 0.07.
    expect((gap?.high ?? 0) - (gap?.low ?? 0)).toBeLessThan(0.14);
  });

  test("each dimension by itself, in order of appearance", () => {
    const views = dimensionViews(items);
    expect(views.map(({ dimension, gap }) => [dimension, gap?.mean])).toEqual([
      ["ocr", 0.5],
      ["colour", 0.25],
      ["count", 0.25],
    ]);
  });

  test("an item without an evidence crop has no cell and does not count for the gap", () => {
    const bare = { ...item("x", "d", [T, T, T, T]), looks: { global: answer(true) } };
    expect(cellOf(bare)).toBeNull();
    expect(dualView([bare])).toMatchObject({ gap: null, accuracies: { global: { mean: 1 } } });
    expect(dualView([])).toMatchObject({ items: 0, gap: null, accuracies: {} });
  });
});

test("areas in powers of two: edges belong to the upper bin, the whole image to the last, no area to none", () => {
  const bins = areaBins(items);
  expect(bins.map(({ from, to, items: count }) => [from, to, count])).toEqual([
    [2 ** -10, 2 ** -9, 2],
    [2 ** -7, 2 ** -6, 3],
    [2 ** -6, 2 ** -5, 2],
    [0.25, 0.5, 2],
    [0.5, 1, 2],
  ]);
  expect(bins[0]?.gap?.mean).toBe(1);
  expect(bins.at(-1)?.cells.onlyGlobal).toEqual(["b2"]);
});

test("divergence and advantage by cell, with the items behind them", () => {
  const [bothRight, onlyRegional, onlyGlobal, bothWrong] = signalByCell(items, "divergence");
  expect(bothRight?.interval?.mean).toBeCloseTo(0.2, 12);
  expect(onlyRegional).toMatchObject({ values: [0.5, 0.7], ids: ["a2", "a3"] });
  expect(onlyGlobal?.interval).toBeNull();
  expect(bothWrong?.values).toEqual([]);
  expect(signalByCell(items, "advantage")[3]).toMatchObject({ values: [2], ids: ["a4"] });
});

test("calibration: ten bins, the surest in the last one", () => {
  const sure = [
    { ...item("p", "d", [T, T, T, T]), looks: { global: answer(true, 1) } },
    { ...item("q", "d", [T, T, T, T]), looks: { global: answer(false, 0.92) } },
    { ...item("r", "d", [T, T, T, T]), looks: { global: answer(true, 0.3) } },
  ];
  const calibration = calibrationOf(sure, "global");
  expect(calibration?.bins.at(-1)).toMatchObject({ confidence: 0.96, accuracy: 0.5, ids: ["p", "q"] });
  expect(calibration?.bins[3]?.ids).toEqual(["r"]);
  expect(calibration?.bins[0]).toMatchObject({ confidence: null, accuracy: null, ids: [] });
  // |0.96 - 0.5| twice and |0.3 - 1| once, over three answers.
  expect(calibration?.error).toBeCloseTo((2 * 0.46 + 0.7) / 3, 12);
  expect(calibrationOf(sure, "regional")).toBeNull();
});

test("difficulty: items by how many of their samples are right", () => {
  expect(difficultyHistogram(items, 4)).toEqual([["a3", "a4"], ["a2"], ["b1"], [], ["a1"]]);
  expect(difficultyHistogram(items, 8)).toBeNull();
});

test("grounding strategies over the same items only", () => {
  const partial = { ...item("x", "d", [T, T, T, T]), looks: { global: answer(true) } };
  const strategies = groundingStrategies([...items, partial]);
  expect(
    strategies.map(({ condition, accuracy }) => [condition, accuracy.items, accuracy.right.length]),
  ).toEqual([
    ["grounded", 12, 6],
    ["told", 12, 5],
    ["global", 12, 4],
  ]);
  expect(groundingStrategies([partial])).toEqual([]);
});

describe("two runs", () => {
  const results = (list: readonly ItemResult[]): Results => ({
    header: {
      format: "fovea-results",
      schema: 1,
      suite: { title: "s", items: 12 },
      choices: "letter",
      model: { id: "m", title: "M" },
      looks: ["global"],
      signals: true,
      samples: { count: 0, seed: 0 },
      part: { dimensions: null, limit: null, pick: "spread", seed: null },
      card: {
        build: "",
        modelBackend: "",
        numbersBackend: "",
        adapter: "",
        weightsSha256: "",
        runtime: "",
      },
    },
    items: list,
    failed: [],
    broken: [],
  });

  test("gained, lost and the difference, item by item", () => {
    const later = [
      item("a1", "ocr", [F, T, T, T]),
      item("a2", "ocr", [T, T, T, T]),
      item("a3", "ocr", [T, T, T, T]),
      item("new", "ocr", [T, T, T, T]),
    ];
    const comparison = compareRuns(results(items), results(later));
    expect(comparison.conditions[0]).toMatchObject({
      condition: "global",
      gained: ["a2", "a3"],
      lost: ["a1"],
      bothRight: [],
      bothWrong: [],
      alike: [],
    });
    expect(comparison.conditions.find(({ condition }) => condition === "regional")?.alike).toEqual([
      "a1",
      "a2",
      "a3",
    ]);
    expect(comparison.conditions[0]?.difference.mean).toBeCloseTo(1 / 3, 12);
    expect(comparison.onlySecond).toEqual(["new"]);
    expect(comparison.onlyFirst).toHaveLength(9);
    expect(comparison.cautions).toEqual([]);
  });

  test("over the choices' texts where their order differs, which is answer", () => {
    const condition = (text: string) => ({ global: { text, right: true, confidence: 1 } });
    const before = item("x", "d", [T, T, T, T], {
      choices: ["red", "blue"],
      correct: [[0]],
      looks: condition("A"),
    });
    const after = { ...before, choices: ["blue", "red"], correct: [[1]] };
    const same = compareRuns(results([before]), results([{ ...after, looks: condition("B") }]));
    expect(same.conditions[0]?.alike).toEqual(["x"]);
    expect(same.cautions).toEqual([expect.stringContaining("a different order")]);
    const other = compareRuns(results([before]), results([{ ...after, looks: condition("A") }]));
    expect(other.conditions[0]?.alike).toEqual([]);
    const changed = compareRuns(results([before]), results([{ ...after, choices: ["green", "red"] }]));
    expect(changed.cautions).toEqual([expect.stringContaining("different choices")]);
  });

  test("by likelihood the answer is a choice's text, also where that is a letter", () => {
    const condition = (text: string) => ({ global: { text, right: true, confidence: 1 } });
    const before = item("x", "d", [T, T, T, T], {
      choices: ["A", "B"],
      correct: [[1]],
      looks: condition("B"),
    });
    const after = { ...before, choices: ["B", "A"], correct: [[0]] };
    const weighed = (each: ItemResult): Results => {
      const run = results([each]);
      return { ...run, header: { ...run.header, choices: "likelihood" } };
    };
    expect(compareRuns(weighed(before), weighed(after)).conditions[0]?.alike).toEqual(["x"]);
    // By letter the same text is another choice.
    expect(compareRuns(results([before]), results([after])).conditions[0]?.alike).toEqual([]);
    const other = { ...after, looks: condition("A") };
    expect(compareRuns(weighed(before), weighed(other)).conditions[0]?.alike).toEqual([]);
    expect(compareRuns(weighed(before), results([other])).conditions[0]?.alike).toEqual(["x"]);
  });

  test("boxes or columns that were read otherwise are answer", () => {
    const run = results([item("x", "d", [T, T, T, T])]);
    const read = (boxes: string, column: string): Results => ({
      ...run,
      header: { ...run.header, boxes, columns: { question: [column] } },
    });
    const cautions = compareRuns(read("xywh-pixels", "q"), read("xyxy-pixels", "text")).cautions;
    expect(cautions).toEqual([
      expect.stringContaining("boxes were read as xywh-pixels"),
      expect.stringContaining("The columns were assigned"),
    ]);
    expect(compareRuns(read("xywh-pixels", "q"), read("xywh-pixels", "q")).cautions).toEqual([]);
  });

  test("the same by dimension, and every change with what was answer", () => {
    const later = [item("a1", "ocr", [F, T, T, T]), item("b1", "count", [T, T, T, T])];
    const first = results(items.map((each) => (each.id === "b1" ? { ...each, dimension: "count" } : each)));
    const dimensions = compareDimensions(first, results(later));
    expect(dimensions.map(({ dimension, items: joined }) => [dimension, joined])).toEqual([
      ["ocr", 1],
      ["count", 1],
    ]);
    expect(dimensions[0]?.conditions[0]).toMatchObject({
      condition: "global",
      lost: ["a1"],
      difference: { mean: -1 },
    });
    const changes = changesBetween(first, results(later)).filter(({ id }) => id === "a1");
    expect(changes[0]).toMatchObject({
      condition: "global",
      before: { right: true },
      after: { right: false },
    });
    expect(changesBetween(first, first)).toEqual([]);
  });

  test("what else differs is answer", () => {
    const other = results([{ ...item("a1", "ocr", [T, T, T, T]), question: "Where?" }]);
    const header = { ...other.header, choices: "likelihood" as const, suite: { title: "t", items: 1 } };
    expect(compareRuns(results(items), { ...other, header }).cautions).toHaveLength(3);
    const places = ["list.csv, line 2", "item-0123456789-2", "item-0123456789"];
    const placed = results(places.map((id) => item(id, "ocr", [T, T, T, T])));
    expect(compareRuns(placed, placed).cautions).toEqual([
      expect.stringMatching(/^2 items .* by their place/),
    ]);
  });
});

test("the table's filter: a mark's items, a dimension, a cell, words", () => {
  const ids = (filter: Partial<typeof EVERYTHING>) =>
    selectItems(items, { ...EVERYTHING, ...filter }).map(({ id }) => id);
  expect(ids({})).toHaveLength(12);
  expect(ids({ ids: ["c4", "a1", "gone"] })).toEqual(["a1", "c4"]);
  expect(ids({ dimension: "ocr", cell: "onlyRegional" })).toEqual(["a2", "a3"]);
  expect(ids({ words: " WHAT is B2" })).toEqual(["b2"]);
});
