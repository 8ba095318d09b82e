/** Every action of the person on the page where models are trained. */
import { recipeOf } from "../../lab/recipe/catalog.ts";
import { recipeMistake } from "../../lab/recipe/mistake.ts";
import type { Recipe } from "../../lab/recipe/recipe.ts";
import { openRun, type Run } from "../../lab/run/run.ts";
import type { RecordedTable } from "../../lab/tables/document.ts";
import { BUNDLED_MODELS } from "../models/bundled.ts";
import { type AskedBeside, askBeside } from "./ask-beside.ts";
import { isBusy, type LabSettings, MOST_TOGETHER } from "./lab-state.ts";
import { openTableFile, servedTables } from "./recorded-tables.ts";
import {
  heldData,
  heldDataOf,
  type LabServices,
  measure,
  PREPARING,
  refreshKept,
  requestOf,
  showKept,
  train,
} from "./train-run.ts";
import { keepTrained, packTrained, tryTrained } from "./use-trained.ts";

export interface LabActions {
  /** Reads which runs the browser keeps, and shows the last one where none is shown. */
  restore(): Promise<void>;
  /** Sets the recipe to one of the catalog, as it is there. */
  chooseRecipe(id: string): void;
  /** Changes a part of the recipe. */
  setRecipe(recipe: Recipe): void;
  setSettings(change: Partial<Omit<LabSettings, "recipe">>): void;
  /** Makes a few steps to find out how long they take on this device. */
  measure(): Promise<void>;
  /** Begins a run with the settings; nothing happens while another one is made, or where the recipe cannot be run. */
  start(): Promise<void>;
  pause(): void;
  /** After a pause. */
  resume(): void;
  /** Ends the run after the step that is being made; what is still being prepared ends at once. */
  stop(): void;
  /** Lets the shown run go on from a checkpoint; the steps after it are made again. */
  goOnFrom(step: number): Promise<void>;
  /** Shows a run that the browser keeps. */
  openKept(name: string): void;
  /** Shows the document of a run; needs no model. */
  openFile(file: Blob): Promise<void>;
  /** Deletes a run that the browser keeps, with its checkpoints. */
  remove(name: string): Promise<void>;
  /** Compares the shown run with one that the browser keeps, or no more where it is compared. */
  compareWith(name: string): void;
  /** Opens the files of a list of questions as the data of the next run. */
  openData(files: readonly File[]): Promise<void>;
  /** Which recipes run after the chosen one, by their ids. */
  setSeries(series: readonly string[]): void;
  /** Reads the tables that are served with the page. */
  readTables(): Promise<void>;
  /** Opens the file of a recorded table, which is shown among the others. */
  openTable(file: Blob): Promise<void>;
  /** Sets recipe, student, steps and seed to those of a run, which is then made anew with Start. */
  takeSettings(run: Run): void;
  /** Asks the model after a step and its parent the same questions, which chose nothing: so many of each kind. */
  askBeside(what: AskedBeside, perDimension: number, step: number): Promise<void>;
  /** Opens the model after a step in the playground beside its parent; false where it was not opened. */
  tryTrained(step: number): Promise<boolean>;
  /** Shows that model in the list of models, where it can be copied into the browser's storage. */
  keepTrained(step: number): Promise<void>;
  /** The folder of that model, or of its adapter, as a zip archive; null where it was not made. */
  packTrained(step: number, folder: "model" | "adapter"): Promise<Blob | null>;
  dismissFault(): void;
}

/** A name for a new run: what it is, for a person, and the time, so that none has the name of another. */
function nameOf({ recipe, student, seed }: LabSettings): string {
  return `${student}-${recipe.id}-seed-${seed}-${Date.now().toString(36)}`;
}

/** A recipe whose parts differ from those of the catalog says so. */
function marked(recipe: Recipe): Recipe {
  const known = recipeOf(recipe.id);
  if (known === undefined) return recipe;
  const same = JSON.stringify({ ...recipe, title: known.title }) === JSON.stringify(known);
  return { ...recipe, title: same ? known.title : `${known.title}, changed` };
}

async function restore(services: LabServices): Promise<void> {
  const { store } = services;
  if (isBusy(store.getState())) return;
  await refreshKept(services);
  const { run, kept } = store.getState();
  const [last] = kept;
  if (run === null && last !== undefined && !isBusy(store.getState())) showKept(services, last.name);
}

/** Whether a run was ended while its data was read, before there was a job to stop. */
const wasCancelled = ({ store }: LabServices): boolean => store.getState().phase.kind !== "preparing";

async function start(services: LabServices): Promise<void> {
  const { store } = services;
  const { settings, series } = store.getState();
  if (isBusy(store.getState()) || recipeMistake(settings.recipe) !== null) return;
  store.setState({ phase: PREPARING });
  const held = await heldData(services, settings.data);
  if (wasCancelled(services)) return;
  if (!held.ok) return store.setState({ phase: { kind: "idle" }, fault: held.fault });
  const further = series.map(recipeOf).filter((recipe) => recipe !== undefined);
  const made: string[] = [];
  for (const recipe of [settings.recipe, ...further]) {
    const own = { ...settings, recipe };
    const name = nameOf(own);
    store.setState({ run: null, image: null, checkpoints: [], pair: null, others: [] });
    await train(services, requestOf(own, held.value, name, null));
    if (store.getState().run?.end?.reason !== "finished") break;
    made.push(name);
  }
  if (made.length < 2) return;
  const { kept, name: shown } = store.getState();
  const others = kept.filter(({ name }) => made.includes(name) && name !== shown);
  store.setState({ others, settings: { ...store.getState().settings, recipe: settings.recipe } });
}

