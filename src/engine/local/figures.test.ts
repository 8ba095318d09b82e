/** Figures that answers and replays must keep, in Node on wasm with one thread. */
import { given } from "../../evidence/column.ts";
import "../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { describe, expect, test, vi } from "vitest";
import { type PairConfig, smallPair } from "../../../scripts/model/pair-config.ts";
import { bundledFolder } from "../../../scripts/model/testing/bundled-folder.testing.ts";
import { counting } from "../../../scripts/model/testing/counting.testing.ts";
import { alone, contrast, loadedFor, value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../scripts/model/testing/open-folder.testing.ts";
import { tokenizerConfigJson, tokenizerJson } from "../../../scripts/model/tokenizer-files.ts";
import { testPicture } from "../../../scripts/model/vectors/test-picture.testing.ts";
import { plainVision, writePair } from "../../../scripts/model/write-pair.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import type { Nats } from "../../base/ids.ts";
import { JSD_HALF } from "../../evidence/replay.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import { smallConfig } from "../../graph/config.ts";
import type { Graph } from "../../model/adapter.ts";
import type { LoadedModel } from "./models/loaded-model.ts";
import { unqueued } from "./queue/unqueued.testing.ts";
import { runReplay } from "./runs/replay.ts";
import { runRollout } from "./runs/rollout.ts";

vi.setConfig({ testTimeout: 120_000 });

const picture = testPicture(320, 240, 4);
const silent = () => undefined;

async function answer(loaded: LoadedModel, group: number, maxTokens: number): Promise<readonly Rollout[]> {
  const sampler = { temperature: 1, topP: 1, topK: 0, seed: 2 };
  const request = { showing: contrast.student, sampler, maxTokens, group };
  return value(await runRollout(loaded, request, unqueued(), silent));
}

async function replay(loaded: LoadedModel, rollouts: readonly Rollout[]) {
  const request = { rollouts, contrast, divergence: JSD_HALF, alternatives: 5 };
  return value(await runReplay(alone(loaded), request, unqueued(), silent));
}

/** Milliseconds of the processor that some work took, whatever else the machine does meanwhile. */
async function spent(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What replaying these answers takes, pictures and prompts read anew. */
async function spentAnew(loaded: LoadedModel, rollouts: readonly Rollout[]): Promise<number> {
  const fresh = loadedFor(loaded.model, picture);
  const took = await spent(() => replay(fresh, rollouts));
  fresh.promptCache[Symbol.dispose]();
  return took;
}

/** How much more eight take than one; the best of a few is what it costs, the rest is what else happened. */
async function ratioOf(
  work: (rollouts: readonly Rollout[]) => Promise<number>,
  group: readonly Rollout[],
): Promise<number> {
  const [eight, one]: [number[], number[]] = [[], []];
  for (let i = 0; i < 4; i++) {
    eight.push(await work(group));
    one.push(await work(group.slice(0, 1)));
  }
  return Math.min(...eight) / Math.min(...one);
}

test("eight sibling replays cost at most three times one", async () => {
  const runs: string[] = [];
  const watch = (name: string, graph: Graph): Graph => ({
    ...graph,
    run(feeds, fetches) {
      runs.push(`${name} of ${feeds["inputs_embeds"]?.dims[0] ?? 1}`);
      return graph.run(feeds, fetches);
    },
  });
  const model = value(await openFolder({ ort }, bundledFolder("fovea-mini"), { watch }));
  const loaded = loadedFor(model, picture);
  const drawn = await answer(loaded, 5, 24);
  // Three say what others have said.
  const group = [...drawn, ...drawn.slice(0, 3)];
  expect(await ratioOf((rollouts) => spentAnew(loaded, rollouts), group)).toBeLessThan(3);

  // Where pictures and prompts are known, what is left is proportional to what was said.
  await replay(loaded, group);
  const said = new Map(group.map(({ ids }) => [ids.join(), ids.length]));
  const tokens = [...said.values()].reduce((sum, length) => sum + length, 0);
  const share = tokens / (group[0]?.ids.length ?? 1);
  expect(await ratioOf((rollouts) => spent(() => replay(loaded, rollouts)), group)).toBeLessThan(share);
  const different = said.size;
  expect(different).toBeLessThanOrEqual(5);
  runs.length = 0;
  await replay(loaded, group);
  const pass = ["embed_tokens of 1", `decoder_model_merged of ${different}`];
  expect(runs).toEqual([...pass, ...pass]);
});

test("siblings that say the same are read once, and each has its replay with its own noise floor", async () => {
  const model = value(await openFolder({ ort }, await writeTrio({ config: smallConfig, seed: 7 })));
  const loaded = loadedFor(model, picture);
  const [first, second] = (await answer(loaded, 2, 5)) as [Rollout, Rollout];
  const offset = { ...first, logProbs: first.logProbs.map((nats) => (nats - 1) as Nats) };
  const replays = await replay(loaded, [first, second, offset]);
  const [alone, other] = [await replay(loaded, [first]), await replay(loaded, [second])];
  expect(replays.map(({ pairs }) => given(pairs[0]?.jsd).length)).toEqual(
    [first, second, first].map(({ ids }) => ids.length),
  );
  expect(replays[2]?.pairs).toEqual(replays[0]?.pairs);
  expect(replays[0]?.sides[1]?.rank).toEqual(alone[0]?.sides[1]?.rank);
  expect(replays[1]?.sides[1]?.rank).toEqual(other[0]?.sides[1]?.rank);
  expect(replays[0]?.noiseFloor?.max).toBeLessThan(1e-4);
  expect(replays[2]?.noiseFloor?.max).toBeCloseTo(1, 3);
});

test("a vocabulary of 49,280 never has more than 32 MB of logits, group or long answer", async () => {
  const config = { ...smallConfig, vocab_size: 49280 };
  const small = JSON.parse(tokenizerJson(smallConfig.vocab_size));
  for (let id = smallConfig.vocab_size; id < 49280; id++) small.model.vocab[`padding ${id}`] = id;
  const tokenizer = { json: JSON.stringify(small), config: tokenizerConfigJson() };
  const opened = await openFolder({ ort }, await writeTrio({ config, seed: 5, tokenizer }));
  const { model, alive } = counting(value(opened));
  const loaded = loadedFor(model, picture);
  const long = await answer(loaded, 2, 50);
  expect(long.map(({ ids }) => ids.length)).toEqual([50, 50]);
  for (const one of await replay(loaded, long)) {
    expect(one.sides[1]?.logProb).toHaveLength(50);
    expect(one.noiseFloor?.max).toBeLessThan(1e-4);
  }
  await replay(loaded, await answer(loaded, 32, 2));
  expect(alive.mostLogitBytes).toBeGreaterThan(8 * 2 ** 20);
  expect(alive.mostLogitBytes).toBeLessThanOrEqual(32 * 2 ** 20);
});

describe("an encoder–decoder with a vocabulary of 100,000", () => {
  const vocabulary = 100_000;
  /** Tokens whose logits a pass may return. */
  const AT_ONCE = Math.floor((16 * 2 ** 20) / (4 * vocabulary));

  /** The pair, and the most bytes of logits that one of its passes returned. */
  async function wide(cache: PairConfig["cache"]) {
    const most = { bytes: 0 };
    const watch = (_: string, graph: Graph): Graph => ({
      ...graph,
      async run(feeds, fetches) {
        const ran = await graph.run(feeds, fetches);
        const elements = ran.ok ? (ran.value["logits"]?.dims ?? [0]).reduce((all, size) => all * size, 1) : 0;
        most.bytes = Math.max(most.bytes, 4 * elements);
        return ran;
      },
    });
    const config = { ...smallPair, cache, vocabulary };
    const files = await writePair({ config, seed: 9, vision: plainVision });
    const { model, alive } = counting(value(await openFolder({ ort }, files, { watch })));
    return { loaded: loadedFor(model, picture), most, alive };
  }

  test("with a cache, a long answer is read in pieces: the same numbers, and no more than 32 MB at a time", async () => {
    const { loaded, most, alive } = await wide("merged");
    const long = await answer(loaded, 2, AT_ONCE + 9);
    expect(long.map(({ ids }) => ids.length)).toContain(AT_ONCE + 9);
    for (const { noiseFloor, sides } of await replay(loaded, long)) {
      expect(sides[1]?.logProb.length).toBeGreaterThan(AT_ONCE);
      expect(noiseFloor?.max).toBeLessThan(1e-4);
    }
    expect(most.bytes).toBeLessThanOrEqual(16 * 2 ** 20);
    expect(alive.mostLogitBytes).toBeLessThanOrEqual(16 * 2 ** 20);
    expect(alive.rows).toBe(0);
  });

  test("without one, an answer ends where there is no more room, and a longer one is refused with the limit", async () => {
    const { loaded, most } = await wide("none");
    const [rollout] = (await answer(loaded, 1, AT_ONCE + 9)) as [Rollout];
    expect([rollout.ids.length, rollout.end]).toEqual([AT_ONCE, "length"]);
    expect((await replay(loaded, [rollout]))[0]?.noiseFloor?.max).toBeLessThan(1e-4);
    expect(most.bytes).toBeLessThanOrEqual(16 * 2 ** 20);
    const longer = { ...rollout, ids: [...rollout.ids, ...rollout.ids.slice(0, 2)] };
    const request = { rollouts: [longer], contrast, divergence: JSD_HALF, alternatives: 0 };
    expect(await runReplay(alone(loaded), request, unqueued(), silent)).toMatchObject({
      ok: false,
      fault: { kind: "unsupported", message: expect.stringContaining(`can take ${AT_ONCE}`) },
    });
  });
});
