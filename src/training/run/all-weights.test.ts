/** Runs that train all weights of a small random model whose pictures have tiles: what moves, what stands still, and whose features are seen. */

import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { randomScenes, type Trainee } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { traineeOf } from "../../../scripts/model/testing/trainee.testing.ts";
import { tokenizerConfigJson, tokenizerJson } from "../../../scripts/model/tokenizer-files.ts";
import { writeTrio } from "../../../scripts/model/write-trio.ts";
import { smallConfig } from "../../graph/config.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import type { Recipe, TeacherChoice, TeacherWeights } from "../../lab/recipe/recipe.ts";
import type { EvaluationRecord, RunSettings, WatchedRecord } from "../../lab/run/document.ts";
import { parseManifest } from "../../model/manifest/manifest.ts";
import { heldOutPictures } from "../data/scenes.ts";
import { createShowWith } from "../data/showing.ts";
import { modelFolder } from "../keep/model-folder.ts";
import { evaluate, type HeldOut, prepareHeldOut } from "../measure/evaluate.ts";
import { watch } from "../measure/watch.ts";
import type { EncoderPixels, TrainedEncoder } from "../packed/encoder.ts";
import type { Parameters } from "../packed/rows.ts";
import type { TrainedGraphs } from "../packed/trained-graphs.ts";
import { evaluateNow, watchNow } from "./measure-now.ts";
import { checkpointOf, type RunState, restore, startState } from "./state.ts";
import { makeStep } from "./step.ts";
import type { TrainingParts } from "./teacher.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const dimensions = ["colour"];
const scenes = randomScenes();
/** Pictures of 64 pixels have two rows and two columns of tiles, and crops have one. */
const config = { ...smallConfig, joined_tiles: true };
let files: Awaited<ReturnType<typeof writeTrio>>;
let trainee: Trainee;
let graphs: TrainedGraphs;
let held: HeldOut;

const settingsOf = (change: Partial<Recipe>, steps: number): RunSettings => {
  const recipe = recipeOf("vision-opd") as Recipe;
  return {
    // Answers of a random model have no end, and each of their tokens is a pass.
    recipe: {
      ...recipe,
      ...{ trained: { kind: "all" }, rollout: { kind: "right-answers" }, pictures: 1, questions: 2 },
      ...change,
    },
    ...{ steps, seed: 5, every: 2, perDimension: 1 },
  };
};

const heldOut = ({ model }: Trainee) =>
  prepareHeldOut(
    model,
    createShowWith(model)(model.parameters),
    heldOutPictures(scenes, dimensions, 1),
    () => undefined,
  );

beforeAll(async () => {
  const tiles = [1, 2].flatMap((row) => [1, 2].map((column) => `<row_${row}_col_${column}>`));
  const tokenizer = { json: tokenizerJson(config.vocab_size, tiles), config: tokenizerConfigJson() };
  files = await writeTrio({ config, seed: 11, splitAt: 64, tokenizer });
  trainee = await traineeOf(files);
  graphs = await trainee.graphs(startState(trainee.model, settingsOf({}, 1)).trained.parameters);
  held = value(await heldOut(trainee));
});

afterAll(async () => {
  for (const graph of [graphs.extend, graphs.gradient]) await graph.close();
  await trainee.model.close();
});

const partsWith = (of: TrainedGraphs): TrainingParts => {
  const { model } = trainee;
  const show = createShowWith(model, null, of.encoder);
  return { model, graphs: of, show, teacher: null, scenes, dimensions };
};

/** Whether two arrays are equal, bit for bit; a matcher would look at every number. */
function same(a: Uint8Array | Float32Array, b: Uint8Array | Float32Array): boolean {
  const bytes = (of: typeof a) => Buffer.from(of.buffer, of.byteOffset, of.byteLength);
  return bytes(a).equals(bytes(b));
}

/** Makes the next step of a state; its loss. */
async function step(settings: RunSettings, state: RunState, of = graphs): Promise<number> {
  return value(await makeStep(partsWith(of), settings, state)).loss;
}

test("a picture has tiles, and a crop has none", () => {
  const grids = (["global", "regional"] as const).map((view) => held.prompts[view][0]?.pictures[0]?.grid);
  expect(grids).toEqual([
    { rows: 2, columns: 2 },
    { rows: 0, columns: 0 },
  ]);
});

