import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import { mean, populationDeviation, sequenceMean, tokenMean } from "./statistics.ts";

test("golden: the two aggregations disagree when lengths differ", () => {
  const { values, sequenceMean: bySequence, tokenMean: byToken } = golden.aggregation;
  expect(sequenceMean({ values })).toBeCloseTo(bySequence, 12);
  expect(tokenMean({ values })).toBeCloseTo(byToken, 12);
});

test("an answer without tokens counts neither above nor below the line", () => {
  expect(sequenceMean({ values: [[0.4, 0.2], []] })).toBeCloseTo(0.3, 12);
  const mask = [
    [true, false],
    [false, false],
  ];
  const values = [
    [1, 9],
    [9, 9],
  ];
  expect(sequenceMean({ values, mask })).toBe(1);
  expect(tokenMean({ values, mask })).toBe(1);
});

test("nothing to average is null", () => {
  expect([
    mean([]),
    populationDeviation([]),
    sequenceMean({ values: [[]] }),
    tokenMean({ values: [] }),
  ]).toEqual([null, null, null, null]);
});

test("the deviation is the population's", () => {
  expect(populationDeviation([1, 3])).toBe(1);
});
