/** Combining two models is one step: undo restores the models and the views, redo brings both again. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ImageId, ModelId } from "../../base/ids.ts";
import type { Plan } from "../../evidence/views/plan.ts";
import { CROP, FULL } from "../../evidence/views/recipe.ts";
import type { Actions } from "../actions.ts";
import { createActions } from "../create-actions.ts";
import { fakeLocalEngine, forget, loads } from "../local-engine.testing.ts";
import { createAppServices } from "../services.ts";
import { type AppStore, createAppStore } from "../state.ts";
import { BUNDLED, NANO } from "./bundled.ts";
import { openTrained } from "./pair-actions.ts";

vi.mock("../../engine/local/client.ts", async () => ({
  startLocalEngine: (await import("../local-engine.testing.ts")).fakeLocalEngine,
}));

const plan: Plan = {
  model: BUNDLED.id,
  boxWords: null,
  image: "picture" as ImageId,
  size: { width: 10, height: 10 },
  box: { x: 0, y: 0, width: 1, height: 1 },
  question: "What is it?",
  student: FULL,
  others: [{ role: "teacher", recipe: CROP }],
};

let store: AppStore;
let actions: Actions;

beforeEach(async () => {
  forget();
  vi.stubGlobal("location", { href: "https://fovea.test/", search: "" });
  vi.stubGlobal("document", { baseURI: "https://fovea.test/" });
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("fetch", async () => new Response("[]"));
  store = createAppStore();
  actions = createActions(store);
  store.setState({ session: { ...store.getState().session, plan } });
  await actions.start();
});
afterEach(() => vi.unstubAllGlobals());

/** The current settings, and the open model. */
const readers = () => {
  const { session, model } = store.getState();
  const open = model.kind === "ready" ? model.facts.id : null;
  return { student: session.plan?.model, teacher: session.plan?.teacher?.model, open };
};
const alone = { student: BUNDLED.id, teacher: undefined, open: BUNDLED.id };
const paired = { student: NANO.id, teacher: BUNDLED.id, open: NANO.id };

test("undo opens the previous model, redo both models again", async () => {
  const before = store.getState().session;
  await actions.models.pair(NANO.id, BUNDLED.id);
  expect(readers()).toEqual(paired);
  expect(store.getState().history.past).toHaveLength(1);
  await actions.session.undo();
  expect(readers()).toEqual(alone);
  expect(store.getState().session.plan?.others).toEqual(before.plan?.others);
  expect(store.getState().session.settings).toEqual(before.settings);
  await actions.session.redo();
  expect(readers()).toEqual(paired);
});

test("restoring is one step, too", async () => {
  await actions.models.pair(NANO.id, BUNDLED.id);
  await actions.models.unpair();
  expect(readers()).toEqual(alone);
  await actions.session.undo();
  expect(readers()).toEqual(paired);
});

test("a trained model is opened beside its parent, which sees the full image, and what was before is remembered", async () => {
  const trained = "fovea-nano-trained" as ModelId;
  const file = { path: `${trained}/manifest.json`, file: new File([], "manifest.json") };
  const before = store.getState().session.plan?.others;
  const services = createAppServices(store);
  services.client = fakeLocalEngine("", () => undefined);
  expect(await openTrained(services, trained, NANO.id, [file])).toBe(true);
  expect(readers()).toEqual({ student: trained, teacher: NANO.id, open: trained });
  expect(store.getState().session.plan?.others).toEqual([{ role: "teacher", recipe: FULL }]);
  expect(store.getState().models.former).toMatchObject({ student: { model: BUNDLED.id }, others: before });
});

test("a step that is not about the models leaves the open ones as they are", async () => {
  actions.setQuestion("Why?");
  const before = loads.length;
  await actions.session.undo();
  expect(readers()).toEqual(alone);
  expect(loads).toHaveLength(before);
});

test("what undo cannot restore is reported, and everything else is restored", async () => {
  const gone = { ...plan, model: "somebody/gone@0123456789ab-q4" as ModelId };
  const { session } = store.getState();
  store.setState({ history: { past: [{ ...session, plan: gone }], future: [], open: null } });
  await actions.session.undo();
  expect(readers()).toEqual(alone);
  expect(store.getState().fault?.message).toContain("somebody/gone");
});
