/** Every action of the person on the page of a training run. */
import type { Outcome } from "../../base/outcome.ts";
import type { LogFilter } from "../../log/run/select.ts";
import type { GivenFile } from "../../log/worker/api.ts";
import { tidyPath } from "../../suite/open/files/suite-file.ts";
import { titleOf } from "../suite/suite-sources.ts";
import type { LogsServices } from "./logs-services.ts";
import { type ChosenRollout, type LogSource, NO_LOG } from "./logs-state.ts";
import { openRollout } from "./open-rollout.ts";
import { scoreAnew } from "./score-anew.ts";
import { scoreMany } from "./score-many.ts";

export interface LogsActions {
  /** Opens the files of a log; the former log is closed. */
  openLog(files: readonly File[]): Promise<void>;
  /** Gives the rollouts their data: lists, images, or both. */
  openData(files: readonly File[]): Promise<void>;
  setFilter(filter: LogFilter): Promise<void>;
  /** Which further number is drawn. */
  setNumber(name: string | null): void;
  /** Shows a rollout with its image; null shows none. */
  choose(index: number | null): Promise<void>;
  /** Puts the chosen rollout into the playground; false where that is not possible, which is reported. */
  openChosen(): Promise<boolean>;
  /** The same, scored by the open model; false where that is not possible, which is reported. */
  scoreChosen(): Promise<boolean>;
  /** Scores at most so many of the shown rollouts with the open model, in the background; faults are reported. */
  scoreMany(most: number): Promise<void>;
  stopScoring(): void;
  /** The shown rollouts as lines of tokens and metrics; null where that failed, which is reported. */
  write(): Promise<Blob | null>;
  dismissFault(): void;
}

/** The name of the folder or of the only file; several files have none. */
function nameOf(files: readonly File[]): string {
  const inFolder = files.some(({ webkitRelativePath }) => webkitRelativePath !== "");
  return files.length === 1 || inFolder ? titleOf(files) : `${files.length} files`;
}

/** Paths below the chosen folder; what systems leave behind is left out. */
function givenFiles(files: readonly File[]): readonly GivenFile[] {
  return files.flatMap((file) => {
    const path = tidyPath(file.webkitRelativePath.split("/").slice(1).join("/") || file.name);
    return path === null ? [] : [{ path, blob: file }];
  });
}

/** The value, or null where there is a fault, which is then shown. */
function shownValue<T>({ store }: LogsServices, outcome: Outcome<T>): T | null {
  if (outcome.ok) return outcome.value;
  store.setState({ fault: outcome.fault });
  return null;
}

async function openLog(logs: LogsServices, files: readonly File[]): Promise<void> {
  const { store, api } = logs;
  const title = nameOf(files);
  const { data } = store.getState();
  // Another log of the same title may be opened meanwhile: the object tells which is shown.
  let opening: LogSource = { kind: "opening", title, done: 0, total: 0 };
  store.setState({ ...NO_LOG, data, source: opening });
  const isShown = () => store.getState().source === opening;
  const opened = await api.open(title, givenFiles(files), (done, total) => {
    if (!isShown()) return;
    opening = { kind: "opening", title, done, total };
    store.setState({ source: opening });
  });
  if (!isShown()) return;
  if (!opened.ok) return store.setState({ source: { kind: "failed", fault: opened.fault } });
  const { rollouts, numbers, anew } = opened.value;
  store.setState({
    source: { kind: "open", log: opened.value },
    shown: rollouts.map((_, index) => index),
    number: numbers[0]?.name ?? null,
    // Lines that were saved go on where scoring ended.
    anew: anew && { ...anew, leftOut: new Map(), secondsEach: null, running: null },
  });
}

async function choose({ store, api }: LogsServices, index: number | null): Promise<void> {
  if (index === null) return store.setState({ chosen: null });
  if (store.getState().chosen?.index === index) return;
  let chosen: ChosenRollout = { index, rollout: null, subject: null };
  store.setState({ chosen });
  const show = (part: Partial<ChosenRollout>) => {
    if (store.getState().chosen !== chosen) return;
    chosen = { ...chosen, ...part };
    store.setState({ chosen });
  };
  await Promise.all([
    api.read(index).then((rollout) => show({ rollout })),
    api.subject(index).then((subject) => show({ subject })),
  ]);
}

async function openData(logs: LogsServices, files: readonly File[]): Promise<void> {
  const { store, api } = logs;
  const title = nameOf(files);
  const { data } = store.getState();
  const former = data.kind === "opening" ? data.former : data;
  const opening = { kind: "opening", title, former } as const;
  store.setState({ data: opening });
  const outcome = await api.openData(givenFiles(files));
  if (store.getState().data !== opening) return;
  const opened = shownValue(logs, outcome);
  store.setState({ data: opened === null ? former : { kind: "open", title, data: opened } });
  if (opened === null) return;
  if (former.kind === "open") {
    // What was scored was scored with the former images and evidence.
    logs.services.jobs.of("logs")?.stop();
    store.setState({ anew: null });
  }
  const { chosen } = store.getState();
  if (chosen === null) return;
  store.setState({ chosen: null });
  await choose(logs, chosen.index);
}

async function setFilter(logs: LogsServices, filter: LogFilter): Promise<void> {
  const { store, api } = logs;
  store.setState({ filter });
  const selected = await api.select(filter);
  if (store.getState().filter !== filter) return;
  const shown = shownValue(logs, selected);
  if (shown !== null) store.setState({ shown });
}

export function createLogsActions(logs: LogsServices): LogsActions {
  const { store, api } = logs;
  return {
    openLog: (files) => openLog(logs, files),
    openData: (files) => openData(logs, files),
    setFilter: (filter) => setFilter(logs, filter),
    setNumber: (number) => store.setState({ number }),
    choose: (index) => choose(logs, index),
    async openChosen() {
      const opened = await openRollout(logs);
      if (!opened.ok) store.setState({ fault: opened.fault });
      return opened.ok;
    },
    async scoreChosen() {
      const scored = await scoreAnew(logs);
      if (!scored.ok) store.setState({ fault: scored.fault });
      return scored.ok;
    },
    scoreMany: (most) => scoreMany(logs, most),
    stopScoring: () => logs.services.jobs.of("logs")?.stop(),
    write: async () => shownValue(logs, await api.write(store.getState().shown, store.getState().anew)),
    dismissFault: () => store.setState({ fault: null }),
  };
}
