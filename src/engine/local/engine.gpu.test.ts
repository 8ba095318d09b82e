/** The engine on a small random trio, in Chromium: laws of rollouts and replays, and the four combinations of backends. */
import { given } from "../../evidence/column.ts";
import "../../base/dispose.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import type { ImageId, ModelId, RunId } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import { JSD_HALF, type Replay } from "../../evidence/replay.ts";
import { GREEDY, type Rollout, type RolloutRequest } from "../../evidence/rollout.ts";
import { contrastOf, regionalToGlobal } from "../../evidence/views/plan.ts";
import { type Contrast, pictureAndText } from "../../evidence/views/showing.ts";
import { smallConfig } from "../../graph/config.ts";
import type { ModelFacts } from "../port.ts";
import { liveDeviceTensors } from "./device/ort-tensors.ts";
import { createEngine } from "./engine.ts";
import type { EngineApi, Overrides, RunEvent, RunOrder } from "./protocol.ts";

// Each engine compiles its pipelines anew, seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const image = "noise" as ImageId;
const model = "random-7" as ModelId;
const subject = {
  model,
  boxWords: null,
  size: { width: 160, height: 120 },
  image,
  box: { x: 0.2, y: 0.2, width: 0.4, height: 0.4 },
  question: "What is this?",
};
const contrast: Contrast = contrastOf(regionalToGlobal(subject, [{ kind: "marked", hint: true }]));
const request: RolloutRequest = { showing: contrast.student, sampler: GREEDY, maxTokens: 6 };
const CHOICE: Overrides = { modelBackend: null, numbersBackend: null, threads: 1 };
const realFetch = globalThis.fetch;
let imageBytes: ArrayBuffer;
let nextRun = 0;

function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

/** A picture with structure, so that the crop differs from the whole. */
async function drawImage(): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(160, 120);
  const context = canvas.getContext("2d");
  for (let i = 0; i < 40; i++) {
    if (context === null) break;
    context.fillStyle = `hsl(${(i * 47) % 360} 80% ${20 + (i % 5) * 15}%)`;
    context.fillRect((i * 37) % 160, (i * 53) % 120, 30, 20);
  }
  return (await canvas.convertToBlob()).arrayBuffer();
}

beforeAll(async () => {
  const files = await writeTrio({ config: smallConfig, seed: 7 });
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.host !== "trio.test") return realFetch(input, init);
    const bytes = files.get(url.pathname.slice(1));
    return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes);
  });
  imageBytes = await drawImage();
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.resetConfig();
});

async function open(overrides: Overrides): Promise<EngineApi> {
  const engine = createEngine();
  value(await engine.inspect(overrides, "https://trio.test/manifest.json"));
  const loaded = await end<ModelFacts | null>((emit) =>
    engine.loadModel(
      "load" as RunId,
      { kind: "site", manifest: "https://trio.test/manifest.json" },
      [],
      emit,
    ),
  );
  expect(value(loaded)?.placeholder).toBe(true);
  value(await engine.addImage(image, imageBytes.slice(0)));
  return engine;
}

/** Awaits a run's one "end" event, which must come last. */
async function end<T>(begin: (emit: (event: RunEvent<T>) => void) => Promise<void>): Promise<Outcome<T>> {
  const ends: Outcome<T>[] = [];
  await begin((event) => {
    expect(ends).toHaveLength(0);
    if (event.kind === "end") ends.push(event.outcome);
  });
  expect(ends).toHaveLength(1);
  return ends[0] as Outcome<T>;
}

const order = (): RunOrder => ({ id: `run-${nextRun++}` as RunId, kind: "interactive", stopped: false });
const rollOutAll = async (engine: EngineApi, asked: RolloutRequest) =>
  value(await end<readonly Rollout[]>((emit) => engine.rollout(order(), asked, emit)));
const rollOut = async (engine: EngineApi, asked: RolloutRequest) =>
  (await rollOutAll(engine, asked))[0] as Rollout;
const measuring =
  (engine: EngineApi, rollouts: readonly Rollout[], under: Contrast) =>
  (emit: (event: RunEvent<readonly Replay[]>) => void) =>
    engine.compare(order(), { rollouts, contrast: under, divergence: JSD_HALF, alternatives: 5 }, emit);
const replayAll = async (engine: EngineApi, rollouts: readonly Rollout[], under: Contrast) =>
  value(await end(measuring(engine, rollouts, under)));
const replay = async (engine: EngineApi, rollout: Rollout, under: Contrast) =>
  (await replayAll(engine, [rollout], under))[0] as Replay;

/** Engines with numbers in WGSL that a test has opened and left whole: the next one need not compile all of it again. */
const opened = new Map<Overrides["modelBackend"], EngineApi>();

