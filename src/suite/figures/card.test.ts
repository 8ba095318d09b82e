import { expect, test } from "vitest";
import type { Condition, ItemResult } from "../results/result.ts";
import { cardOf } from "./card.ts";

const answer = (right: boolean, confidence = 0.75) => ({ text: "", right, confidence });

function item(
  id: string,
  dimension: string,
  looks: Partial<Record<Condition, boolean>>,
  rest: Partial<ItemResult> = {},
): ItemResult {
  return {
    id,
    dimension,
    image: "a.png",
    area: 0.01,
    question: "",
    answer: "",
    looks: Object.fromEntries(Object.entries(looks).map(([condition, right]) => [condition, answer(right)])),
    divergence: null,
    advantages: [],
    samples: [],
    ...rest,
  };
}

const items = [
  item("a", "ocr", { global: true, grounded: true, regional: true, blank: false }),
  item("b", "ocr", { global: false, grounded: true, regional: true, blank: false }, { area: 0.2 }),
  item("c", "ocr", { global: false, grounded: false, regional: true, blank: true }, { area: 0.2 }),
  item("d", "colour", { global: true, grounded: true, regional: false, blank: false }),
  item("e", "colour", { global: false, grounded: true, regional: false, blank: false }),
];

test("the figures of a suite in counts and shares, overall and by dimension", () => {
  const { overall, dimensions } = cardOf(items, []).suite;
  expect(overall).toMatchObject({
    items: 5,
    global: { accuracy: 0.4 },
    grounded: { accuracy: 0.8 },
    regional: { accuracy: 0.6 },
    cells: { bothRight: 1, onlyRegional: 2, onlyGlobal: 1, bothWrong: 1 },
  });
  expect(overall.gap).toBeCloseTo((2 - 1) / 5, 12);
  expect(Object.keys(dimensions)).toEqual(["ocr", "colour"]);
  expect(dimensions["colour"]?.gap).toBeCloseTo(-0.5, 12);
});

test("a condition that was never taken has no accuracy", () => {
  const { suite, blank } = cardOf([item("x", "d", { global: true })], []);
  expect(suite.overall).toMatchObject({ items: 1, global: { accuracy: 1 }, regional: null, gap: null });
  expect(blank).toEqual({ d: null });
});

test("blank by dimension, calibration by condition, accuracy by area", () => {
  const card = cardOf(items, []);
  expect(card.blank["ocr"]?.accuracy).toBeCloseTo(1 / 3, 12);
  expect(card.blank["colour"]?.accuracy).toBe(0);
  expect(card.calibration.grounded).toBeCloseTo(0.8 - 0.75, 12);
  expect(card.calibration.told).toBeUndefined();
  expect(card.area).toEqual([
    { from: 2 ** -7, to: 2 ** -6, items: 3, global: 2 / 3, grounded: 1, regional: 1 / 3 },
    { from: 0.125, to: 0.25, items: 2, global: 0, grounded: 0.5, regional: 1 },
  ]);
});

test("slides, samples and visual advantage; null where there are none", () => {
  const sampled = [
    item("a", "d", {}, { samples: [true, false], advantages: [0, 0, 0] }),
    item("b", "d", {}, { samples: [true, true], advantages: [8, 2] }),
    item("c", "d", {}),
  ];
  expect(cardOf(sampled, [0.2, 0.5, 0.9])).toMatchObject({
    slide: { scenes: 3, soft: 2 / 3 },
    samples: { items: 2, mixed: 0.5 },
    advantageTopFifth: 0.8,
  });
  expect(cardOf([], [])).toMatchObject({
    slide: { scenes: 0, soft: null },
    samples: { items: 0, mixed: null },
    advantageTopFifth: null,
  });
});
