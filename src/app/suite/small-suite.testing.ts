/** For tests: a suite of three items on two images, and a model that answers "cup" unless it is told to fail. */
import { type FaultKind, failure, success } from "../../base/outcome.ts";
import type { Engines } from "../../engine/engines.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { RolloutRequest } from "../../evidence/rollout.ts";
import type { SuiteEntry } from "../../suite/open/entry.ts";
import { fileOfBlob } from "../../suite/open/files/suite-file.ts";
import { pngHeader } from "../../suite/open/folder-fixture.testing.ts";
import { type AppServices, createAppServices } from "../services.ts";
import { createAppStore, type EngineState, type ModelState } from "../state.ts";
import { createSuite, type SuiteHandle } from "./create-suite.ts";
import type { HeldSuite } from "./suite-state.ts";

/** What the engine fails with at each call about an image or an answer. */
export type Told = { readonly [what in "picture" | "answer"]?: (time: number) => FaultKind | null };

const card = {
  build: "b",
  modelBackend: "wasm",
  numbersBackend: "cpu",
  adapter: "none",
  runtime: "r",
  weightsSha256: "w",
};

function engine(told: Told): LocalEngine {
  const times = { picture: 0, answer: 0 };
  const take = (what: keyof Told) => {
    times[what]++;
    const kind = told[what]?.(times[what]) ?? null;
    return kind === null ? null : failure(kind, `No ${what}.`);
  };
  const client = {
    addImage: async () => take("picture") ?? success({ notes: [] }),
    removeImage: () => undefined,
    rollout: async ({ showing, sampler }: RolloutRequest) =>
      take("answer") ??
      success([
        {
          showing,
          sampler,
          card,
          end: "stopToken",
          sibling: 0,
          forced: 0,
          ids: [1, 2],
          texts: ["cup", ""],
          logProbs: [-0.1, -0.1],
        },
      ]),
  };
  return { ...client, background: client } as unknown as LocalEngine;
}

const size = { width: 80, height: 40 };

function itemOf(id: string, path: string, question: string, answer: string, x: number): SuiteEntry {
  const box = { x, y: 0.25, width: 0.25, height: 0.5 };
  return {
    id,
    path,
    size,
    dimension: "d",
    question,
    answer,
    evidence: [answer],
    choices: [],
    answers: [],
    correct: [],
    choicesInQuestion: false,
    region: { kind: "box", box } as const,
  };
}

const entries: readonly SuiteEntry[] = [
  itemOf("one", "table.png", "What stands on the left?", "cup", 0),
  itemOf("two", "table.png", "What stands on the right?", "spoon", 0.5),
  itemOf("three", "shelf.png", "What lies there?", "cup", 0.5),
];

function smallSuite(): HeldSuite {
  const bytes = new Uint8Array(pngHeader(size));
  const paths = [...new Set(entries.map(({ path }) => path))];
  const files = paths.map((path) => [path, fileOfBlob(path, new Blob([bytes, path]))] as const);
  return { title: "small", entries, broken: [], files: new Map(files), opened: null };
}

export const ready = (sha256: string): ModelState =>
  ({
    kind: "ready",
    facts: { id: sha256, title: sha256, boxWords: null, weights: { sha256 } },
  }) as unknown as ModelState;

/** The suite page with the small suite open, asked with the full image alone. */
export function openedSmall(told: Told = {}): SuiteHandle & { readonly services: AppServices } {
  const app = createAppStore();
  app.setState({ model: ready("w"), engine: { kind: "ready" } as unknown as EngineState });
  const client = engine(told);
  const services: AppServices = { ...createAppServices(app), client, engines: client as unknown as Engines };
  const { store, actions } = createSuite(services);
  store.setState({ source: { kind: "open", suite: smallSuite() } });
  const { settings } = store.getState();
  actions.setSettings({
    part: { ...settings.part, limit: null, pick: "first", seed: null },
    ask: { ...settings.ask, conditions: ["global"], signals: false },
  });
  return { store, actions, services };
}
