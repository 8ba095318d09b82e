/** Whole runs of a small random model: the same for a seed, the same whether interrupted or not, and what they record. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test, vi } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { randomScenes, type Trainee } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { smallTrainee } from "../../../scripts/model/testing/trainee.testing.ts";
import { failure } from "../../base/outcome.ts";
import { extent, patience } from "../../base/proof.testing.ts";
import { recipeOf, recipes } from "../../lab/recipe/catalog.ts";
import { withFormulas } from "../../lab/recipe/formulas.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import type { EvaluationRecord, RunRecord, RunSettings, StepRecord } from "../../lab/run/document.ts";
import { testFirstStage } from "../../lab/run/run.testing.ts";
import { floatTensor } from "../../model/tensors.ts";
import { heldOutPictures } from "../data/scenes.ts";
import { createShower, createShowWith } from "../data/showing.ts";
import { type HeldOut, prepareHeldOut } from "../measure/evaluate.ts";
import type { DeviceArrays } from "../packed/device-arrays.ts";
import { checkpointOf, type RunState, restore, startState } from "./state.ts";
import type { OpenSide, TrainingParts } from "./teacher.ts";
import { type RunListener, trainRun } from "./train.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const dimensions = ["colour", "ocr"];
let trainee: Trainee;
let teacher: OpenSide;
let held: HeldOut;
const scenes = randomScenes();

beforeAll(async () => {
  trainee = await smallTrainee();
  const other = await smallTrainee(12);
  teacher = {
    model: other.model,
    graphs: await other.graphs(["decoder.norm.weight"]),
    show: createShowWith(other.model),
  };
  const pictures = heldOutPictures(scenes, dimensions, 2);
  held = value(await prepareHeldOut(trainee.model, createShower(trainee.model), pictures, () => undefined));
});

const settingsOf = (recipe: Recipe | undefined, steps: number): RunSettings => ({
  recipe: { ...(recipe as Recipe), pictures: 1, questions: 2 },
  steps,
  seed: 5,
  every: 2,
  perDimension: 2,
});

interface Outcome {
  readonly records: readonly RunRecord[];
  readonly file: Uint8Array;
}

interface Way {
  readonly earlier?: readonly EvaluationRecord[];
  /** The step during which it is stopped. */
  readonly stopAfter?: number;
  readonly sparing?: boolean;
  readonly measured?: EvaluationRecord | null;
  readonly askFirstStage?: RunListener["askFirstStage"];
  readonly onRecord?: (record: RunRecord) => void;
}

/** Runs from a state on. */
async function run(settings: RunSettings, state: RunState, way: Way = {}) {
  const { earlier = [], stopAfter = 0, sparing = false, measured = null } = way;
  const { askFirstStage = null, onRecord = () => undefined } = way;
  const { model, graphs: open } = trainee;
  const graphs = await open(state.trained.parameters);
  const show = createShowWith(model, null, graphs.encoder);
  const parts: TrainingParts = { model, graphs, show, teacher, scenes, dimensions };
  let stopped = false;
  const records: RunRecord[] = [];
  let file: Uint8Array = new Uint8Array();
  const ended = value(
    await trainRun(parts, settings, { ...held, measured }, state, earlier, {
      mayGoOn: () => !stopped,
      sparing,
      askFirstStage,
      onRecord(record) {
        records.push(record);
        onRecord(record);
        if (record.kind === "step" && record.step === stopAfter) stopped = true;
      },
      async onCheckpoint(_, kept) {
        file = kept.slice();
      },
    }),
  );
  await graphs.extend.close();
  await graphs.gradient.close();
  return { ended, records, file } satisfies Outcome & { ended: unknown };
}

const withoutTime = (records: readonly RunRecord[]) =>
  records.map((record) => ("seconds" in record ? { ...record, seconds: 0, parts: {} } : record));

const averaged = recipeOf("vision-opd-average");

