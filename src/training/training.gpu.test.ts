/** A step on WebGPU against the same step on wasm: a random model of two layers, from the same seed. */

import type { TrainedGraphs } from "./packed/trained-graphs.ts";
import "../base/dispose.ts";
import { beforeAll, expect, test, vi } from "vitest";
import { device, ort } from "../../scripts/model/testing/gpu.testing.ts";
import { value } from "../../scripts/model/testing/loaded-model.testing.ts";
import { openTrainee, randomScenes, type Trainee } from "../../scripts/model/testing/open-trainee.testing.ts";
import { writeTrio } from "../../scripts/model/write-trio.ts";
import { liveDeviceTensors } from "../engine/local/device/ort-tensors.ts";
import { FULL } from "../evidence/views/recipe.ts";
import { gradientOf } from "../graph/backward/differentiate.ts";
import { smallConfig } from "../graph/config.ts";
import { readSafetensors } from "../graph/safetensors.ts";
import { recipeOf } from "../lab/recipe/catalog.ts";
import { withFormulas } from "../lab/recipe/formulas.ts";
import type { Recipe } from "../lab/recipe/recipe.ts";
import type { RunSettings } from "../lab/run/document.ts";
import { SUM } from "../math/optimization/blend.ts";
import type { Graph, HostTensor } from "../model/adapter.ts";
import { floatTensor } from "../model/tensors.ts";
import { createShower, createShowWith } from "./data/showing.ts";
import { logitGradientsOf, openNumbers } from "./numbers/open-numbers.ts";
import { checkDevice } from "./open/check-device.ts";
import { blendArrays } from "./optimizer/device-update.ts";
import { drawAnswers, drawRows } from "./packed/decoder.ts";
import { createDeviceArrays } from "./packed/device-arrays.ts";
import { checkpointOf, fetchState, startState } from "./run/state.ts";
import { makeStep } from "./run/step.ts";
import type { TrainingParts } from "./run/teacher.ts";

// Each graph compiles its pipelines, seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const base = recipeOf("vision-opd-average") as Recipe;
const settings: RunSettings = {
  // Answers of a random model have no end, and each of their tokens is a pass.
  recipe: { ...base, rollout: { kind: "right-answers" }, pictures: 1, questions: 2 },
  ...{ steps: 4, seed: 5, every: 4, perDimension: 2 },
};
const scenes = randomScenes();

interface Side {
  readonly trainee: Trainee;
  readonly graphs: TrainedGraphs;
}
let sides: Readonly<Record<"wasm" | "webgpu", Side>>;
/** Tensors on the GPU that other test files of the same page have left. */
let elsewhere: number;

beforeAll(async () => {
  elsewhere = liveDeviceTensors();
  const files = await writeTrio({ config: smallConfig, seed: 11 });
  const open = async (on: GPUDevice | null): Promise<Side> => {
    const trainee = await openTrainee(files, ort, on);
    const { parameters } = startState(trainee.model, settings).trained;
    return { trainee, graphs: await trainee.graphs(parameters) };
  };
  sides = { wasm: await open(null), webgpu: await open(device) };
  return async () => {
    for (const { trainee, graphs } of Object.values(sides)) {
      graphs.arrays?.[Symbol.dispose]();
      for (const graph of [graphs.extend, graphs.gradient]) await graph.close();
      await trainee.model.close();
    }
  };
});

test("answers are drawn on WebGPU as on wasm, and their rows stay there", async () => {
  const { model } = sides.wasm.trainee;
  const picture = await scenes.scene("train", 1);
  const asked = picture.things.map((thing) => ({ picture, thing, text: thing.questions[0] ?? "", salt: 1 }));
  const prompts = value(await createShower(model)(FULL, asked));
  const cut = { temperature: 1, topP: 1, topK: 0 };
  const drawing = { cut, longest: 2, salt: (answer: number, at: number) => 10 * answer + at };
  const expected = value(await drawAnswers(sides.wasm.graphs, model.parameters, prompts, drawing));
  const { graphs } = sides.webgpu;
  const { parameters } = sides.webgpu.trainee.model;
  using numbers = await openNumbers(settings.recipe, graphs);
  const kept = value(await drawRows(graphs, parameters, prompts, drawing, numbers.keeper));
  expect(kept.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids));
  expect(kept.map(({ logits }) => (logits instanceof Float32Array ? "memory" : logits.rows))).toEqual([2, 2]);
  expect(liveDeviceTensors()).toBe(elsewhere);
});

