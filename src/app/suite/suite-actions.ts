/** Every action of the person on the suite page. */
import { failure, type Outcome } from "../../base/outcome.ts";
import type { Filter } from "../../suite/figures/select.ts";
import { EVERYTHING } from "../../suite/figures/select.ts";
import type { BoxInterpretation } from "../../suite/open/boxes/box-interpretation.ts";
import type { KeyInterpretation } from "../../suite/open/choices/answer-key.ts";
import { type Columns, columnNames } from "../../suite/open/columns/columns.ts";
import {
  type OpenedSuite,
  withBoxInterpretation,
  withGivenColumns,
  withKeyInterpretation,
} from "../../suite/open/open-suite.ts";
import { openResults } from "../../suite/results/open-results.ts";
import { step } from "../../suite/run/runner.ts";
import { mayLeaveSuite } from "../models/stopping.ts";
import type { AppServices } from "../services.ts";
import type { SessionActions } from "../sessions/session-actions.ts";
import { openItem, pictureOf } from "./open-item.ts";
import { keepColumns } from "./results/kept-columns.ts";
import { forgetEvidence } from "./results/kept-evidence.ts";
import { forgetLines, readLines } from "./results/kept-results.ts";
import { keepRun, readRuns } from "./results/kept-runs.ts";
import { settingsOf } from "./results/results-header.ts";
import { carryOn, leaveOut, pause, prepare } from "./run-suite.ts";
import { createSuiteServices, type SuiteServices } from "./suite-services.ts";
import { BUNDLED_TITLE, fetchRecorded, openBundled, openChosen, titleOf } from "./suite-sources.ts";
import type { HeldSuite, RunSettings, Selected, SuiteSource, SuiteState, SuiteStore } from "./suite-state.ts";

export interface SuiteActions {
  /** Shows what was stored before a reload, or the bundled suite with its recorded results. */
  restore(): Promise<void>;
  openBundled(): Promise<void>;
  openFiles(files: readonly File[]): Promise<void>;
  setReading(reading: BoxInterpretation): void;
  setKeyReading(reading: KeyInterpretation): void;
  /** Sets the roles of the suite's columns, now and for further suites with the same columns; null for the recognised ones. */
  setColumns(columns: Columns | null): Promise<void>;
  setSettings(settings: RunSettings): void;
  /** Asks from the first item, discarding previous results. */
  start(): Promise<void>;
  pause(): void;
  /** Continues after a pause, a halt, a stop or a reload; answered items are not asked again. */
  resume(): Promise<void>;
  /** Continues after a halt without the item that was asked, which counts as one that could not be asked. */
  leaveOut(): Promise<void>;
  stop(): void;
  /** Shows a results file; needs no model. */
  openResults(file: Blob): Promise<void>;
  /** Shows Fovea-mini's recorded answers to the bundled suite; needs no model. */
  openRecorded(): Promise<void>;
  /** Shows an earlier run of this browser; needs no model. */
  openRun(id: number): Promise<void>;
  select(selected: Selected | null): void;
  setFilter(filter: Filter): void;
  /** Puts an item with all its data into the playground; false where that is not possible, which is reported. */
  openItem(id: string): Promise<boolean>;
  /** An image of the open suite, by its path. */
  picture(path: string): Promise<Outcome<Blob>>;
  /** Compares the results with those of a file; null ends the comparison. */
  compareWith(file: File | null): Promise<void>;
  /** Compares the results with an earlier run of this browser, under that name. */
  compareWithRun(id: number, name: string): void;
  dismissFault(): void;
}

const NOTHING_FOUND = {
  run: null,
  header: null,
  items: [],
  failed: [],
  unread: [],
  selected: null,
  fault: null,
  visited: null,
  filter: EVERYTHING,
  recorded: false,
} as const;

async function opening(
  suiteServices: SuiteServices,
  title: string,
  open: () => Promise<Outcome<HeldSuite>>,
): Promise<void> {
  const { store } = suiteServices;
  suiteServices.opened++;
  const turn = suiteServices.opened;
  store.setState({ source: { kind: "opening", title }, fault: null });
  const opened = await open();
  if (turn !== suiteServices.opened) return;
  const source: SuiteSource = opened.ok
    ? { kind: "open", suite: opened.value }
    : { kind: "failed", fault: opened.fault };
  store.setState({ source });
  if (opened.ok && store.getState().header?.suite.title === opened.value.title) prepare(suiteServices);
}

