/** What must hold of every model: of the bundled one, of a random trio and of a random pair, in Node on wasm. */
import { given } from "../../evidence/column.ts";
import "../../base/dispose.ts";
import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { smallPair } from "../../../scripts/model/pair-config.ts";
import { bundledFolder } from "../../../scripts/model/testing/bundled-folder.testing.ts";
import { counting } from "../../../scripts/model/testing/counting.testing.ts";
import { alone, contrast, loadedFor, value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../scripts/model/testing/open-folder.testing.ts";
import { testPicture } from "../../../scripts/model/vectors/test-picture.testing.ts";
import { plainVision, writePair } from "../../../scripts/model/write-pair.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import type { TokenId } from "../../base/ids.ts";
import { extent, patience } from "../../base/proof.testing.ts";
import { type Divergence, JSD_HALF, type Replay } from "../../evidence/replay.ts";
import { GREEDY, type Rollout, type RolloutRequest, type Sampler } from "../../evidence/rollout.ts";
import type { Contrast } from "../../evidence/views/showing.ts";
import { smallConfig } from "../../graph/config.ts";
import type { OpenModel } from "../../model/adapter.ts";
import type { LoadedModel } from "./models/loaded-model.ts";
import type { RunEvent } from "./protocol.ts";
import { unqueued } from "./queue/unqueued.testing.ts";
import { runReplay } from "./runs/replay.ts";
import { runRollout } from "./runs/rollout.ts";

// Compiling ONNX Runtime's wasm takes seconds on a busy machine.
vi.setConfig({ testTimeout: patience(60_000), hookTimeout: 60_000 });

const picture = testPicture(160, 120, 4);
const SAMPLED: Sampler = { temperature: 1, topP: 1, topK: 0, seed: 5 };
const both: Contrast = {
  ...contrast,
  others: [{ role: "floor", showing: contrast.student }, ...contrast.others],
};

const models: Readonly<Record<string, () => Promise<OpenModel>>> = {
  "the bundled model": async () => value(await openFolder({ ort }, bundledFolder("fovea-mini"))),
  "a random trio": async () =>
    value(await openFolder({ ort }, await writeTrio({ config: smallConfig, seed: 7 }))),
  "a random pair": async () => {
    const config = { ...smallPair, cache: "merged" } as const;
    return value(await openFolder({ ort }, await writePair({ config, seed: 9, vision: plainVision })));
  },
};

type Emit = (event: RunEvent<unknown>) => void;

async function answers(
  loaded: LoadedModel,
  more: Partial<RolloutRequest>,
  { signal, emit = () => undefined }: { signal?: AbortSignal; emit?: Emit } = {},
): Promise<readonly Rollout[]> {
  const request = { showing: contrast.student, sampler: SAMPLED, maxTokens: 9, ...more };
  return value(await runRollout(loaded, request, unqueued(signal), emit));
}

async function replays(
  loaded: LoadedModel,
  rollouts: readonly Rollout[],
  more: { divergence?: Divergence; signal?: AbortSignal; emit?: Emit; contrast?: Contrast } = {},
): Promise<readonly Replay[]> {
  const { divergence = JSD_HALF, signal, emit = () => undefined, contrast: under = both } = more;
  return value(
    await runReplay(
      alone(loaded),
      { rollouts, contrast: under, divergence, alternatives: 3 },
      unqueued(signal),
      emit,
    ),
  );
}

const largest = (left: readonly number[], right: readonly number[]): number =>
  Math.max(0, ...left.map((each, i) => Math.abs(each - (right[i] ?? Number.NaN))));

describe.each(Object.keys(models))("%s", (name) => {
  let loaded: LoadedModel;
  beforeAll(async () => {
    loaded = loadedFor(await (models[name] as () => Promise<OpenModel>)(), picture);
  });

  test("a sibling says what it says, in a group of any size", async () => {
    const eight = await answers(loaded, { group: 8 });
    const five = await answers(loaded, { group: 5 });
    expect(five.map(({ ids }) => ids)).toEqual(eight.slice(0, 5).map(({ ids }) => ids));
    expect(new Set(eight.map(({ ids }) => ids.join())).size).toBeGreaterThan(1);
    expect(eight.map(({ sibling }) => sibling)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("replays under the own showing give back the log-probabilities, and say what rounding left", async () => {
    const group = await answers(loaded, { group: 4 });
    for (const [i, replay] of (await replays(loaded, group)).entries()) {
      const own = group[i]?.logProbs ?? [];
      expect(own.length).toBeGreaterThan(0);
      for (const side of replay.sides.slice(0, 2)) expect(largest(side.logProb, own)).toBeLessThan(1e-4);
      expect(replay.noiseFloor?.perToken).toHaveLength(own.length);
      expect(replay.noiseFloor?.max).toBeLessThan(1e-4);
      expect(Math.max(...given(replay.pairs[0]?.totalVariation))).toBeLessThan(1e-6);
      expect(
        largest(
          given(replay.pairs[1]?.logRatio),
          own.map(() => 0),
        ),
      ).toBeGreaterThan(1e-4);
    }
  });

  test("a group is replayed as each of its answers alone", async () => {
    const group = await answers(loaded, { group: 3 });
    const together = await replays(loaded, group);
    for (const [i, rollout] of group.entries()) {
      const [alone] = await replays(loaded, [rollout]);
      expect(together[i]?.sides[2]?.rank).toEqual(alone?.sides[2]?.rank);
      for (const signal of ["forwardKl", "jsd", "logRatio"] as const) {
        const [left, right] = [given(together[i]?.pairs[1]?.[signal]), given(alone?.pairs[1]?.[signal])];
        expect(left).toHaveLength(rollout.ids.length);
        expect(largest(left, right)).toBeLessThan(1e-4);
      }
    }
  });

  test("every divergence that is asked for is the signal of its name; a support cuts it", async () => {
    const [rollout] = (await answers(loaded, {})) as [Rollout];
    for (const kind of ["forwardKl", "reverseKl", "jsd"] as const) {
      const [full] = await replays(loaded, [rollout], { divergence: { ...JSD_HALF, kind, beta: 0.1 } });
      expect(full?.divergences[1]).toEqual(full?.pairs[1]?.[kind]);
      const support = { kind: "topK", k: 5, from: "student", rest: "tail" } as const;
      const [cut] = await replays(loaded, [rollout], {
        divergence: { ...JSD_HALF, kind, beta: 0.1, support },
      });
      for (const [t, nats] of given(cut?.divergences[1]).entries())
        expect(nats).toBeLessThanOrEqual((given(full?.divergences[1])[t] ?? 0) + 1e-9);
    }
    const [warm] = await replays(loaded, [rollout], { divergence: { ...JSD_HALF, temperature: 2 } });
    expect(warm?.noiseFloor?.max).toBeLessThan(1e-4);
  });

  test("a branch begins with what is given and goes on from there", async () => {
    const [whole] = (await answers(loaded, { sampler: GREEDY })) as [Rollout];
    const other = [3, 4, 5].find((id) => id !== whole.ids[1]) as TokenId;
    const forced = [whole.ids[0] as TokenId, other];
    const [branch] = (await answers(loaded, { sampler: GREEDY, forced })) as [Rollout];
    expect([branch.forced, branch.ids.slice(0, 2)]).toEqual([2, forced]);
    expect(branch.ids.length).toBeGreaterThan(2);
    const [replay] = await replays(loaded, [branch]);
    expect(largest(replay?.sides[0]?.logProb ?? [], branch.logProbs)).toBeLessThan(1e-4);
    expect(given(replay?.sides[0]?.rank).slice(2)).toEqual(branch.ids.slice(2).map(() => 1));
    const again = await answers(loaded, { sampler: GREEDY, forced: whole.ids });
    expect(again[0]?.ids).toEqual(whole.ids);
  });

  test("stopped at any moment, an answer keeps the tokens it had", async () => {
    const whole = await answers(loaded, { group: 2 });
    const tokens = whole.reduce((sum, { ids }) => sum + ids.length, 0);
    for (let moment = 0; moment <= tokens; moment++) {
      const controller = new AbortController();
      let told = 0;
      if (moment === 0) controller.abort();
      const cut = await answers(
        loaded,
        { group: 2 },
        {
          signal: controller.signal,
          emit: (event) => {
            if (event.kind === "token" && ++told === moment) controller.abort();
          },
        },
      );
      for (const [i, { ids, logProbs, texts, end }] of cut.entries()) {
        expect(ids).toEqual(whole[i]?.ids.slice(0, ids.length));
        expect([logProbs.length, texts.length]).toEqual([ids.length, ids.length]);
        expect(end === "cancelled").toBe(ids.length < (whole[i]?.ids.length ?? 0));
      }
    }
  });

  test("stopped at any moment, a replay keeps the sides it had", async () => {
    const rollouts = await answers(loaded, { group: 2 });
    const whole = await replays(loaded, rollouts);
    let steps = 0;
    await replays(loaded, rollouts, { emit: () => steps++ });
    const kept = new Set<number>();
    for (let moment = 1; moment <= steps; moment++) {
      const controller = new AbortController();
      let told = 0;
      const emit = () => {
        if (++told === moment) controller.abort();
      };
      const cut = await replays(loaded, rollouts, { signal: controller.signal, emit });
      kept.add(cut[0]?.pairs.length ?? 0);
      for (const [i, replay] of cut.entries()) {
        expect(replay.contrast.others).toEqual(both.others.slice(0, replay.pairs.length));
        expect(replay.pairs).toEqual(whole[i]?.pairs.slice(0, replay.pairs.length));
        expect(replay.sides).toEqual(whole[i]?.sides.slice(0, replay.pairs.length + 1));
        expect(replay.end).toBe(replay.pairs.length === both.others.length ? "done" : "cancelled");
      }
    }
    expect([...kept].sort()).toEqual([0, 1, 2]);
  });

  test("after many runs as much is alive as after the first", async () => {
    const { model, alive } = counting(loaded.model);
    const counted = loadedFor(model, picture);
    const run = async (seed: number) => {
      const group = await answers(counted, { sampler: { ...SAMPLED, seed }, maxTokens: 3, group: 2 });
      await replays(counted, group);
    };
    await run(0);
    const { sequences, rows } = alive;
    expect(rows).toBe(0);
    const runs = extent(20, 300, "runs");
    for (let seed = 1; seed <= runs; seed++) await run(seed);
    expect(alive).toMatchObject({ sequences, rows: 0, logitBytes: 0 });
    counted.promptCache[Symbol.dispose]();
    await vi.waitFor(() => expect(alive.sequences).toBe(0));
  });
});