async function goOnFrom(services: LabServices, step: number): Promise<void> {
  const { store } = services;
  const { run, name, settings } = store.getState();
  if (isBusy(store.getState()) || run === null || name === null) return;
  const { recipe, steps, seed, every, perDimension, model, data } = run.header;
  store.setState({ phase: PREPARING });
  const held = await heldDataOf(services, data);
  if (wasCancelled(services)) return;
  if (!held.ok) return store.setState({ phase: { kind: "idle" }, fault: held.fault });
  const former = { ...settings, recipe, student: model.weights.id, steps, seed, every, perDimension };
  await train(services, requestOf(former, held.value, name, { kind: "kept", step }));
}

async function openFile({ store }: LabServices, file: Blob): Promise<void> {
  if (isBusy(store.getState())) return;
  const opened = openRun(await file.text());
  if (!opened.ok) return store.setState({ fault: opened.fault });
  store.setState({
    run: opened.value,
    name: null,
    image: null,
    pair: null,
    checkpoints: [],
    phase: { kind: "idle" },
    fault: null,
  });
}

/** Opens the files of a list of questions as the data of the next run. */
async function openData({ store }: LabServices, files: readonly File[]): Promise<void> {
  const { chosenData } = await import("./own-data.ts");
  const opened = await chosenData(files);
  if (!opened.ok) return store.setState({ fault: opened.fault });
  store.setState({
    own: opened.value,
    settings: { ...store.getState().settings, data: "own" },
    fault: null,
  });
}

/** Draws a kept run beside the shown one, or no more; the oldest gives way where there are too many. */
function toggleCompared({ store }: LabServices, name: string): void {
  const { others, kept } = store.getState();
  const rest = others.filter((each) => each.name !== name);
  const found = kept.find((each) => each.name === name);
  const added = rest.length < others.length || found === undefined ? rest : [...rest, found];
  store.setState({ others: added.slice(1 - MOST_TOGETHER) });
}

/** Shows a recorded table among the others; one of the same id gives way. */
function addTable({ store }: LabServices, table: RecordedTable): void {
  store.setState({ tables: new Map([...(store.getState().tables ?? []), [table.header.id, table]]) });
}

async function readTables(services: LabServices): Promise<void> {
  const { store } = services;
  if (store.getState().tables !== null) return;
  store.setState({ tables: new Map() });
  const served = await servedTables();
  if (served.ok) for (const table of served.value) addTable(services, table);
}

async function openTable(services: LabServices, file: Blob): Promise<void> {
  const opened = await openTableFile(file);
  if (opened.ok) addTable(services, opened.value);
  else services.store.setState({ fault: opened.fault });
}

async function remove(services: LabServices, name: string): Promise<void> {
  const { store, trainer } = services;
  const removed = await trainer.removeRun(name);
  if (!removed.ok) return store.setState({ fault: removed.fault });
  const { name: shown, others } = store.getState();
  store.setState({ others: others.filter((each) => each.name !== name) });
  const wasShown = shown === name;
  await refreshKept(services);
  if (wasShown) showKept(services, store.getState().kept[0]?.name ?? null);
}

export function createLabActions(services: LabServices): LabActions {
  const { jobs, store } = services;
  const change = (settings: Partial<LabSettings>) =>
    store.setState({ settings: { ...store.getState().settings, ...settings } });
  return {
    restore: () => restore(services),
    chooseRecipe(id) {
      const recipe = recipeOf(id);
      if (recipe !== undefined) change({ recipe });
    },
    setRecipe: (recipe) => change({ recipe: marked(recipe) }),
    setSettings: change,
    measure: async () => {
      if (!isBusy(store.getState())) await measure(services);
    },
    start: () => start(services),
    pause() {
      if (store.getState().phase.kind !== "running") return;
      jobs.of("lab")?.pause();
      store.setState({ phase: { kind: "paused" } });
    },
    resume() {
      if (store.getState().phase.kind !== "paused") return;
      store.setState({ phase: { kind: "running" } });
      jobs.of("lab")?.resume();
    },
    stop() {
      const { kind } = store.getState().phase;
      const job = jobs.of("lab");
      job?.stop();
      if (kind === "running" || kind === "paused") store.setState({ phase: { kind: "ending" } });
      else if (kind === "preparing" && job === null) store.setState({ phase: { kind: "idle" } });
    },
    goOnFrom: (step) => goOnFrom(services, step),
    openKept(name) {
      if (!isBusy(store.getState())) showKept(services, name);
    },
    openFile: (file) => openFile(services, file),
    remove: (name) => remove(services, name),
    compareWith: (name) => toggleCompared(services, name),
    openData: (files) => openData(services, files),
    setSeries: (series) => store.setState({ series: series.slice(0, MOST_TOGETHER - 1) }),
    readTables: () => readTables(services),
    openTable: (file) => openTable(services, file),
    takeSettings({ header: { recipe, steps, seed, model } }) {
      if (isBusy(store.getState())) return;
      const student = BUNDLED_MODELS.find(({ id }) => id === model.weights.id)?.id;
      change({ recipe, steps, seed, data: "scenes", ...(student === undefined ? {} : { student }) });
    },
    askBeside: (what, perDimension, step) => askBeside(services, what, perDimension, step),
    tryTrained: (step) => tryTrained(services, step),
    keepTrained: (step) => keepTrained(services, step),
    async packTrained(step, folder) {
      const packed = await packTrained(services, step, folder);
      if (packed === null || packed.ok) return packed?.value ?? null;
      store.setState({ fault: packed.fault });
      return null;
    },
    dismissFault: () => store.setState({ fault: null }),
  };
}
