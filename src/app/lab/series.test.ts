/** Recipes one after another, a trained model beside its parent, and data of one's own, over a trainer that trains nothing. */
import { beforeEach, expect, test, vi } from "vitest";
import type { MeasureRequest } from "../../training/protocol/protocol.ts";
import { fakeTrainer, open } from "./lab.testing.ts";

beforeEach(() => void vi.stubGlobal("document", { baseURI: "https://fovea.example/" }));

test("recipes run one after another on the same seed, and share a chart at the end", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  actions.setSeries(["wrong-crop", "current-teacher"]);
  await actions.start();
  const asked = fake.requests.map(({ settings }) => [settings.recipe.id, settings.seed]);
  expect(asked).toEqual([
    ["vision-opd", 1],
    ["wrong-crop", 1],
    ["current-teacher", 1],
  ]);
  const { run, others, settings } = store.getState();
  expect(run?.header.recipe.id).toBe("current-teacher");
  expect(others.map((each) => each.run.header.recipe.id).sort()).toEqual(["vision-opd", "wrong-crop"]);
  expect(settings.recipe.id).toBe("vision-opd");
});

test("what ends one recipe of a series ends the series", async () => {
  const fake = fakeTrainer();
  const { actions } = open(fake);
  actions.setSeries(["wrong-crop"]);
  fake.before = async (step) => {
    if (step === 2) actions.stop();
  };
  await actions.start();
  expect(fake.requests).toHaveLength(1);
});

test("a trained model is asked beside its parent, and another run takes its place on the page", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  await actions.start();
  await actions.askBeside("scenes", 20, 2);
  expect(store.getState()).toMatchObject({ phase: { kind: "idle" }, pair: { step: 2, items: [] } });
  actions.openKept(store.getState().name ?? "");
  expect(store.getState().pair).toBeNull();
});

test("a run with a list of one's own needs that list to be open", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  actions.setSettings({ data: "own" });
  await actions.start();
  expect(fake.requests).toEqual([]);
  expect(store.getState().fault?.kind).toBe("badInput");
});

test("of a run with a list, the images that were kept for the end can be asked about", async () => {
  const fake = fakeTrainer();
  const { store, actions } = open(fake);
  const asked: MeasureRequest[] = [];
  const { measureTrained } = fake.trainer;
  Object.assign(fake.trainer, {
    measureTrained: (request: MeasureRequest, ...rest: never) => {
      asked.push(request);
      return measureTrained(request, ...(rest as [never, never, never]));
    },
  });
  const data = { title: "mine", sha256: "ab", pictures: 5 };
  store.setState({ own: { data, pictures: [], dimensions: 1 } });
  actions.setSettings({ data: "own" });
  await actions.start();
  await actions.askBeside("kept", 20, 2);
  await actions.askBeside("scenes", 20, 2);
  expect(asked.map(({ pictures, whole }) => [pictures, whole])).toEqual([
    [[], false],
    [null, false],
  ]);
});
