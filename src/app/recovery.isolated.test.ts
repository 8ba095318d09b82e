/** Each kind of failure has a one-click recovery, and none of them loses anything of the session. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ImageId, ModelId } from "../base/ids.ts";
import type { Fault, FaultKind } from "../base/outcome.ts";
import type { Plan } from "../evidence/views/plan.ts";
import { FULL } from "../evidence/views/recipe.ts";
import type { Actions } from "./actions.ts";
import { createActions } from "./create-actions.ts";
import { engines, forget, images, loads, next, removed } from "./local-engine.testing.ts";
import { type Recovery, recoveriesFrom } from "./recovery.ts";
import { type AppStore, createAppStore } from "./state.ts";

vi.mock("../engine/local/client.ts", async () => ({
  startLocalEngine: (await import("./local-engine.testing.ts")).fakeLocalEngine,
}));

const image = "picture" as ImageId;
const plan: Plan = {
  model: "fovea-mini" as ModelId,
  boxWords: null,
  image,
  size: { width: 10, height: 10 },
  box: { x: 0, y: 0, width: 1, height: 1 },
  question: "What is it?",
  student: FULL,
  others: [],
};

let store: AppStore;
let actions: Actions;

beforeEach(async () => {
  forget();
  const address = { href: "https://fovea.test/?lesson=gap", search: "?lesson=gap" };
  vi.stubGlobal("location", address);
  vi.stubGlobal("document", { baseURI: "https://fovea.test/" });
  vi.stubGlobal("history", {
    state: null,
    replaceState: (_: unknown, __: string, href: string) =>
      Object.assign(address, { href, search: new URL(href).search }),
  });
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("fetch", async () => new Response("[]"));
  store = createAppStore();
  actions = createActions(store);
  const { session } = store.getState();
  store.setState({ session: { ...session, plan } });
  await actions.start();
  await actions.answer();
  store.setState({ fault: null });
});
afterEach(() => vi.unstubAllGlobals());

/** What must survive: everything but the model that the plan happens to name. */
const work = () => {
  const { session } = store.getState();
  return { images: session.images, experiments: session.experiments, question: session.plan?.question };
};
const offered = () => {
  const state = store.getState();
  if (state.engine.kind === "lost") return recoveriesFrom(state.engine.fault, "running", state);
  if (state.model.kind === "failed") return recoveriesFrom(state.model.fault, "loading", state);
  return state.fault === null ? [] : recoveriesFrom(state.fault, "running", state);
};
const fault = (kind: FaultKind): Fault => ({ kind, message: kind, hint: "hint" });
const isWell = () => {
  const { engine, model, fault: shown } = store.getState();
  return engine.kind === "ready" && model.kind === "ready" && shown === null;
};

test.each<[what: string, kind: FaultKind, expected: readonly Recovery[]]>([
  ["the model ran out of memory", "outOfMemory", ["restart", "otherModel"]],
  ["its numbers cannot be trusted", "unreliable", ["runOnWasm", "otherModel"]],
  ["its graph failed and was opened again", "bug", ["answerAgain", "restart"]],
])("in an answer, %s", async (_, kind, expected) => {
  const before = work();
  expect(before.experiments).toHaveLength(1);
  next.answer = fault(kind);
  await actions.answer();
  expect(store.getState()).toMatchObject({ fault: { kind }, run: { kind: "idle" } });
  expect(offered()).toEqual(expected);
  expect(work()).toEqual(before);
  await actions.recover(expected[0] as Recovery);
  expect(work().experiments.slice(0, 1)).toEqual(before.experiments);
  expect(store.getState().engine.kind).toBe("ready");
  await actions.answer();
  expect(work().experiments.length).toBeGreaterThan(before.experiments.length);
});

test.each(["deviceLost", "workerLost"] as const)("%s: one click starts another engine", async (kind) => {
  const before = work();
  engines.at(-1)?.lose(fault(kind));
  expect(store.getState()).toMatchObject({
    engine: { kind: "lost", fault: { kind } },
    model: { kind: "idle" },
  });
  expect(offered()).toEqual(["restart"]);
  await actions.recover("restart");
  expect([isWell(), engines.length]).toEqual([true, 2]);
  expect(work()).toEqual(before);
});

test.each<[kind: FaultKind, expected: readonly Recovery[]]>([
  ["outOfMemory", ["otherModel", "restart"]],
  ["unreliable", ["runOnWasm", "otherModel"]],
  ["corrupt", ["loadAgain", "otherModel"]],
  ["network", ["loadAgain", "otherModel"]],
])("a model that cannot be loaded, %s", async (kind, expected) => {
  const before = work();
  next.load = fault(kind);
  await actions.loadModel();
  expect(store.getState().model).toMatchObject({ kind: "failed", fault: { kind } });
  expect(offered()).toEqual(expected);
  const [first] = expected as [Recovery];
  await actions.recover(first);
  if (first === "otherModel") {
    expect(store.getState().models.open).toBe(true);
    await actions.models.take("fovea-nano" as ModelId);
  }
  expect(isWell()).toBe(true);
  expect(work()).toEqual(before);
});

