/** State of the suite page: the open suite, its settings, the results, and the selection. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Fault } from "../../base/outcome.ts";
import { EVERYTHING, type Filter } from "../../suite/figures/select.ts";
import type { BrokenRow } from "../../suite/open/draft.ts";
import type { SuiteEntry } from "../../suite/open/entry.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import type { OpenedSuite } from "../../suite/open/open-suite.ts";
import { type SuitePart, WHOLE } from "../../suite/order.ts";
import type { FailedItem, ItemResult, Results, ResultsHeader } from "../../suite/results/result.ts";
import type { AskSettings } from "../../suite/run/ask-entry.ts";
import type { SuiteRun } from "../../suite/run/runner.ts";
import type { KeptRun } from "./results/kept-runs.ts";

export interface HeldSuite {
  readonly title: string;
  readonly entries: readonly SuiteEntry[];
  readonly broken: readonly BrokenRow[];
  readonly files: ReadonlyMap<string, SuiteFile>;
  /** The basis for another interpretation of the boxes; null for the bundled suite, whose boxes are known. */
  readonly opened: OpenedSuite | null;
}

export type SuiteSource =
  | { readonly kind: "none" }
  | { readonly kind: "opening"; readonly title: string }
  | { readonly kind: "open"; readonly suite: HeldSuite }
  | { readonly kind: "failed"; readonly fault: Fault };

export interface RunSettings {
  readonly part: SuitePart;
  readonly ask: AskSettings;
}

/** The selected mark of a chart. */
export interface Selected {
  readonly figure: string;
  readonly mark: string;
  readonly label: string;
  readonly ids: readonly string[];
}

/** The run that the current one is compared with. */
export interface Second {
  /** Its name: a file's name, or when and what was run. */
  readonly name: string;
  readonly results: Results;
}

export interface SuiteState {
  readonly source: SuiteSource;
  readonly settings: RunSettings;
  readonly run: SuiteRun | null;
  /** Header of the shown results; null before any. */
  readonly header: ResultsHeader | null;
  /** Whether these results came with Fovea: nothing was asked for them in this browser. */
  readonly recorded: boolean;
  readonly items: readonly ItemResult[];
  readonly failed: readonly FailedItem[];
  /** Lines of the results file that could not be read. */
  readonly unread: Results["broken"];
  readonly selected: Selected | null;
  readonly filter: Filter;
  /** The item that was last opened in the playground, so that the page returns to it. */
  readonly visited: string | null;
  /** Null where nothing is compared. */
  readonly second: Second | null;
  /** Earlier runs of this browser, newest first. */
  readonly runs: readonly KeptRun[];
  readonly fault: Fault | null;
}

export type SuiteStore = StoreApi<SuiteState>;

export const INITIAL_SETTINGS: RunSettings = {
  // A seeded random order, so that the figures of a run that is stopped early are those of a fair sample.
  part: { ...WHOLE, limit: 60, pick: "random", seed: 1 },
  ask: {
    conditions: ["global", "grounded", "regional"],
    choices: "letter",
    shuffle: null,
    numberWords: false,
    samples: { count: 0, seed: 1 },
    signals: true,
    longestEdge: null,
  },
};

export const INITIAL_SUITE: SuiteState = {
  source: { kind: "none" },
  settings: INITIAL_SETTINGS,
  run: null,
  header: null,
  recorded: false,
  items: [],
  failed: [],
  unread: [],
  selected: null,
  filter: EVERYTHING,
  visited: null,
  second: null,
  runs: [],
  fault: null,
};

export function createSuiteStore(): SuiteStore {
  return createStore<SuiteState>()(() => INITIAL_SUITE);
}
