/** What a person does with runs, over a trainer that trains nothing. */
import { beforeEach, expect, test, vi } from "vitest";
import { testDocument, testStep } from "../../lab/run/run.testing.ts";
import { openRun, type Run } from "../../lab/run/run.ts";
import { createJobs } from "../jobs/jobs.ts";
import { BUNDLED } from "../models/bundled.ts";
import { createLab } from "./create-lab.ts";
import { fakeTrainer, models, open, opened, start } from "./lab.testing.ts";
import { INITIAL_LAB, measuredKey, withSteps } from "./lab-state.ts";

beforeEach(() => void vi.stubGlobal("document", { baseURI: "https://fovea.example/" }));

test("a run is shown while it is made, kept, and listed with its checkpoints", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  const running = actions.start();
  expect(store.getState().phase).toMatchObject({ kind: "preparing" });
  await running;
  const { run, phase, kept, name, checkpoints } = store.getState();
  expect(phase).toEqual({ kind: "idle" });
  expect(run?.steps.map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(run?.end).toMatchObject({ reason: "finished" });
  expect(kept.map((each) => each.name)).toEqual([name]);
  expect(checkpoints).toHaveLength(3);
  expect(fake.requests[0]).toMatchObject({ keep: name, earlier: null, settings: { steps: 3, every: 2 } });
});

test("a paused run makes no step until it goes on, and a stopped one keeps what it has", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  const steps = () => store.getState().run?.steps.length;
  fake.before = async (step) => {
    if (step === 2) actions.pause();
    if (step === 3) actions.stop();
  };
  const running = actions.start();
  await new Promise((settle) => setTimeout(settle, 5));
  expect(store.getState().phase).toEqual({ kind: "paused" });
  expect(steps()).toBe(1);
  actions.resume();
  await running;
  expect(steps()).toBe(2);
  expect(store.getState().run?.end).toMatchObject({ reason: "stopped", step: 2 });
});

test("what is still being prepared ends at once, and leaves nothing", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  fake.before = () => new Promise(() => undefined);
  const running = actions.start();
  await new Promise((settle) => setTimeout(settle));
  actions.stop();
  await running;
  expect(store.getState()).toMatchObject({ run: null, name: null, phase: { kind: "idle" }, kept: [] });
});

test("a lost worker is a fault, and the run goes on from its last checkpoint with its own settings", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  fake.before = async (step) => {
    fake.fault = step === 3;
  };
  await actions.start();
  expect(store.getState().phase).toMatchObject({ kind: "failed", fault: { kind: "workerLost" } });
  fake.before = async () => {
    fake.fault = false;
  };
  actions.setSettings({ steps: 99, seed: 7 });
  await actions.goOnFrom(2);
  expect(fake.requests[1]).toMatchObject({
    keep: store.getState().name,
    earlier: { kind: "kept", step: 2 },
    settings: { steps: 3, seed: 1 },
  });
  expect(store.getState().run?.end).toMatchObject({ reason: "finished" });
});

test("a run that is ended while its data is read is not made", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  const begun = actions.start();
  actions.stop();
  await begun;
  expect(fake.requests).toEqual([]);
  expect(store.getState().phase).toEqual({ kind: "idle" });
});

test("after a reload the last run is shown with the settings that it has", async () => {
  const fake = fakeTrainer();
  await open(fake).actions.start();
  const { store, actions } = createLab({ jobs: createJobs(() => undefined) }, models, fake.trainer);
  await actions.restore();
  expect(store.getState().run?.steps).toHaveLength(3);
  expect(store.getState().settings).toMatchObject({ steps: 3, every: 2 });
  const { recipe, student } = store.getState().settings;
  expect(store.getState().measured.get(measuredKey(recipe, student))).toMatchObject({ step: 2 });
  await actions.remove(store.getState().name ?? "");
  expect(store.getState()).toMatchObject({ run: null, kept: [] });
});

test("the shown run is compared with a kept one until that is deleted", async () => {
  const { store, actions } = open(fakeTrainer());
  await actions.start();
  const first = store.getState().name ?? "";
  actions.compareWith(first);
  expect(store.getState().others.map(({ name }) => name)).toEqual([first]);
  actions.compareWith(first);
  expect(store.getState().others).toEqual([]);
  actions.compareWith(first);
  await actions.remove(first);
  expect(store.getState().others).toEqual([]);
});

