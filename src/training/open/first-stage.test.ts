/** The first stage answers in the student's place: the same questions and features, its own weights. */

import { expect, test, vi } from "vitest";
import { bundledFolder } from "../../../scripts/model/testing/bundled-folder.testing.ts";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { randomScenes } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { smallTrainee } from "../../../scripts/model/testing/trainee.testing.ts";
import type { ModelId } from "../../base/ids.ts";
import { firstStageOf } from "../../lab/recipe/first-stage.ts";
import { testFirstStage } from "../../lab/run/run.testing.ts";
import { heldOutPictures } from "../data/scenes.ts";
import { createShower } from "../data/showing.ts";
import { GREEDY_DRAWING, type HeldOut, prepareHeldOut } from "../measure/evaluate.ts";
import { drawAnswers } from "../packed/decoder.ts";
import type { DecoderGraphs } from "../packed/rows.ts";
import { answersOfFirstStage, firstStageAsker } from "./first-stage.ts";

vi.setConfig({ testTimeout: 60_000 });

const NOTHING: HeldOut = {
  questions: [],
  right: [],
  prompts: { global: [], matched: [], regional: [], degraded: [] },
};

test("the first stage of Fovea-nano is a bundled model of that title", () => {
  const first = firstStageOf("fovea-nano" as ModelId);
  const text = new TextDecoder().decode(bundledFolder(first?.id ?? "").get("manifest.json"));
  expect(JSON.parse(text)).toMatchObject({ id: first?.id, title: first?.title });
});

test("its answers are those of its own weights, in the student's graphs", async () => {
  const [student, other] = [await smallTrainee(11), await smallTrainee(12)];
  const [graphs, own] = [await student.graphs([]), await other.graphs([])];
  const pictures = heldOutPictures(randomScenes(), ["colour", "ocr"], 2);
  const show = createShower(student.model);
  const held = value(await prepareHeldOut(student.model, show, pictures, () => undefined));
  const { parameters } = other.model;
  const theirs = value(await drawAnswers(own, parameters, held.prompts.global, GREEDY_DRAWING));
  // What the other model says is right but for the last question.
  const right = theirs.map(({ ids }, i) => (i === theirs.length - 1 ? ids.slice(1) : ids));
  const first = { ...student.model, parameters };
  const answers = value(await answersOfFirstStage(first, student.model, graphs, { ...held, right }));
  expect(answers.right).toBe(`${"1".repeat(theirs.length - 1)}0`);
  expect(answers.accuracy.mean).toBe((theirs.length - 1) / theirs.length);
  const before = value(await answersOfFirstStage(student.model, student.model, graphs, { ...held, right }));
  expect(before.right).not.toBe(answers.right);
  const otherwise = { ...first, encoder: "another" };
  expect(await answersOfFirstStage(otherwise, student.model, graphs, held)).toMatchObject({
    ok: false,
    fault: { kind: "unsupported", message: expect.stringContaining(`than ${student.model.title}`) },
  });
});

test("a model without a first stage asks none, and what another run found is said again for as many questions", async () => {
  const nano = { ...(await smallTrainee()).model, id: "fovea-nano" as ModelId };
  const graphs = { arrays: null } as DecoderGraphs;
  const known = testFirstStage(20, "");
  const request = { base: "http://localhost/", firstStage: known };
  expect(
    firstStageAsker(request, undefined, { ...nano, id: "other" as ModelId }, graphs, NOTHING),
  ).toBeNull();
  const earlier = { header: null, lines: [], evaluations: [], knowsFirstStage: true };
  expect(firstStageAsker(request, earlier, nano, graphs, NOTHING)).toBeNull();
  const ask = firstStageAsker(request, undefined, nano, graphs, NOTHING);
  expect(await ask?.(5)).toEqual({ ...known, step: 5 });
});
