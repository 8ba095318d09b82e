/** Which question is watched, when, and what its strip has. */

import { beforeAll, expect, test, vi } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { randomScenes, type Trainee } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { smallTrainee } from "../../../scripts/model/testing/trainee.testing.ts";
import { testEvaluation } from "../../lab/run/run.testing.ts";
import { heldOutPictures } from "../data/scenes.ts";
import { createShower } from "../data/showing.ts";
import { type HeldOut, prepareHeldOut } from "./evaluate.ts";
import { isWatchedAfter, watch, watchedItem } from "./watch.ts";

vi.setConfig({ hookTimeout: 60_000 });

let trainee: Trainee;
let held: HeldOut;

beforeAll(async () => {
  trainee = await smallTrainee();
  const pictures = heldOutPictures(randomScenes(), ["colour", "ocr"], 1);
  held = value(await prepareHeldOut(trainee.model, createShower(trainee.model), pictures, () => undefined));
});

test("a question that is read from the crop alone is watched, else the first", () => {
  const matched = "0000";
  expect(watchedItem(testEvaluation(0, { global: "1100", matched, regional: "1011" }))).toBe(2);
  expect(watchedItem(testEvaluation(0, { global: "1100", matched, regional: "1000" }))).toBe(0);
});

test("it is answered after each of the first five steps, then every five steps, and after the last one", () => {
  const steps = Array.from({ length: 13 }, (_, step) => step);
  expect(steps.filter((step) => isWatchedAfter(step, 12))).toEqual([0, 1, 2, 3, 4, 5, 10, 12]);
});

test("its tokens are those of the answer, compared with the model before the first step on the crop", async () => {
  const { model } = trainee;
  const graphs = await trainee.graphs(["decoder.norm.weight"]);
  const record = value(await watch(model, graphs, model.parameters, held, 1, 5));
  const { text, thing } = held.questions[1] as HeldOut["questions"][number];
  expect(record).toMatchObject({ step: 5, item: 1, question: text, answer: thing.answer, box: thing.box });
  expect(record.tokens.length).toBeGreaterThan(0);
  for (const { divergence } of record.tokens) {
    expect(divergence).toBeGreaterThanOrEqual(0);
    expect(divergence).toBeLessThanOrEqual(Math.LN2 + 1e-9);
  }
  // The same view on both sides has no divergence, and no other choice, since the answer is greedy.
  const same = { ...held, prompts: { ...held.prompts, regional: held.prompts.global } };
  for (const token of value(await watch(model, graphs, model.parameters, same, 1, 5)).tokens) {
    expect(token.divergence).toBeCloseTo(0, 6);
    expect(token.instead).toBeNull();
  }
});