describe("laws on wasm", () => {
  let engine: EngineApi;
  beforeAll(async () => {
    engine = await open({ ...CHOICE, modelBackend: "wasm", numbersBackend: "wgsl" });
  });

  test("replaying under the student's own showing gives the rollout's log-probabilities and no divergence", async () => {
    const rollout = await rollOut(engine, request);
    const own: Contrast = {
      student: contrast.student,
      others: [{ role: "floor", showing: contrast.student }],
    };
    const replayed = await replay(engine, rollout, own);
    expect(rollout.ids.length).toBeGreaterThan(0);
    for (const side of replayed.sides) {
      for (const [t, nats] of side.logProb.entries()) {
        expect(Math.abs(nats - (rollout.logProbs[t] ?? 0))).toBeLessThan(1e-4);
      }
    }
    for (const nats of given(replayed.divergences[0])) expect(nats).toBeLessThan(1e-6);
  });

  test("the crop reads the same tokens differently, and every number is one", async () => {
    const replayed = await replay(engine, await rollOut(engine, request), contrast);
    const jsd = (replayed.divergences[0] ?? []) as readonly number[];
    expect(Math.max(...jsd)).toBeGreaterThan(1e-4);
    for (const nats of jsd) expect(nats).toBeLessThanOrEqual(Math.LN2 + 1e-6);
    expect(
      replayed.sides.map((side) => side.alternatives.map((alternatives) => alternatives.length)),
    ).toEqual(replayed.sides.map((side) => side.logProb.map(() => 5)));
  });

  test("one seed, one rollout; greedy is the first alternative at each position", async () => {
    const sampled: RolloutRequest = { ...request, sampler: { temperature: 1, topP: 1, topK: 0, seed: 3 } };
    expect((await rollOut(engine, sampled)).ids).toEqual((await rollOut(engine, sampled)).ids);
    const greedy = await rollOut(engine, request);
    const replayed = await replay(engine, greedy, contrast);
    expect(replayed.sides[0]?.alternatives.map((alternatives) => alternatives[0]?.token)).toEqual(greedy.ids);
  });

  test("a cancelled rollout keeps the tokens it had and ends well", async () => {
    const run = order();
    const outcome = await end<readonly Rollout[]>((emit) =>
      engine.rollout(run, request, (event) => {
        if (event.kind === "token" && event.index === 1) void engine.cancel(run.id);
        emit(event);
      }),
    );
    const [rollout] = value(outcome);
    expect([rollout?.end, rollout?.ids.length]).toEqual(["cancelled", 2]);
  });

  test("an empty and an endless question are refused with a sentence", async () => {
    for (const text of ["  ", "x".repeat(10_000), "what is <image>?"]) {
      const outcome = await end<readonly Rollout[]>((emit) =>
        engine.rollout(
          order(),
          { ...request, showing: pictureAndText(model, { source: image, edits: [] }, text) },
          emit,
        ),
      );
      expect(outcome).toMatchObject({ ok: false, fault: { kind: "badInput" } });
    }
  });
});

describe("a lost device", () => {
  test.each([
    { modelBackend: "wasm", numbersBackend: "wgsl", threads: 1 },
    { modelBackend: "webgpu", numbersBackend: "wgsl", threads: 1 },
  ] as const)("destroyed mid-run ends it with a named fault: $modelBackend", async (overrides) => {
    const devices: GPUDevice[] = [];
    const requestDevice = GPUAdapter.prototype.requestDevice;
    const spy = vi.spyOn(GPUAdapter.prototype, "requestDevice").mockImplementation(async function (
      this: GPUAdapter,
      wanted,
    ) {
      const device = await requestDevice.call(this, wanted);
      devices.push(device);
      return device;
    });
    const engine = await open(overrides);
    spy.mockRestore();
    const outcome = await end<readonly Rollout[]>((emit) =>
      engine.rollout(order(), request, (event) => {
        if (event.kind === "token" && event.index === 1) devices[0]?.destroy();
        emit(event);
      }),
    );
    // An answer by wasm needs no GPU and may be whole before the loss is told; what measures it then meets the loss.
    const needsGpu = overrides.modelBackend === "webgpu" || !outcome.ok;
    const met = needsGpu ? outcome : await end(measuring(engine, outcome.value, contrast));
    expect(met).toMatchObject({ ok: false, fault: { kind: "deviceLost" } });
    const anew = await open(overrides);
    expect((await rollOut(anew, request)).ids.length).toBeGreaterThan(0);
    opened.set(overrides.modelBackend, anew);
  });
});

describe("backends", () => {
  const combinations = (["wasm", "webgpu"] as const).flatMap((modelBackend) =>
    (["wgsl", "cpu"] as const).map((numbersBackend) => ({ modelBackend, numbersBackend, threads: 1 })),
  );
  const results: { replay: Replay; ids: readonly number[] }[] = [];

  test.each(combinations)("model on $modelBackend, numbers by $numbersBackend", async (overrides) => {
    const whole = overrides.numbersBackend === "wgsl" ? opened.get(overrides.modelBackend) : undefined;
    const engine = whole ?? (await open(overrides));
    const before = liveDeviceTensors();
    const rollout = await rollOut(engine, request);
    const replayed = await replay(engine, rollout, contrast);
    const { modelBackend, numbersBackend } = overrides;
    expect(replayed.card).toMatchObject({ modelBackend, numbersBackend });
    results.push({ replay: replayed, ids: rollout.ids });
    const kept = liveDeviceTensors();
    await replay(engine, await rollOut(engine, request), contrast);
    expect(liveDeviceTensors()).toBe(kept);
    if (overrides.modelBackend === "wasm") expect(kept).toBe(before);
  });

  test("all four agree: the same tokens, divergences within 1e-4 nats", () => {
    expect(results).toHaveLength(4);
    for (const { replay: other, ids } of results) {
      expect(ids).toEqual(results[0]?.ids);
      given(other.divergences[0]).forEach((nats, t) => {
        const first = given(results[0]?.replay.divergences[0])[t] ?? Number.NaN;
        expect(Math.abs((nats ?? Number.NaN) - first)).toBeLessThan(1e-4);
      });
    }
  });
});