test("after choosing wasm the model stays there over a restart, and the rest of the address stays", async () => {
  next.answer = fault("unreliable");
  await actions.answer();
  await actions.recover("runOnWasm");
  expect(engines.map(({ backend, closed }) => [backend, closed])).toEqual([
    ["webgpu", true],
    ["wasm", false],
  ]);
  expect(location.href).toBe("https://fovea.test/?lesson=gap&run=wasm");
  next.answer = fault("unreliable");
  await actions.answer();
  expect(offered()).toEqual(["otherModel"]);
});

test.each<FaultKind>(["quota", "corrupt", "network"])(
  "a transfer that ends with %s can be continued",
  async (kind) => {
    const before = work();
    next.download = fault(kind);
    const order = { kind: "hub", base: "https://hub.test/", manifest: "{}" } as const;
    await actions.models.begin({ id: "kept" as ModelId, title: "Kept", order, files: null });
    expect(store.getState().models.transfer).toMatchObject({ state: "failed", fault: { kind } });
    await actions.models.resume();
    expect(store.getState().models.transfer).toMatchObject({ state: "finished", fault: null });
    expect(work()).toEqual(before);
  },
);

test("a new engine receives the image of the session", async () => {
  await actions.openFile(new Blob(["a picture"]), "mine.png");
  const image = store.getState().session.plan?.image;
  expect(images).toEqual([image]);
  engines.at(-1)?.lose(fault("deviceLost"));
  await actions.recover("restart");
  expect([images, isWell()]).toEqual([[image, image], true]);
});

test("a stored model in use is closed before it is deleted: the bundled one answers", async () => {
  const kept = "kept" as ModelId;
  await actions.models.take(kept);
  expect(store.getState().model).toMatchObject({ facts: { id: kept } });
  await actions.models.remove(kept);
  expect(store.getState().model).toMatchObject({ facts: { id: "fovea-mini" } });
  expect(removed).toEqual([kept]);
  await actions.recover("restart");
  expect(store.getState().model).toMatchObject({ facts: { id: "fovea-mini" } });
});

test("a teacher is opened beside its student, survives a restart, and can be closed", async () => {
  const [mini, nano] = ["fovea-mini", "fovea-nano"] as [ModelId, ModelId];
  await actions.models.take(nano);
  await actions.setTeacherModel(mini);
  expect(loads.at(-1)).toMatchObject({ beside: [nano] });
  expect(store.getState().session.plan).toMatchObject({ model: nano, teacher: { model: mini } });
  await actions.recover("restart");
  expect(loads.slice(-2).map(({ beside }) => beside)).toEqual([[mini], [nano]]);
  expect(store.getState()).toMatchObject({ session: { plan: { teacher: { model: mini } } }, fault: null });
  await actions.setTeacherModel(null);
  expect(loads.at(-1)?.beside).toEqual([]);
  expect(store.getState().session.plan?.teacher).toBeUndefined();
  await actions.setTeacherModel(mini);
  await actions.models.take(mini);
  expect(store.getState().session.plan).toMatchObject({ model: mini });
  expect(store.getState().session.plan?.teacher).toBeUndefined();
});

test("a teacher with another tokenizer is refused with the reason", async () => {
  await actions.setTeacherModel("kept" as ModelId);
  expect(store.getState()).toMatchObject({
    fault: { kind: "badInput", message: expect.stringContaining("their tokenizers differ") },
    model: { kind: "ready", facts: { id: "fovea-mini" } },
  });
  expect(store.getState().session.plan?.teacher).toBeUndefined();
});

test("memory is measured as long as the list of models is open", async () => {
  vi.useFakeTimers();
  const seen = vi.fn();
  store.subscribe(({ models: { memory } }, before) => {
    if (memory !== before.models.memory) seen(memory);
  });
  const measure = vi.spyOn(globalThis, "setInterval");
  actions.models.open();
  await vi.advanceTimersByTimeAsync(10);
  expect(seen).toHaveBeenCalledWith({ files: 0, graphics: null, tab: null });
  actions.models.close();
  expect(measure).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("a halted suite offers the recoveries of its fault, but continues by its own button", () => {
  const ways = (kind: FaultKind) => recoveriesFrom({ kind, message: "" }, "asking", store.getState());
  expect(ways("unreliable")).toEqual(["runOnWasm", "otherModel"]);
  expect(ways("bug")).toEqual(["restart"]);
});
