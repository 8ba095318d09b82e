/** For tests: a run's document with as many steps and evaluations as a test wants. */

import type { ModelId } from "../../base/ids.ts";
import { recipeOf } from "../recipe/catalog.ts";
import type { Recipe } from "../recipe/recipe.ts";
import {
  type EvaluationRecord,
  type FirstStageRecord,
  lineOf,
  type RunHeader,
  type RunRecord,
  type StepRecord,
  type WatchedRecord,
} from "./document.ts";

export function testHeader(change: Partial<RunHeader> = {}): RunHeader {
  return {
    kind: "header",
    format: "fovea-run",
    version: 1,
    recipe: recipeOf("vision-opd") as Recipe,
    steps: 40,
    seed: 1,
    every: 20,
    perDimension: 20,
    model: {
      title: "Fovea-nano",
      weights: { id: "fovea-nano" as ModelId, version: 0, parent: null, sha256: "ab".repeat(32) },
    },
    data: "scenes",
    dimensions: ["colour", "ocr"],
    ran: { graphs: "wasm", logitGradients: "float64", build: "test" },
    ...change,
  };
}

export function testStep(step: number, change: Partial<StepRecord> = {}): StepRecord {
  return {
    kind: "step",
    step,
    loss: 0.1,
    entropy: 0.5,
    divergence: 0.1,
    gradientNorm: 0.2,
    rate: 3e-4,
    answers: 16,
    tokens: 128,
    right: 0.25,
    withoutEnd: 0,
    withoutSpread: null,
    seconds: 2,
    ...change,
  };
}

/** Each view's answers as a string of zeros and ones. */
export function testEvaluation(
  step: number,
  right: { readonly global: string; readonly matched: string; readonly regional: string },
): EvaluationRecord {
  const figures = (hits: string) => {
    const mean = [...hits].filter((hit) => hit === "1").length / hits.length;
    const accuracy = { mean, low: Math.max(0, mean - 0.1), high: Math.min(1, mean + 0.1) };
    const mostFrequent = { text: "It is red.", share: 0.25 };
    return { right: hits, accuracy, evidence: accuracy, length: 8, withoutEnd: 0, mostFrequent };
  };
  return {
    kind: "evaluation",
    step,
    items: right.global.length,
    views: {
      global: figures(right.global),
      matched: figures(right.matched),
      regional: figures(right.regional),
    },
    gap: { mean: 0.5, low: 0.4, high: 0.6 },
    divergence: { mean: 0.1, low: 0.05, high: 0.15 },
    advantage: { mean: 0.05, low: 0.02, high: 0.08 },
    seconds: 10,
  };
}

/** Fovea-mini's answers as a string of zeros and ones. */
export function testFirstStage(step: number, right: string): FirstStageRecord {
  const mean = [...right].filter((hit) => hit === "1").length / right.length;
  const weights = { id: "fovea-mini" as ModelId, version: 0, parent: null, sha256: "cd".repeat(32) };
  const answers = { weights, right, accuracy: { mean, low: mean - 0.1, high: mean + 0.1 } };
  return { kind: "firstStage", step, title: "Fovea-mini", answers, seconds: 6 };
}

export function testWatched(step: number, right: boolean, divergence: number): WatchedRecord {
  const word = right ? " red" : " blue";
  return {
    kind: "watched",
    step,
    item: 1,
    question: "What colour is the sign?",
    answer: "It is red.",
    box: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 },
    right,
    tokens: [
      { text: "It is", divergence: 0, instead: null },
      { text: word, divergence, instead: right ? null : " red" },
      { text: "<end_of_utterance>", divergence: 0, instead: null },
    ],
  };
}

/** A document with these records behind its header. */
export function testDocument(records: readonly RunRecord[], header: RunHeader = testHeader()): string {
  return [header, ...records].map(lineOf).join("");
}
