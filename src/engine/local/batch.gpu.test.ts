/** Groups on ONNX Runtime's WebGPU backend: what is read back, what stays alive, and a run that fails between two. */
import "../../base/dispose.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { smallPair } from "../../../scripts/model/pair-config.ts";
import { device, ort } from "../../../scripts/model/testing/gpu.testing.ts";
import { alone, contrast, loadedFor, value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { openFolder } from "../../../scripts/model/testing/open-folder.testing.ts";
import { testPicture } from "../../../scripts/model/vectors/test-picture.testing.ts";
import { plainVision, writePair } from "../../../scripts/model/write-pair.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import { failure } from "../../base/outcome.ts";
import { extent, patience } from "../../base/proof.testing.ts";
import { JSD_HALF } from "../../evidence/replay.ts";
import type { Rollout, Sampler } from "../../evidence/rollout.ts";
import { smallConfig } from "../../graph/config.ts";
import type { Graph } from "../../model/adapter.ts";
import { liveDeviceTensors } from "./device/ort-tensors.ts";
import type { LoadedModel } from "./models/loaded-model.ts";
import type { RunEvent } from "./protocol.ts";
import { unqueued } from "./queue/unqueued.testing.ts";
import { runReplay } from "./runs/replay.ts";
import { runRollout } from "./runs/rollout.ts";

/** Those of other files on the same page. */
const atFirst = liveDeviceTensors();
const picture = testPicture(61, 45, 2);
const SAMPLED: Sampler = { temperature: 1, topP: 0.95, topK: 200, seed: 5 };

async function answers(
  loaded: LoadedModel,
  more: { group: number; maxTokens: number; sampler?: Sampler },
  emit: (event: RunEvent<readonly Rollout[]>) => void = () => undefined,
): Promise<readonly Rollout[]> {
  const request = { showing: contrast.student, sampler: SAMPLED, ...more };
  return value(await runRollout(loaded, request, unqueued(), emit));
}

let trio: LoadedModel;
let broken = false;

beforeAll(async () => {
  const watch = (name: string, graph: Graph): Graph => ({
    ...graph,
    run(feeds, fetches) {
      if (!broken || name !== "decoder_model_merged") return graph.run(feeds, fetches);
      const mask = { place: "host", dims: [1, 3], data: BigInt64Array.of(1n, 1n, 1n) } as const;
      return graph.run({ ...feeds, attention_mask: mask }, fetches);
    },
  });
  const files = await writeTrio({ config: smallConfig, seed: 7 });
  trio = loadedFor(value(await openFolder({ ort, device }, files, { watch })), picture, device);
}, 300_000);

test("a decode run fails, and the next one works: the session is opened anew", async () => {
  const [before] = await answers(trio, { group: 1, maxTokens: 3 });
  broken = true;
  const request = { showing: contrast.student, sampler: SAMPLED, maxTokens: 4 };
  const failed = await runRollout(trio, request, unqueued(), () => undefined);
  expect(failed).toMatchObject(failure("bug", expect.stringContaining("WebGPU") as unknown as string));
  broken = false;
  const [after] = await answers(trio, { group: 1, maxTokens: 3 });
  expect(after?.ids).toEqual(before?.ids);
}, 300_000);

test("a decode step reads back 28 bytes a sibling, and nothing else", async () => {
  const group = 4;
  let bytes = 0;
  const steps: number[] = [];
  const map = GPUBuffer.prototype.getMappedRange;
  GPUBuffer.prototype.getMappedRange = function (...range) {
    const mapped = map.apply(this, range);
    // ONNX Runtime also maps what it uploads.
    if (this.usage & GPUBufferUsage.MAP_READ) bytes += mapped.byteLength;
    return mapped;
  };
  await answers(trio, { group, maxTokens: 3 }, (event) => {
    if (event.kind !== "token" || event.sibling !== 0) return;
    steps.push(bytes);
    bytes = 0;
  });
  GPUBuffer.prototype.getMappedRange = map;
  // Before the first token the vision encoder's features are read, once for a prompt. 32 siblings take 896 bytes a step.
  expect(steps.slice(1)).toEqual([28 * group, 28 * group]);
}, 300_000);

test(
  "siblings of a batch are scored as if alone, and as many tensors stay on the GPU after many runs as before",
  async () => {
    const group = await answers(trio, { group: 2, maxTokens: 3 });
    const request = { rollouts: group, contrast, divergence: JSD_HALF, alternatives: 2 };
    for (const replay of value(await runReplay(alone(trio), request, unqueued(), () => undefined))) {
      expect(replay.noiseFloor?.max).toBeLessThan(1e-4);
    }
    const before = liveDeviceTensors();
    const runs = extent(25, 300, "runs");
    for (let seed = 0; seed < runs; seed++) {
      await answers(trio, { group: 2, maxTokens: 2, sampler: { ...SAMPLED, seed } });
    }
    expect(liveDeviceTensors()).toBe(before);
  },
  patience(300_000),
);

test("the batch of an encoder–decoder, whose cache is the family's own, give everything back too", async () => {
  const config = { ...smallPair, cache: "merged" } as const;
  const files = await writePair({ config, seed: 9, vision: plainVision });
  const loaded = loadedFor(value(await openFolder({ ort, device }, files)), picture, device);
  const group = await answers(loaded, { group: 2, maxTokens: 3 });
  const request = { rollouts: group, contrast, divergence: JSD_HALF, alternatives: 2 };
  const replays = value(await runReplay(alone(loaded), request, unqueued(), () => undefined));
  expect(Math.max(...replays.map(({ noiseFloor }) => noiseFloor?.max ?? 1))).toBeLessThan(1e-4);
  loaded.promptCache[Symbol.dispose]();
}, 300_000);

afterAll(async () => {
  trio.promptCache[Symbol.dispose]();
  await vi.waitFor(() => expect(liveDeviceTensors()).toBe(atFirst));
});