/** A step on a side: its record, and the numbers of its checkpoint by name. */
async function stepOn({ trainee: { model }, graphs }: Side, recipe = settings.recipe) {
  const made = { ...settings, recipe };
  const state = startState(model, made);
  const parts: TrainingParts = {
    ...{ model, graphs, show: createShowWith(model), teacher: null, scenes },
    dimensions: ["colour", "ocr"],
  };
  const record = value(await makeStep(parts, made, state));
  value(await fetchState(graphs.arrays, state));
  const stored = readSafetensors(checkpointOf(state));
  const numbers = [...stored].map(
    ([name, { bytes }]) => [name, new Float32Array(bytes.slice().buffer)] as const,
  );
  return { record, numbers: new Map(numbers) };
}

const distance = (a: Float32Array, b: Float32Array): number =>
  Math.hypot(...a.map((value, i) => value - (b[i] ?? Number.NaN)));

test("a step of Vision-OPD with an averaged teacher on WebGPU is that on wasm", async () => {
  const expected = await stepOn(sides.wasm);
  const found = await stepOn(sides.webgpu);
  for (const name of ["loss", "entropy", "divergence", "gradientNorm"] as const)
    expect(Math.abs((found.record[name] ?? 0) / (expected.record[name] ?? 0) - 1), name).toBeLessThan(1e-5);
  const start = startState(sides.wasm.trainee.model, settings).trained.tensors;
  const worst = { trained: 0, first: 0, second: 0, average: 0 };
  for (const [name, values] of expected.numbers) {
    const own = found.numbers.get(name) ?? new Float32Array();
    const [kind = "", ...rest] = name.split(".");
    if (!(kind in worst)) continue;
    const isWeight = kind === "trained" || kind === "average";
    const before = (isWeight ? start.get(rest.join(".")) : null) ?? new Float32Array(values.length);
    const of = kind as keyof typeof worst;
    worst[of] = Math.max(worst[of], distance(values, own) / distance(values, before));
  }
  expect(worst.first).toBeLessThan(2e-5);
  expect(worst.second).toBeLessThan(2e-5);
  // The first move of AdamW is the sign of a gradient, which rounding may turn where it is near 0.
  expect(worst.trained).toBeLessThan(1e-3);
  expect(worst.average).toBeLessThan(1e-3);
  expect(liveDeviceTensors()).toBe(elsewhere);
});

test("a formula as the loss: logits are read back, and the rest stays on WebGPU", async () => {
  const recipe = withFormulas(settings.recipe, { loss: "JSD(q, p, 0.5)" });
  const { wasm, webgpu } = sides;
  const [expected, found] = [(await stepOn(wasm, recipe)).record, (await stepOn(webgpu, recipe)).record];
  expect(await logitGradientsOf(recipe)).toBe("float64");
  for (const name of ["loss", "gradientNorm"] as const)
    expect(Math.abs(found[name] / expected[name] - 1), name).toBeLessThan(1e-5);
  expect(liveDeviceTensors()).toBe(elsewhere);
});

test("a device that computes what wasm does is trusted, and one that does not is refused", async () => {
  const { parameters } = sides.wasm.trainee.model;
  const { wasm, webgpu } = sides;
  expect(await checkDevice(webgpu.graphs, wasm.graphs, parameters)).toEqual({ ok: true, value: null });
  const { gradient } = webgpu.graphs;
  const seed = gradientOf("logits");
  const run: Graph["run"] = (feeds, fetches) => {
    const { dims, data } = feeds[seed] as HostTensor;
    const wrong = floatTensor(
      undefined,
      dims,
      (data as Float32Array).map((slope) => 1.1 * slope),
    );
    return gradient.run({ ...feeds, [seed]: wrong }, fetches);
  };
  const graphs = { ...webgpu.graphs, gradient: { ...gradient, run } };
  const refused = await checkDevice(graphs, wasm.graphs, parameters);
  expect(refused).toMatchObject({ ok: false, fault: { kind: "unreliable" } });
  expect(liveDeviceTensors()).toBe(elsewhere);
});

test("what was forgotten on the device is uploaded anew", async () => {
  using arrays = createDeviceArrays(ort, device);
  const [weights, other] = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
  value(await blendArrays(arrays, [[weights, other]], SUM));
  arrays.forget([weights, other]);
  value(await blendArrays(arrays, [[weights, other]], SUM));
  value(await arrays.fetch([weights]));
  expect([...weights]).toEqual([4, 6]);
});

test("a lost device is a fault, and what is in memory stays as it was", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const lost = await (adapter as GPUAdapter).requestDevice();
  using arrays = createDeviceArrays(ort, lost);
  const [weights, other] = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
  value(await blendArrays(arrays, [[weights, other]], SUM));
  lost.destroy();
  const after = [await arrays.fetch([weights]), await blendArrays(arrays, [[weights, other]], SUM)];
  for (const outcome of after) expect(outcome).toMatchObject({ ok: false, fault: { kind: "deviceLost" } });
  expect([...weights]).toEqual([1, 2]);
});
