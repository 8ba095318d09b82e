/** What stops a run over a suite, and what does not: the page's own part, with a model that answers as told. */
import { beforeEach, expect, test, vi } from "vitest";
import { openedSmall, ready } from "./small-suite.testing.ts";
import type { SuiteStore } from "./suite-state.ts";

vi.mock("./results/kept-store.ts", () => ({ withKept: async () => ({ ok: true, value: [] }) }));

beforeEach(() => vi.stubGlobal("document", { baseURI: "http://localhost/" }));

const asked = (store: SuiteStore) => store.getState().items.map(({ id }) => id);

test("a first picture that cannot be read fails its items, and the others are asked", async () => {
  // Once for the card of the run, and once for each of its items.
  const { store, actions } = openedSmall({
    picture: (time) => (time === 1 || time === 3 || time === 4 ? "corrupt" : null),
  });
  await actions.start();
  expect(store.getState().run?.phase).toEqual({ kind: "finished" });
  expect(store.getState().header?.card.weightsSha256).toBe("w");
  expect(store.getState().failed.map(({ id }) => id)).toEqual(["one", "two"]);
  expect(asked(store)).toEqual(["three"]);
});

test("numbers that cannot be trusted halt the run before anything counts; going on asks all", async () => {
  const { store, actions } = openedSmall({ answer: (time) => (time === 2 ? "unreliable" : null) });
  await actions.start();
  expect(store.getState().run).toMatchObject({ phase: { kind: "halted", fault: { kind: "unreliable" } } });
  expect(store.getState()).toMatchObject({ items: [], failed: [] });
  await actions.resume();
  expect(store.getState().run?.phase).toEqual({ kind: "finished" });
  expect(asked(store)).toEqual(["one", "two", "three"]);
});

test("an item that is answered with a fault again and again is left out with its reason, and the others are asked", async () => {
  // The first answer is of one token, for the card of the run; the second item is asked third and, after going on, fourth.
  const { store, actions } = openedSmall({
    answer: (time) => (time === 3 || time === 4 ? "unreachable" : null),
  });
  await actions.start();
  await actions.resume();
  const halted = store.getState().run;
  expect(halted).toMatchObject({ phase: { kind: "halted", fault: { kind: "unreachable" } }, done: 1 });
  const reason = halted?.phase.kind === "halted" ? halted.phase.fault.message : "";
  await Promise.all([actions.leaveOut(), actions.leaveOut()]);
  expect(store.getState().run?.phase).toEqual({ kind: "finished" });
  expect(store.getState().failed).toEqual([{ id: "two", failed: reason }]);
  expect(asked(store)).toEqual(["one", "three"]);
});

test("a model that gives way to another lets the run wait and fails nothing; with the former one back it goes on", async () => {
  // The first is of one token, for the card of the run.
  const { services, store, actions } = openedSmall({
    answer(time) {
      if (time !== 3) return null;
      services.store.setState({ model: { kind: "loading", stage: "download", done: 0, total: 0 } });
      return "notFound";
    },
  });
  await actions.start();
  expect(store.getState().run).toMatchObject({ phase: { kind: "paused" }, done: 1 });
  services.store.setState({ model: ready("another") });
  await actions.resume();
  expect(store.getState().fault?.message).toContain("another is loaded");
  services.store.setState({ model: ready("w") });
  await actions.resume();
  expect(store.getState()).toMatchObject({ run: { phase: { kind: "finished" } }, failed: [] });
  expect(asked(store)).toEqual(["one", "two", "three"]);
});

test("the images of the item that is asked are in use, so that the playground leaves them to the engine", async () => {
  const held: number[] = [];
  const { services, actions } = openedSmall({
    answer(time) {
      held[time] = services.inUse.size;
      return null;
    },
  });
  await actions.start();
  expect(held.slice(1)).toEqual([1, 1, 1, 2]);
  expect(services.inUse.size).toBe(0);
});
