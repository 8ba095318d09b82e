import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import { importance, type ScoredAnswer, visionOpdLoss } from "./vision-opd.ts";

function answers(drift: number, weight: number): readonly ScoredAnswer[] {
  return golden.aggregation.values.map((divergence) => ({
    divergence,
    logProb: divergence.map(() => drift - 1),
    oldLogProb: divergence.map(() => -1),
    weight,
  }));
}

test("golden: with one update per batch the loss is the mean divergence", () => {
  expect(visionOpdLoss(answers(0, 1), "sequences")).toBeCloseTo(golden.aggregation.sequenceMean, 12);
  expect(visionOpdLoss(answers(0, 1), "tokens")).toBeCloseTo(golden.aggregation.tokenMean, 12);
});

test("a student that has moved is corrected, by at most 2", () => {
  expect(importance(-1, -1)).toBe(1);
  expect(importance(-1, -1.5)).toBeCloseTo(Math.exp(0.5), 12);
  expect(importance(0, -50)).toBe(2);
  expect(importance(-100, 0)).toBeCloseTo(Math.exp(-20), 12);
  expect(visionOpdLoss(answers(5, 0.5), "tokens")).toBeCloseTo(golden.aggregation.tokenMean, 12);
});

test("no answers, no loss", () => expect(visionOpdLoss([], "tokens")).toBeNull());