test("showing the compared run ends the comparison", async () => {
  const { store, actions } = open(fakeTrainer());
  await actions.start();
  const first = store.getState().name ?? "";
  await new Promise((settle) => setTimeout(settle, 2));
  await actions.start();
  actions.compareWith(first);
  expect(store.getState().others).toHaveLength(1);
  actions.openKept(first);
  expect(store.getState()).toMatchObject({ name: first, others: [] });
});

test("a collapse ends the run only where a person wants that", async () => {
  const fake = fakeTrainer();
  fake.records = (step) => [
    testStep(step),
    ...(step === 1 ? [{ kind: "collapse", step, reason: "why" } as const] : []),
  ];
  const { store, actions } = open(fake);
  await actions.start();
  expect(store.getState().run).toMatchObject({ collapse: { reason: "why" }, end: { reason: "finished" } });
  actions.setSettings({ endsAtCollapse: true });
  await actions.start();
  expect(store.getState().run).toMatchObject({ collapse: { reason: "why" }, end: { reason: "stopped" } });
});

test("a measurement tells how long a step takes, and keeps nothing", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  await actions.measure();
  const { settings, measured, kept, phase, run } = store.getState();
  expect(measured.get(measuredKey(settings.recipe, settings.student))).toEqual({
    opening: 1,
    reading: 0.25,
    step: 2,
    answering: 2.5,
    checkpointBytes: 7,
  });
  expect({ kept, phase, run }).toEqual({ kept: [], phase: { kind: "idle" }, run: null });
});

test("a recipe whose parts were changed says so, and one that cannot be run is not started", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  const { recipe } = store.getState().settings;
  actions.setRecipe({ ...recipe, pictures: 3 });
  expect(store.getState().settings.recipe.title).toBe("Vision-OPD, changed");
  actions.setRecipe({ ...store.getState().settings.recipe, pictures: 2 });
  expect(store.getState().settings.recipe.title).toBe("Vision-OPD");
  actions.setRecipe({ ...recipe, teacher: null });
  await actions.start();
  expect(fake.requests).toEqual([]);
  actions.chooseRecipe("grpo");
  expect(store.getState().settings.recipe.title).toBe("GRPO");
});

test("a run that is set up again has the model that it was made with", async () => {
  const { store, actions } = open(fakeTrainer());
  const recorded = openRun(testDocument([start])) as { readonly value: Run };
  actions.setSettings({ student: BUNDLED.id, steps: 7, data: "gallery" });
  actions.takeSettings(recorded.value);
  expect(store.getState().settings).toMatchObject({ student: "fovea-nano", steps: 40, data: "scenes" });
});

test("the document of a run opens without a model, and another file is a fault", async () => {
  const { store, actions } = open(fakeTrainer());
  await actions.openFile(new Blob([testDocument([start, testStep(1)])]));
  expect(store.getState()).toMatchObject({ name: null, run: { steps: [{ step: 1 }] } });
  await actions.openFile(new Blob(["{}"]));
  expect(store.getState().fault).toMatchObject({ kind: "badInput" });
});

test("trained weights are opened beside their parent, listed with their files, and packed", async () => {
  const { store, actions } = open(fakeTrainer());
  expect(await actions.tryTrained(2)).toBe(false);
  await actions.start();
  opened.length = 0;
  expect(await actions.tryTrained(2)).toBe(true);
  await actions.keepTrained(3);
  const [[child, parent, files], listed] = opened as [
    [string, string, { path: string }[]],
    { path: string }[],
  ];
  expect([child, parent]).toEqual(["child-2", "fovea-nano"]);
  for (const each of [files, listed])
    expect(each.map(({ path }) => path)).toEqual(["manifest.json", "config.json"]);
  expect((await actions.packTrained(2, "model"))?.type).toBe("application/zip");
  expect(await actions.packTrained(2, "adapter")).toBeNull();
  expect(store.getState()).toMatchObject({ phase: { kind: "idle" }, fault: { kind: "notFound" } });
});

test("a longer run is evaluated at the same shares of it, a short one after each step", () => {
  const { settings } = INITIAL_LAB;
  expect(withSteps(settings, 3 * settings.steps)).toStrictEqual({
    ...settings,
    steps: 3 * settings.steps,
    every: 3 * settings.every,
  });
  expect(withSteps(settings, 1).every).toBe(1);
});