test("a run is the same for a seed, bit for bit, and whether it was stopped and goes on or not", async () => {
  const settings = settingsOf(averaged, 4);
  const askFirstStage = async (step: number) => testFirstStage(step, "0110");
  const whole = await run(settings, startState(trainee.model, settings), { askFirstStage });
  const begun = await run(settings, startState(trainee.model, settings), { stopAfter: 2, askFirstStage });
  expect(begun.ended).toEqual({ kind: "end", step: 2, reason: "stopped" });
  const state = startState(trainee.model, settings);
  value(restore(state, begun.file));
  expect(state.step).toBe(2);
  const evaluations = begun.records.filter((record) => record.kind === "evaluation");
  const rest = await run(settings, state, { earlier: evaluations });
  expect(rest.ended).toEqual({ kind: "end", step: 4, reason: "finished" });
  expect(rest.file).toEqual(whole.file);
  expect(withoutTime([...begun.records.slice(0, -1), ...rest.records])).toEqual(withoutTime(whole.records));
  // The first stage is asked once: after the second evaluation, when the watched item was answered again.
  const kinds = whole.records.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "firstStage")).toHaveLength(1);
  const asked = kinds.indexOf("firstStage");
  expect(kinds.slice(asked - 3, asked)).toEqual(["step", "watched", "evaluation"]);
  expect(whole.records[asked]).toMatchObject({ step: 2 });
  const other = await run({ ...settings, seed: 6 }, startState(trainee.model, settings));
  expect(other.file).not.toEqual(whole.file);
});

test.each(recipes)(
  "$id makes its steps, moves what it trains, and records what came of it",
  async (recipe) => {
    const settings = settingsOf(recipe, 1);
    const state = startState(trainee.model, settings);
    const { records } = await run(settings, state);
    expect(records.map(({ kind }) => kind)).toEqual([
      "evaluation",
      "watched",
      "step",
      "watched",
      "evaluation",
      "end",
    ]);
    const step = records[2] as StepRecord;
    expect(step.answers).toBe(2 * (recipe.rollout.kind === "right-answers" ? 1 : recipe.rollout.group));
    const after = state.trained.current();
    const moved = [...after].filter(
      ([name, values]) => String(values) !== String(trainee.model.parameters.get(name)),
    );
    const trained = new Set(state.trained.parameters);
    // A random model is never right and never agrees with itself: rewards give it no gradient.
    const { loss } = recipe;
    const rewarded = loss.kind === "policy-gradient" && loss.advantage === "right-answers";
    expect(step.withoutSpread).toBe(rewarded ? 1 : null);
    expect(step.withoutLabel).toBe(recipe.reward === undefined ? undefined : 1);
    expect(step.gradientNorm > 0).toBe(step.withoutSpread === null);
    expect(moved.length > 0).toBe(step.withoutSpread === null);
    expect(moved.every(([name]) => trained.has(name))).toBe(true);
  },
);

test("formulas in the place of loss and gate: a run makes its step, and its header says so", async () => {
  const formulas = { loss: "JSD(q, p, 0.5) + 0.1 * H(p)", gate: "2 * correct + (1 - correct) / position" };
  const settings = settingsOf(withFormulas(recipeOf("vision-opd") as Recipe, formulas), 1);
  expect(settings.recipe).toMatchObject({
    loss: { kind: "formula", text: formulas.loss },
    weights: formulas.gate,
  });
  const { records } = await run(settings, startState(trainee.model, settings));
  const step = records.find(({ kind }) => kind === "step") as StepRecord;
  expect([step.kind, step.gradientNorm > 0, step.loss > 0]).toEqual(["step", true, true]);
});

test("supervised training on the same pictures makes the right answers likelier", async () => {
  const base = settingsOf(recipeOf("right-answers"), 12);
  const settings = {
    ...base,
    recipe: { ...base.recipe, optimizer: { ...base.recipe.optimizer, rate: 0.01 } },
  };
  const same = { ...scenes, scene: () => scenes.scene("train", 3) };
  const state = startState(trainee.model, settings);
  const { model, graphs: open } = trainee;
  const graphs = await open(state.trained.parameters);
  const show = createShowWith(model);
  const parts: TrainingParts = { model, graphs, show, teacher, scenes: same, dimensions };
  const losses: number[] = [];
  value(
    await trainRun(parts, { ...settings, every: 100 }, held, state, [], {
      mayGoOn: () => true,
      onRecord: (record) => void (record.kind === "step" && losses.push(record.loss)),
      onCheckpoint: async () => undefined,
    }),
  );
  expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? 0));
});