/** Opens what the person chose; results of another suite are closed with it. */
async function choose(
  suiteServices: SuiteServices,
  title: string,
  open: () => Promise<Outcome<HeldSuite>>,
): Promise<void> {
  const { services, store } = suiteServices;
  services.jobs.of("suite")?.stop();
  if (store.getState().header?.suite.title !== title) store.setState(NOTHING_FOUND);
  await opening(suiteServices, title, open);
}

/** Replaces the results by those in a text, with their settings; a text that is not results is a fault. */
function show({ services, store }: SuiteServices, text: string): void {
  services.jobs.of("suite")?.stop();
  const read = openResults(text);
  if (!read.ok) {
    store.setState({ fault: read.fault });
    return;
  }
  const { header, items, failed, broken: unread } = read.value;
  const settings = settingsOf(header);
  store.setState({ ...NOTHING_FOUND, header, items, failed, unread, settings });
}

async function restore(suiteServices: SuiteServices): Promise<void> {
  const { store } = suiteServices;
  if (store.getState().source.kind !== "none") return;
  const [kept, runs] = [await readLines(), await readRuns()];
  store.setState({ runs });
  // What the person opened meanwhile stays.
  const { source, header: shown } = store.getState();
  if (source.kind !== "none") return;
  if (shown === null && kept.ok && kept.value !== "") show(suiteServices, kept.value);
  const { header } = store.getState();
  if (header === null) await openWithRecorded(suiteServices);
  else if (header.suite.title === BUNDLED_TITLE) await opening(suiteServices, BUNDLED_TITLE, openBundled);
}

/** The bundled suite with its recorded results, unless something else is on the page by then; settings stay as they were. */
async function openWithRecorded(suiteServices: SuiteServices): Promise<void> {
  const { store } = suiteServices;
  const recorded = fetchRecorded();
  await opening(suiteServices, BUNDLED_TITLE, async () => {
    const suite = await openBundled();
    await recorded;
    return suite;
  });
  const results = await recorded;
  const { source, header, run, settings } = store.getState();
  const bundled = source.kind === "open" && source.suite.title === BUNDLED_TITLE;
  if (!results.ok || !bundled || header !== null || run !== null) return;
  show(suiteServices, results.value);
  store.setState({ settings, recorded: true });
}

/** Opens the suite itself too, so that its items can be inspected. */
async function openRecorded(suiteServices: SuiteServices): Promise<void> {
  const { store } = suiteServices;
  const recorded = await fetchRecorded();
  if (!recorded.ok) {
    store.setState({ fault: recorded.fault });
    return;
  }
  show(suiteServices, recorded.value);
  store.setState({ recorded: true });
  const { source } = store.getState();
  if (source.kind !== "open" || source.suite.title !== BUNDLED_TITLE)
    await choose(suiteServices, BUNDLED_TITLE, openBundled);
}

/** Replaces the open suite by the same one under another interpretation. */
function understand(store: SuiteStore, { suite }: { readonly suite: HeldSuite }, opened: OpenedSuite): void {
  const { entries, broken } = opened;
  store.setState({ source: { kind: "open", suite: { ...suite, opened, entries, broken } } });
}

/** The open suite under another interpretation. */
function read(store: SuiteStore, reread: (opened: OpenedSuite) => OpenedSuite): void {
  const { source } = store.getState();
  if (source.kind !== "open" || source.suite.opened === null) return;
  understand(store, source, reread(source.suite.opened));
}

async function setColumns(store: SuiteStore, columns: Columns | null): Promise<void> {
  const { source } = store.getState();
  if (source.kind !== "open" || source.suite.opened === null) return;
  const { opened } = source.suite;
  const other = await withGivenColumns(opened, columns);
  if (store.getState().source !== source) return;
  understand(store, source, other);
  await keepColumns(columnNames(opened.source.lists.rows), columns);
}

