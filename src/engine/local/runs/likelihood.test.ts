/** Likelihoods of given answers on random models, in Node on wasm. */
import "../../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { expect, test, vi } from "vitest";
import { smallPair } from "../../../../scripts/model/pair-config.ts";
import { loadedFor, logitsAfter, value } from "../../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../../scripts/model/testing/open-folder.testing.ts";
import { testPicture } from "../../../../scripts/model/vectors/test-picture.testing.ts";
import { plainVision, writePair } from "../../../../scripts/model/write-pair.ts";
import { writeTrio } from "../../../../scripts/model/write-trio.ts";
import type { ImageId, ModelId, Nats } from "../../../base/ids.ts";
import type { Outcome } from "../../../base/outcome.ts";
import { pictureAndText } from "../../../evidence/views/showing.ts";
import { smallConfig } from "../../../graph/config.ts";
import { logSoftmax } from "../../../math/rows/logits.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import { unqueued } from "../queue/unqueued.testing.ts";
import { runLikelihood } from "./likelihood.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const picture = testPicture(61, 45, 2);
const showing = pictureAndText("m" as ModelId, { source: "i" as ImageId, edits: [] }, "What is this?");
const weigh = (
  loaded: LoadedModel,
  answers: readonly string[],
  signal = new AbortController().signal,
): Promise<Outcome<readonly Nats[] | null>> =>
  runLikelihood(loaded, { showing, answers }, unqueued(signal), () => undefined);

test("an answer's likelihood is the sum over its tokens, the stop token last", async () => {
  const model = value(await openFolder({ ort }, await writeTrio({ config: smallConfig, seed: 7 })));
  const answers = ["A red cup.", "a red cup", "It is the sign that says K7P."];
  const found = value(await weigh(loadedFor(model, picture), answers));
  for (const [index, answer] of answers.entries()) {
    const ids = value(model.answerIds(answer));
    expect(model.texts(ids).join("")).toBe(` ${answer}<end_of_utterance>`);
    expect(ids.at(-1)).toBe(model.stopTokens[0]);
    const logits = await logitsAfter(model, picture, ids.slice(0, -1), true);
    const expected = ids.reduce((sum: number, id, t) => {
      const row = logits.slice(t * model.vocabularySize, (t + 1) * model.vocabularySize);
      return sum + (logSoftmax(row)[id] ?? Number.NaN);
    }, 0);
    expect(Math.abs((found?.[index] ?? Number.NaN) - expected)).toBeLessThan(1e-3);
  }
});

test("nothing and control tokens are no answers; a stop ends with null", async () => {
  const model = value(await openFolder({ ort }, await writeTrio({ config: smallConfig, seed: 7 })));
  for (const answer of ["", "<image>"]) {
    expect(await weigh(loadedFor(model, picture), [answer])).toMatchObject({
      ok: false,
      fault: { kind: "badInput", message: expect.stringContaining("answer") },
    });
  }
  expect(await weigh(loadedFor(model, picture), ["yes"], AbortSignal.abort())).toEqual({
    ok: true,
    value: null,
  });
});

test("a vocabulary that is only a list cannot write an answer, and says so", async () => {
  const files = await writePair({ config: smallPair, seed: 9, vision: plainVision });
  const model = value(await openFolder({ ort }, files));
  expect(await weigh(loadedFor(model, picture), ["ba"])).toMatchObject({
    ok: false,
    fault: { kind: "unsupported" },
  });
});