test("on the page evaluations that take too long are left out, the first and the last are not", async () => {
  const settings = { ...settingsOf(recipeOf("vision-opd"), 9), every: 1 };
  const { records } = await run(settings, startState(trainee.model, settings), { sparing: true });
  const after = records.flatMap((record) => (record.kind === "evaluation" ? [record.step] : []));
  expect([after[0], after.at(-1)]).toEqual([0, 9]);
  const before = records.slice(
    0,
    records.findLastIndex(({ kind }) => kind === "step"),
  );
  const seconds = (kind: "step" | "evaluation") =>
    before.reduce((sum, record) => sum + (record.kind === kind && record.step > 0 ? record.seconds : 0), 0);
  // An evaluation takes about as long as a step here, so that about every third may be made; half leaves room for a busy machine.
  expect(after.length).toBeLessThan(10);
  expect(seconds("evaluation")).toBeLessThan(0.5 * (seconds("step") + seconds("evaluation")));
});

test("a first evaluation that an earlier run has made is taken as it is, and changes nothing else", async () => {
  const settings = settingsOf(recipeOf("vision-opd"), 2);
  const plain = await run(settings, startState(trainee.model, settings));
  const [first] = plain.records.filter((record) => record.kind === "evaluation");
  const measured = { ...(first as EvaluationRecord), seconds: 123 };
  const again = await run(settings, startState(trainee.model, settings), { measured });
  expect(again.records.filter((record) => record.kind === "evaluation")[0]).toBe(measured);
  expect(again.file).toStrictEqual(plain.file);
  const ofOthers = { ...measured, items: measured.items + 1 };
  const other = await run(settings, startState(trainee.model, settings), { measured: ofOthers });
  expect(other.records.filter((record) => record.kind === "evaluation")[0]?.seconds).not.toBe(123);
});

/** The bytes that are held after collecting until nothing more is freed: buffers are let go of beside the program. */
function heldBytes(collect: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let idle = 0; idle < 3; idle++) {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (heapUsed + arrayBuffers < least - 10_000) idle = 0;
    least = Math.min(least, heapUsed + arrayBuffers);
  }
  return least;
}

test(
  "however many steps: the memory after the last is that after the first ones",
  async () => {
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const grown = vi.spyOn(WebAssembly.Memory.prototype, "grow");
    const settings = { ...settingsOf(averaged, extent(12, 200, "steps")), every: 1000 };
    const held: number[] = [];
    let growth = 0;
    const onRecord = (record: RunRecord): void => {
      if (record.kind !== "step" || (record.step !== 6 && record.step !== settings.steps)) return;
      held.push(heldBytes(collect));
      if (record.step === 6) growth = grown.mock.calls.length;
    };
    await run(settings, startState(trainee.model, settings), { onRecord });
    expect(held).toHaveLength(2);
    // A leak of one step's gradients alone would be 300 kB a step.
    expect((held[1] ?? Infinity) - (held[0] ?? 0)).toBeLessThan(1_000_000);
    expect(grown.mock.calls.length).toBe(growth);
    grown.mockRestore();
  },
  patience(60_000),
);

test("a GPU that is lost before a checkpoint ends the run with that fault, and nothing is kept", async () => {
  const { model, graphs: open } = trainee;
  const settings = settingsOf(averaged, 0);
  const state = startState(model, settings);
  const lost = failure("deviceLost", "The GPU was lost.");
  const arrays = {
    tensor: (values: Float32Array, dims: readonly number[]) => floatTensor(undefined, dims, values),
    fetch: async () => lost,
  } as unknown as DeviceArrays;
  const graphs = { ...(await open(state.trained.parameters)), arrays };
  const parts = { model, graphs, show: createShowWith(model), teacher, scenes, dimensions };
  let kept = 0;
  const ended = await trainRun(parts, settings, held, state, [], {
    mayGoOn: () => true,
    onRecord: () => undefined,
    onCheckpoint: async () => void kept++,
  });
  expect(ended).toEqual(lost);
  expect(kept).toBe(0);
  for (const graph of [graphs.extend, graphs.gradient]) await graph.close();
});

test("a checkpoint of another recipe is refused", () => {
  const settings = settingsOf(averaged, 4);
  const lora = settingsOf(recipeOf("vision-opd-lora"), 4);
  const file = checkpointOf(startState(trainee.model, lora));
  expect(restore(startState(trainee.model, settings), file)).toMatchObject({
    ok: false,
    fault: { kind: "corrupt" },
  });
  expect(restore(startState(trainee.model, settings), new Uint8Array(3))).toMatchObject({ ok: false });
});
