/** Figures that answers and replays must keep, in Node on wasm with one thread. */
import "../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { expect, test, vi } from "vitest";
import { bundledFolder } from "../../scripts/model/bundled-folder.ts";
import { smallConfig } from "../../scripts/model/config.ts";
import { counting } from "../../scripts/model/counting.ts";
import { openFolder } from "../../scripts/model/open-folder.ts";
import { alone, benchOf, contrast, value } from "../../scripts/model/test-bench.ts";
import { tokenizerConfigJson, tokenizerJson } from "../../scripts/model/tokenizer-files.ts";
import { testPicture } from "../../scripts/model/vectors/test-picture.ts";
import { writeTrio } from "../../scripts/model/write-trio.ts";
import { JSD_HALF } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { Bench } from "./bench.ts";
import { runReplay } from "./replay.ts";
import { runRollout } from "./rollout.ts";

vi.setConfig({ testTimeout: 120_000 });

const picture = testPicture(320, 240, 4);
const never = new AbortController().signal;
const silent = () => undefined;

async function answer(bench: Bench, group: number, maxTokens: number): Promise<readonly Rollout[]> {
  const sampler = { temperature: 1, topP: 1, topK: 0, seed: 2 };
  const request = { showing: contrast.student, sampler, maxTokens, group };
  return value(await runRollout(bench, request, never, silent));
}

async function replay(bench: Bench, rollouts: readonly Rollout[]) {
  const request = { rollouts, contrast, divergence: JSD_HALF, rivals: 5 };
  return value(await runReplay(alone(bench), request, never, silent));
}

/** Milliseconds of replaying these answers, pictures and prompts read anew. */
async function timed(bench: Bench, rollouts: readonly Rollout[]): Promise<number> {
  const fresh = benchOf(bench.model, picture);
  const start = performance.now();
  await replay(fresh, rollouts);
  const took = performance.now() - start;
  fresh.kitchen[Symbol.dispose]();
  return took;
}

test("eight sibling replays cost at most three times one", async () => {
  const model = value(await openFolder({ ort }, bundledFolder("fovea-mini")));
  const bench = benchOf(model, picture);
  const group = await answer(bench, 8, 24);
  expect(group).toHaveLength(8);
  const one = group.slice(0, 1);
  const ratios: number[] = [];
  // Neighbours in time share what else the machine does; the best of a few is what it costs.
  for (let i = 0; i < 4; i++) ratios.push((await timed(bench, group)) / (await timed(bench, one)));
  expect(Math.min(...ratios)).toBeLessThan(3);
});

test("a vocabulary of 49,280 never has more than 32 MB of logits, group or long answer", async () => {
  const config = { ...smallConfig, vocab_size: 49280 };
  const small = JSON.parse(tokenizerJson(smallConfig.vocab_size));
  for (let id = smallConfig.vocab_size; id < 49280; id++) small.model.vocab[`padding ${id}`] = id;
  const tokenizer = { json: JSON.stringify(small), config: tokenizerConfigJson() };
  const opened = await openFolder({ ort }, await writeTrio({ config, seed: 5, tokenizer }));
  const { model, alive } = counting(value(opened));
  const bench = benchOf(model, picture);
  const long = await answer(bench, 2, 50);
  expect(long.map(({ ids }) => ids.length)).toEqual([50, 50]);
  for (const one of await replay(bench, long)) {
    expect(one.sides[1]?.logProb).toHaveLength(50);
    expect(one.noiseFloor?.max).toBeLessThan(1e-4);
  }
  await replay(bench, await answer(bench, 32, 2));
  expect(alive.mostLogitBytes).toBeGreaterThan(8 * 2 ** 20);
  expect(alive.mostLogitBytes).toBeLessThanOrEqual(32 * 2 ** 20);
});
