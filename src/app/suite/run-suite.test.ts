/** What stops a run over a suite, and what does not: the page's own part, with a model that answers as told. */
import { beforeEach, expect, test, vi } from "vitest";
import type { FaultKind } from "../../base/outcome.ts";
import { failure, success } from "../../base/outcome.ts";
import type { RolloutRequest } from "../../evidence/rollout.ts";
import { fileOfBlob } from "../../suite/open/suite-file.ts";
import type { Client } from "../client.ts";
import { createDesk } from "../desk.ts";
import { type AppStore, createAppStore, type EngineState, type ModelState } from "../state.ts";
import { createSuite } from "./create-suite.ts";
import type { HeldSuite } from "./suite-state.ts";

vi.mock("./kept-store.ts", () => ({ withKept: async () => ({ ok: true, value: [] }) }));

beforeEach(() => vi.stubGlobal("document", { baseURI: "http://localhost/" }));

const NAMES = ["one", "two", "three"] as const;

/** What the engine fails with at each time that it is handed a picture or asked; without one it says "cup". */
type Told = { readonly [what in "picture" | "answer"]?: (time: number) => FaultKind | null };

function stub(told: Told): Client {
  const times = { picture: 0, answer: 0 };
  const take = (what: keyof Told) => {
    times[what]++;
    const kind = told[what]?.(times[what]) ?? null;
    return kind === null ? null : failure(kind, `No ${what}.`);
  };
  const client = {
    addImage: async () => take("picture") ?? success({}),
    removeImage: () => undefined,
    rollout: async ({ showing, sampler }: RolloutRequest) =>
      take("answer") ??
      success([
        {
          ...{ showing, sampler, card: { weightsSha256: "w" }, end: "stopToken" },
          ...{ ids: [1], texts: ["cup"], logProbs: [-0.1] },
        },
      ]),
  };
  return client as unknown as Client;
}

function threeItems(): HeldSuite {
  const entries = NAMES.map((id) => ({
    ...{ id, path: `${id}.png`, size: { width: 8, height: 8 }, dimension: "d", question: "What?" },
    ...{ answer: "cup", evidence: [], choices: [], choicesInQuestion: false },
    region: { kind: "none" } as const,
  }));
  const files = new Map(NAMES.map((id) => [`${id}.png`, fileOfBlob(`${id}.png`, new Blob([id]))] as const));
  return { title: "three", entries, broken: [], files, opened: null };
}

const ready = (weightsSha256: string): ModelState =>
  ({
    kind: "ready",
    facts: { id: weightsSha256, title: weightsSha256, boxWords: null, weightsSha256 },
  }) as unknown as ModelState;

function opened(told: Told) {
  const app: AppStore = createAppStore();
  app.setState({ model: ready("w"), engine: { kind: "ready" } as unknown as EngineState });
  const { store, actions } = createSuite({ ...createDesk(app), client: stub(told) });
  store.setState({ source: { kind: "open", suite: threeItems() } });
  const { settings } = store.getState();
  actions.setSettings({
    part: { ...settings.part, limit: null, pick: "first", seed: null },
    ask: { ...settings.ask, looks: ["global"], signals: false },
  });
  return { app, store, actions };
}

const asked = (store: ReturnType<typeof opened>["store"]) => store.getState().items.map(({ id }) => id);

test("a first picture that cannot be read fails its item, and the others are asked", async () => {
  // Once for the card of the run, and once as the item.
  const { store, actions } = opened({ picture: (time) => (time === 1 || time === 3 ? "corrupt" : null) });
  await actions.start();
  expect(store.getState().run?.phase).toEqual({ kind: "finished" });
  expect(store.getState().header?.card.weightsSha256).toBe("w");
  expect(store.getState().failed).toEqual([{ id: "one", failed: "No picture." }]);
  expect(asked(store)).toEqual(["two", "three"]);
});

test("numbers that cannot be trusted halt the run before anything counts; going on asks all", async () => {
  const { store, actions } = opened({ answer: (time) => (time === 2 ? "unreliable" : null) });
  await actions.start();
  expect(store.getState().run).toMatchObject({ phase: { kind: "halted", fault: { kind: "unreliable" } } });
  expect(store.getState()).toMatchObject({ items: [], failed: [] });
  await actions.resume();
  expect(store.getState().run?.phase).toEqual({ kind: "finished" });
  expect(asked(store)).toEqual([...NAMES]);
});

test("a model that gives way to another lets the run wait and fails nothing; with the former one back it goes on", async () => {
  // The first is of one token, for the card of the run.
  const { app, store, actions } = opened({
    answer(time) {
      if (time !== 3) return null;
      app.setState({ model: { kind: "loading", stage: "download", done: 0, total: 0 } });
      return "notFound";
    },
  });
  await actions.start();
  expect(store.getState().run).toMatchObject({ phase: { kind: "paused" }, done: 1, failed: 0 });
  app.setState({ model: ready("another") });
  await actions.resume();
  expect(store.getState().fault?.message).toContain("another is loaded");
  app.setState({ model: ready("w") });
  await actions.resume();
  expect(store.getState()).toMatchObject({ run: { phase: { kind: "finished" } }, failed: [] });
  expect(asked(store)).toEqual([...NAMES]);
});