function stop({ services, store }: SuiteServices): void {
  const { run } = store.getState();
  if (run !== null) store.setState({ run: step(run, { kind: "stop" }) });
  services.jobs.of("suite")?.stop();
}

/** Stores the current results as an earlier run, so that the next one can be compared with it. */
async function putAside(store: SuiteStore): Promise<void> {
  const kept = await readLines();
  const former = kept.ok && kept.value !== "" ? openResults(kept.value) : null;
  if (!kept.ok || former === null || !former.ok || former.value.items.length === 0) return;
  const { header, items } = former.value;
  const { suite, model } = header;
  const run = {
    suite: suite.title,
    model: model.title,
    items: items.length,
    at: Date.now(),
    text: kept.value,
  };
  await keepRun(run);
  store.setState({ runs: await readRuns() });
}

async function start(suiteServices: SuiteServices): Promise<void> {
  const { services, store } = suiteServices;
  services.jobs.of("suite")?.stop();
  await suiteServices.asking;
  await putAside(store);
  await forgetEvidence();
  const forgotten = await forgetLines();
  store.setState({ ...NOTHING_FOUND, fault: forgotten.ok ? null : forgotten.fault });
  prepare(suiteServices);
  await carryOn(suiteServices);
}

async function visit(suiteServices: SuiteServices, session: SessionActions, id: string): Promise<boolean> {
  const { store } = suiteServices;
  const opened = await openItem(suiteServices, session, id);
  if (opened.ok) store.setState({ visited: id, fault: null });
  else store.setState({ fault: opened.fault });
  return opened.ok;
}

/** Sets the results to compare with; a text without any is a fault. */
function hold(store: SuiteStore, name: string, text: string): void {
  const read = openResults(text);
  if (read.ok) store.setState({ second: { name, results: read.value }, fault: null });
  else store.setState({ fault: read.fault });
}

export function createSuiteActions(
  services: AppServices,
  store: SuiteStore,
  session: SessionActions,
): SuiteActions {
  const suiteServices = createSuiteServices(services, store);
  const set = (changed: Partial<SuiteState>): void => store.setState(changed);
  const leaving = async (work: () => Promise<void>): Promise<void> => {
    if (await mayLeaveSuite(services)) await work();
  };
  const textOf = (id: number) => store.getState().runs.find((run) => run.id === id)?.text;
  return {
    restore: () => restore(suiteServices),
    openBundled: () => leaving(() => choose(suiteServices, BUNDLED_TITLE, openBundled)),
    openFiles: (files) => leaving(() => choose(suiteServices, titleOf(files), () => openChosen(files))),
    setReading: (reading) => read(store, (opened) => withBoxInterpretation(opened, reading)),
    setKeyReading: (reading) => read(store, (opened) => withKeyInterpretation(opened, reading)),
    setColumns: (columns) => setColumns(store, columns),
    setSettings: (settings) => set({ settings }),
    start: () => start(suiteServices),
    pause: () => pause(suiteServices),
    resume() {
      if (store.getState().run?.phase.kind === "stopped") prepare(suiteServices);
      return carryOn(suiteServices);
    },
    leaveOut: () => leaveOut(suiteServices),
    stop: () => stop(suiteServices),
    openResults: (file) => leaving(async () => show(suiteServices, await file.text())),
    openRecorded: () => leaving(() => openRecorded(suiteServices)),
    openRun: (id) =>
      leaving(async () => {
        const text = textOf(id);
        if (text !== undefined) show(suiteServices, text);
      }),
    select: (selected) =>
      set({ selected, filter: { ...store.getState().filter, ids: selected?.ids ?? null } }),
    setFilter: (filter) => set({ filter }),
    openItem: (id) => visit(suiteServices, session, id),
    async picture(path) {
      const { source } = store.getState();
      return source.kind === "open"
        ? pictureOf(source.suite, path)
        : failure("notFound", "No suite is open.");
    },
    async compareWith(file) {
      if (file === null) set({ second: null });
      else hold(store, file.name, await file.text());
    },
    compareWithRun(id, name) {
      const text = textOf(id);
      if (text !== undefined) hold(store, name, text);
    },
    dismissFault: () => set({ fault: null }),
  };
}
