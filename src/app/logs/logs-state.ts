/** State of the page of a training run: the open log, its data, what is selected, and the chosen rollout. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Fault, Outcome } from "../../base/outcome.ts";
import type { Unread } from "../../log/read/records.ts";
import type { LoggedRollout } from "../../log/rollout.ts";
import type { AnewScores } from "../../log/run/anew-lines.ts";
import { EVERY_ROLLOUT, type LogFilter } from "../../log/run/select.ts";
import type { OpenedData, OpenedLog, ShownSubject } from "../../log/worker/api.ts";

export type LogSource =
  | { readonly kind: "none" }
  | { readonly kind: "opening"; readonly title: string; readonly done: number; readonly total: number }
  | { readonly kind: "open"; readonly log: OpenedLog }
  | { readonly kind: "failed"; readonly fault: Fault };

type HeldData =
  | { readonly kind: "none" }
  | { readonly kind: "open"; readonly title: string; readonly data: OpenedData };

/** While data are opened the former ones are held, and stay where that fails. */
export type DataSource =
  | HeldData
  | { readonly kind: "opening"; readonly title: string; readonly former: HeldData };

/** The chosen rollout; its parts are null until they have been read. */
export interface ChosenRollout {
  readonly index: number;
  readonly rollout: Outcome<LoggedRollout> | null;
  readonly subject: Outcome<ShownSubject> | null;
}

/** Rollouts that an open model scored anew. */
export interface AnewState extends AnewScores {
  /** Those that it could not score, by index. */
  readonly leftOut: ReadonlyMap<number, Unread>;
  /** How long a rollout took when it scored last, in seconds; null before the first. */
  readonly secondsEach: number | null;
  /** How far it is while it runs; null where it has ended or was stopped. */
  readonly running: { readonly done: number; readonly total: number } | null;
}

export interface LogsState {
  readonly source: LogSource;
  readonly data: DataSource;
  readonly filter: LogFilter;
  /** Indices of the rollouts that pass the filter, in its order. */
  readonly shown: readonly number[];
  /** Name of the further number that is drawn; null for none. */
  readonly number: string | null;
  readonly chosen: ChosenRollout | null;
  /** Null before any were scored. */
  readonly anew: AnewState | null;
  readonly fault: Fault | null;
}

export type LogsStore = StoreApi<LogsState>;

export const NO_LOG: LogsState = {
  source: { kind: "none" },
  data: { kind: "none" },
  filter: EVERY_ROLLOUT,
  shown: [],
  number: null,
  chosen: null,
  anew: null,
  fault: null,
};

export function createLogsStore(): LogsStore {
  return createStore<LogsState>()(() => NO_LOG);
}