test("every tensor of the model moves, the frozen teacher's stay, and a run is the same whether it was stopped or not", async () => {
  const settings = settingsOf({}, 2);
  const before = new Map([...trainee.model.parameters].map(([name, values]) => [name, values.slice()]));
  const state = startState(trainee.model, settings);
  await step(settings, state);
  const unmoved = (of: Parameters) =>
    [...of].filter(([name, values]) => same(values, before.get(name) ?? values)).map(([name]) => name);
  expect(unmoved(state.trained.current())).toEqual([]);
  const file = checkpointOf(state);
  await step(settings, state);
  const again = startState(trainee.model, settings);
  value(restore(again, file));
  await step(settings, again);
  expect(same(checkpointOf(again), checkpointOf(state))).toBe(true);
  expect(unmoved(trainee.model.parameters)).toHaveLength(before.size);
});

test("what is measured is the model of the kept folder, and not new weights with the features of old ones", async () => {
  const settings = settingsOf(
    { optimizer: { ...(recipeOf("vision-opd") as Recipe).optimizer, rate: 0.01 } },
    1,
  );
  const state = startState(trainee.model, settings);
  await step(settings, state);
  const parent = {
    manifest: value(parseManifest(JSON.parse(new TextDecoder().decode(files.get("manifest.json"))))),
    files,
  };
  const child = await traineeOf(await modelFolder(parent, settings, 1, state.trained.current()));
  expect(child.model.encoder).not.toBe(trainee.model.encoder);
  // The folder has the trained weights as float16.
  for (const [name, values] of state.trained.tensors) values.set(child.model.parameters.get(name) ?? []);
  const measuring = { parts: partsWith(graphs), settings, held };
  const found = value(await evaluateNow(measuring, state));
  const kept = await child.graphs(["decoder.norm.weight"]);
  const shown = value(await heldOut(child));
  const expected = value(await evaluate(child.model, kept, child.model.parameters, shown, 1));
  const stale = value(await evaluate(trainee.model, graphs, state.trained.current(), held, 1));
  const far = (record: EvaluationRecord, of: "divergence" | "advantage"): number =>
    Math.abs((record[of]?.mean ?? Number.NaN) - (expected[of]?.mean ?? Number.NaN));
  expect(found.views).toEqual(expected.views);
  expect([far(found, "divergence"), far(found, "advantage")].every((difference) => difference < 1e-5)).toBe(
    true,
  );
  expect(far(stale, "divergence")).toBeGreaterThan(1e-3);
  const said = ({ tokens }: WatchedRecord) => tokens.map(({ text }) => text);
  const answered = value(await watch(child.model, kept, child.model.parameters, shown, 0, 1));
  expect(said(value(await watchNow(measuring, 0, state)))).toEqual(said(answered));
  for (const graph of [kept.extend, kept.gradient]) await graph.close();
  await child.model.close();
});

test("a teacher that is all of the current student, by its average or by its share of the logits, is the current student", async () => {
  const lossesBy = async (weights: TeacherWeights) => {
    const { teacher } = recipeOf("vision-opd") as Recipe;
    const settings = settingsOf({ teacher: { ...(teacher as TeacherChoice), weights } }, 2);
    const state = startState(trainee.model, settings);
    return [await step(settings, state), await step(settings, state)];
  };
  const current = await lossesBy({ kind: "current" });
  const frozen = await lossesBy({ kind: "frozen" });
  // Of an average whose half-life is a thousandth of the run, a step leaves nothing.
  for (const other of [
    await lossesBy({ kind: "average", halfLife: 0.001 }),
    await lossesBy({ kind: "trust-region", rate: 1 }),
  ]) {
    expect(other[1]).toBeCloseTo(current[1] as number, 6);
    expect(other[1]).not.toBeCloseTo(frozen[1] as number, 6);
  }
});

test("a second update of a step encodes its pictures anew", async () => {
  const settings = settingsOf({ updates: 2, pictures: 2 }, 1);
  const { encoder } = graphs;
  if (encoder === null) throw new Error("The encoder is not trained.");
  const one = (parameters: Parameters) => parameters.get("vision.conv0.bias")?.[0];
  const read = new Map<EncoderPixels, number | undefined>();
  const fresh: boolean[] = [];
  const watched: TrainedEncoder = {
    ...encoder,
    encode(pixels, parameters) {
      read.set(pixels, one(parameters));
      return encoder.encode(pixels, parameters);
    },
    gradients(pixels, ofFeatures, parameters) {
      fresh.push(read.get(pixels) === one(parameters));
      return encoder.gradients(pixels, ofFeatures, parameters);
    },
  };
  await step(settings, startState(trainee.model, settings), { ...graphs, encoder: watched });
  expect(fresh).toEqual([true, true]);
});
