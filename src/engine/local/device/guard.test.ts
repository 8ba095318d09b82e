/** Runtimes that fail without saying so: what is refused, and with which fault. */
import "../../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { describe, expect, test, vi } from "vitest";
import type { ModelFiles } from "../../../../scripts/model/assemble.ts";
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
import { success } from "../../../base/outcome.ts";
import { JSD_HALF } from "../../../evidence/replay.ts";
import { GREEDY } from "../../../evidence/rollout.ts";
import { smallConfig } from "../../../graph/config.ts";
import type { Graph } from "../../../model/adapter.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import { unqueued } from "../queue/unqueued.testing.ts";
import { runReplay } from "../runs/replay.ts";
import { runRollout } from "../runs/rollout.ts";
import { checkGolden } from "./golden.ts";
import { checkRows } from "./guard.ts";

vi.setConfig({ testTimeout: 60_000 });

const picture = testPicture(61, 45, 2);
const files: Promise<ModelFiles> = writeTrio({ config: smallConfig, seed: 7 });

/** A model whose decoder's logits go through `spoil` while it is on. */
async function spoilable(spoil: (logits: Float32Array) => void) {
  let on = false;
  const watch = (_: string, graph: Graph): Graph => ({
    ...graph,
    async run(feeds, fetches) {
      const ran = await graph.run(feeds, fetches);
      const logits = ran.ok ? ran.value["logits"] : undefined;
      if (on && logits?.place === "host") spoil(logits.data as Float32Array);
      return ran;
    },
  });
  const model = value(await openFolder({ ort }, await files, { watch }));
  return {
    loaded: loadedFor(model, picture),
    turn: (to: boolean) => {
      on = to;
    },
  };
}

let stale: Float32Array | null = null;
const failures: readonly (readonly [string, (logits: Float32Array) => void, RegExp])[] = [
  ["NaN", (logits) => logits.fill(Number.NaN), /NaN/],
  ["one infinity", (logits) => logits.fill(Infinity, 3, 4), /Infinity/],
  ["everything masked", (logits) => logits.fill(-Infinity), /no finite value/],
  ["zeros", (logits) => logits.fill(0), /the same for every token/],
  ["a constant", (logits) => logits.fill(17.5), /the same for every token/],
  [
    "one row for ever",
    (logits) => {
      const width = smallConfig.vocab_size;
      stale ??= logits.slice(0, width);
      for (let at = 0; at < logits.length; at += width) logits.set(stale, at);
    },
    /no longer change/,
  ],
];

describe.each(failures)("%s", (_, spoil, message) => {
  const refused = { ok: false, fault: { kind: "unreliable", message: expect.stringMatching(message) } };

  test("ends an answer and a replay with a named fault and a hint; afterwards both work", async () => {
    const { loaded, turn } = await spoilable(spoil);
    const { rollout } = await answerAndReplay(loaded);
    turn(true);
    const request = { showing: contrast.student, sampler: GREEDY, maxTokens: 6 };
    const answered = await runRollout(loaded, request, unqueued(), () => undefined);
    expect(answered).toMatchObject(refused);
    expect(answered).toMatchObject({ fault: { hint: expect.stringContaining("?run=wasm") } });
    const asked = { rollouts: [rollout], contrast, divergence: JSD_HALF, alternatives: 2 };
    expect(await runReplay(alone(loaded), asked, unqueued(), () => undefined)).toMatchObject(refused);
    turn(false);
    expect((await answerAndReplay(loaded)).rollout.ids).toEqual(rollout.ids);
  });
});

describe("the golden prompt", () => {
  const reader = async (spoil: (logits: Float32Array) => void): Promise<LoadedModel> => {
    const { loaded, turn } = await spoilable(spoil);
    turn(true);
    return loaded;
  };
  const sound = () => reader(() => undefined);

  test("is passed by the same numbers, and by rounding", async () => {
    expect(await checkGolden(await sound(), await sound())).toEqual(success(null));
    const rounded = await reader((logits) => {
      for (const [i, logit] of logits.entries()) logits[i] = logit * (1 + 1e-4 * Math.sin(i));
    });
    expect(await checkGolden(rounded, await sound())).toEqual(success(null));
  });

  test.each([
    ["logits in reverse", (logits: Float32Array) => logits.reverse()],
    ["twelve times the scale", (logits: Float32Array) => logits.set(logits.map((logit) => 12 * logit))],
    ["NaN", (logits: Float32Array) => logits.fill(Number.NaN)],
  ])("is failed by %s", async (_, spoil) => {
    const wrong = await checkGolden(await reader(spoil), await sound());
    expect(wrong).toMatchObject({
      ok: false,
      fault: { kind: "unreliable", message: expect.stringContaining("golden prompt") },
    });
  });
});

test("neither certainty nor softness alone is suspicious", () => {
  const rows = { entropy: [0, 0, 0, 5.7], logSumExp: [12, 13, 14, 15] };
  expect(checkRows(rows, 320)).toEqual(success(null));
  expect(checkRows({ entropy: [Math.log(320) - 1e-6], logSumExp: [3] }, 320)).toMatchObject({ ok: false });
  expect(checkRows({ entropy: [0], logSumExp: [3] }, 1)).toEqual(success(null));
  expect(checkRows({ entropy: [1, 1], logSumExp: [3, 3] }, 320)).toEqual(success(null));
  expect(checkRows({ entropy: [1, 1, 1], logSumExp: [3, 3, 3] }, 320)).toMatchObject({ ok: false });
});
