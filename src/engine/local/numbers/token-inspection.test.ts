/** A token read again, on a random model in Node on wasm: the same numbers as its replay, and a gradient that is one. */
import { given } from "../../../evidence/column.ts";
import "../../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import {
  alone,
  answerAndReplay,
  contrast,
  loadedFor,
  value,
} from "../../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../../scripts/model/testing/open-folder.testing.ts";
import { testPicture } from "../../../../scripts/model/vectors/test-picture.testing.ts";
import { writeTrio } from "../../../../scripts/model/write-trio.ts";
import { type Divergence, JSD_HALF } from "../../../evidence/replay.ts";
import type { TokenInspection, TokenRequest } from "../../../evidence/token-inspection.ts";
import { smallConfig } from "../../../graph/config.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import { unqueued } from "../queue/unqueued.testing.ts";
import { inspectToken } from "./token-inspection.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let loaded: LoadedModel;
let answer: Awaited<ReturnType<typeof answerAndReplay>>;

beforeAll(async () => {
  const model = value(await openFolder({ ort }, await writeTrio({ config: smallConfig, seed: 7 })));
  loaded = loadedFor(model, testPicture(61, 45, 2));
  answer = await answerAndReplay(loaded);
});

function asked(token: number, divergence: Divergence = JSD_HALF): TokenRequest {
  const other = contrast.others[0]?.showing ?? contrast.student;
  return { rollout: answer.rollout, student: contrast.student, other, divergence, token, entries: 5 };
}

async function read(request: TokenRequest): Promise<TokenInspection> {
  const found = value(await inspectToken(alone(loaded), request, unqueued(), () => undefined));
  if (found === null) throw new Error("stopped");
  return found;
}

test("every token's numbers are those of the replay, which read all of them at once", async () => {
  const pair = answer.replay.pairs[1];
  for (const token of answer.rollout.ids.keys()) {
    const { measured, reference } = await read(asked(token));
    for (const figures of [measured, reference]) {
      expect(figures.jsd).toBeCloseTo(given(pair?.jsd)[token] ?? Number.NaN, 5);
      expect(figures.forwardKl).toBeCloseTo(given(pair?.forwardKl)[token] ?? Number.NaN, 5);
      expect(figures.divergence).toBe(figures.jsd);
      expect(figures.studentLogProb).toBeCloseTo(answer.rollout.logProbs[token] ?? Number.NaN, 4);
    }
  }
});

test("the parts of the JSD add up to it, each with its weight", async () => {
  const { parts, reference } = await read(asked(2, { ...JSD_HALF, beta: 0.3 }));
  expect(0.3 * parts.otherToMixture + 0.7 * parts.studentToMixture).toBeCloseTo(reference.jsd, 10);
});

describe("the gradient of the loss", () => {
  test.each<Divergence>([
    JSD_HALF,
    { ...JSD_HALF, kind: "forwardKl" },
    { ...JSD_HALF, kind: "reverseKl", temperature: 2 },
    { ...JSD_HALF, support: { kind: "topK", k: 4, from: "student", rest: "tail" } },
  ])("has its largest entries, largest first (%o)", async (divergence) => {
    const { gradient: entries } = await read(asked(1, divergence));
    expect(entries).toHaveLength(5);
    const sizes = (entries ?? []).map(({ gradient }) => Math.abs(gradient));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    for (const { gradient, reference, token, text } of entries ?? []) {
      expect(gradient).toBe(reference);
      expect(loaded.model.texts([token])).toEqual([text]);
    }
  });

  test("of the forward KL at temperature 1 are p - q, so they have the sign of who finds the token likelier", async () => {
    const { gradient: entries } = await read(asked(1, { ...JSD_HALF, kind: "forwardKl" }));
    const [student, , teacher] = answer.replay.sides;
    for (const { token, gradient } of entries ?? []) {
      const p = student?.alternatives[1]?.find((alternative) => alternative.token === token)?.logProb;
      const q = teacher?.alternatives[1]?.find((alternative) => alternative.token === token)?.logProb;
      if (p !== undefined && q !== undefined) expect(gradient).toBeCloseTo(Math.exp(p) - Math.exp(q), 5);
    }
  });
});

test("a token that is not there is refused, and a stop ends with null", async () => {
  for (const token of [-1, 0.5, 99]) {
    expect(await inspectToken(alone(loaded), asked(token), unqueued(), () => undefined)).toMatchObject({
      ok: false,
      fault: { kind: "badInput" },
    });
  }
  expect(await inspectToken(alone(loaded), asked(0), unqueued(AbortSignal.abort()), () => undefined)).toEqual(
    {
      ok: true,
      value: null,
    },
  );
});
