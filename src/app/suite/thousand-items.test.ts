/** The page's own part of a run over 1,000 items: store, loop and results, with a model that answers at once. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { success } from "../../base/outcome.ts";
import type { ReplayRequest } from "../../evidence/replay.ts";
import type { RolloutRequest } from "../../evidence/rollout.ts";
import { pngHeader } from "../../suite/open/folder-fixture.ts";
import { fileOfBlob } from "../../suite/open/suite-file.ts";
import { WHOLE } from "../../suite/run/order.ts";
import type { Client } from "../client.ts";
import { createDesk } from "../desk.ts";
import { createAppStore, type ModelState } from "../state.ts";
import { createSuite } from "./create-suite.ts";
import type { HeldSuite } from "./suite-state.ts";

vi.mock("./kept-store.ts", () => ({ withKept: async () => ({ ok: true, value: [] }) }));

const ITEMS = 1000;
const TOKENS = 12;
const size = { width: 64, height: 48 };

const perToken = (value: number): number[] => Array.from({ length: TOKENS }, () => value);

/** Answers of twelve tokens; replays with a vocabulary's worth of numbers that nobody must hold on to. */
function stub(): Client {
  const card = {
    build: "",
    modelBackend: "",
    numbersBackend: "",
    adapter: "",
    weightsSha256: "w",
    runtime: "",
  };
  const rollout = ({ showing, sampler, group = 1 }: RolloutRequest) =>
    Array.from({ length: group }, () => ({
      ...{ showing, sampler, card, end: "length", ids: perToken(1) },
      ...{ texts: perToken(0).map(() => " a"), logProbs: perToken(-0.1) },
    }));
  const client = {
    addImage: async () => success({}),
    removeImage: () => undefined,
    rollout: async (request: RolloutRequest) => success(rollout(request)),
    replay: async ({ contrast, divergence }: ReplayRequest) => {
      const ballast = new Float64Array(65536);
      const side = { logProb: perToken(-0.2), ballast };
      const sides = [contrast.student, ...contrast.others].map(() => side);
      return success([{ end: "done", contrast, divergence, sides, divergences: [perToken(0.1)] }]);
    },
  };
  return client as unknown as Client;
}

function thousand(): HeldSuite {
  const entries = Array.from({ length: ITEMS }, (_, i) => ({
    ...{
      id: `item-${i}`,
      path: `${i % 50}.png`,
      size,
      dimension: `d${i % 6}`,
      question: "What?",
      answer: "a",
    },
    ...{ evidence: [], choices: [], choicesInQuestion: false },
    region: { kind: "box", box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 } } as const,
  }));
  const bytes = new Uint8Array(pngHeader(size));
  const paths = [...new Set(entries.map(({ path }) => path))];
  const files = new Map(paths.map((path) => [path, fileOfBlob(path, new Blob([bytes]))]));
  return { title: "thousand", entries, broken: [], files, opened: null };
}

test("1,000 items: memory at the end at most 1.2 times that after 100, the last 100 at most 1.1 times as long as the first", async () => {
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const app = createAppStore();
  const facts = { id: "m", title: "M", boxWords: null, weightsSha256: "w" };
  app.setState({ model: { kind: "ready", facts } as unknown as ModelState });
  const { store, actions } = createSuite({ ...createDesk(app), client: stub() });
  store.setState({ source: { kind: "open", suite: thousand() } });
  actions.setSettings({ ...store.getState().settings, part: WHOLE });
  const heap = new Map<number, number>();
  const times = new Map<number, number>([[0, performance.now()]]);
  store.subscribe(({ items }, before) => {
    if (items.length === before.items.length || items.length % 100 !== 0) return;
    times.set(items.length, performance.now());
    collect();
    if (items.length > 0) heap.set(items.length, process.memoryUsage().heapUsed);
    // What measuring took is nobody's time.
    times.set(items.length + 0.5, performance.now());
  });
  await actions.start();
  const took = (from: number, to: number) => (times.get(to) ?? 0) - (times.get(from) ?? 0);
  expect(store.getState()).toMatchObject({ run: { phase: { kind: "finished" }, failed: 0 } });
  expect(store.getState().items).toHaveLength(ITEMS);
  expect((heap.get(ITEMS) ?? Infinity) / (heap.get(100) ?? 1)).toBeLessThan(1.2);
  expect(took(900.5, ITEMS) / took(0, 100)).toBeLessThan(1.1);
}, 60_000);
