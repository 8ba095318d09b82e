/** Makes a run as a job of the page, which gives way to what a person waits for, and keeps the state up to date. */
import type { ModelId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { GALLERY_TITLE, type RunData } from "../../lab/run/data.ts";
import type { RunRecord, RunSettings } from "../../lab/run/document.ts";
import { measuredFrom } from "../../lab/run/need.ts";
import { openRun, withRecord } from "../../lab/run/run.ts";
import type { LocalFile } from "../../source/source.ts";
import type { EarlierPart, TrainingEvent, TrainingRequest } from "../../training/protocol/protocol.ts";
import { readOverrides, siteUrl } from "../address.ts";
import type { Job, JobSpec, Jobs } from "../jobs/jobs.ts";
import { BUNDLED_MODELS } from "../models/bundled.ts";
import { type LabSettings, type LabStore, measuredKey } from "./lab-state.ts";
import type { HeldData } from "./own-data.ts";
import type { Trainer } from "./trainer.ts";

export interface LabServices {
  readonly jobs: Jobs;
  readonly store: LabStore;
  readonly trainer: Trainer;
  /** Opens a trained model in the playground beside its parent; false where it was not opened. */
  openTrained(child: ModelId, parent: ModelId, files: readonly LocalFile[]): Promise<boolean>;
  /** Shows a model's files in the list of models. */
  lookInto(files: readonly LocalFile[]): Promise<void>;
}

/** A job of this page. */
export const TRAINING: JobSpec = { owner: "lab", kind: "background", title: "Training", usesModel: false };

const runSettings = ({ recipe, steps, seed, every, perDimension }: LabSettings): RunSettings => ({
  recipe,
  steps,
  seed,
  every,
  perDimension,
});

/** The address of a bundled model's manifest. */
export function manifestOf(id: ModelId): string {
  return siteUrl(BUNDLED_MODELS.find((model) => model.id === id)?.manifest ?? "").href;
}

export function requestOf(
  settings: LabSettings,
  held: HeldData | null,
  keep: string | null,
  earlier: EarlierPart | null,
): TrainingRequest {
  const { modelBackend, threads } = readOverrides(siteUrl("").search);
  return {
    manifest: manifestOf(settings.student),
    base: siteUrl(".").href,
    settings: { ...runSettings(settings), ...(held === null ? {} : { data: held.data }) },
    pictures: held?.pictures ?? null,
    keep,
    earlier,
    backend: modelBackend,
    threads,
    sparing: true,
    features: null,
    measured: null,
    firstStage: null,
  };
}

/** Shows a record, and ends the run where it has collapsed and should. */
function take({ store }: LabServices, job: Job, record: RunRecord): void {
  const { run, settings, phase } = store.getState();
  if (run === null) return;
  store.setState({ run: withRecord(run, record) });
  if (phase.kind === "preparing" && (record.kind === "step" || record.kind === "evaluation"))
    store.setState({ phase: { kind: "running" } });
  if (record.kind === "step") job.report(record.step, run.header.steps);
  if (record.kind === "collapse" && settings.endsAtCollapse) {
    store.setState({ phase: { kind: "ending" } });
    job.stop();
  }
}

function handle(services: LabServices, job: Job, event: TrainingEvent): void {
  const { store } = services;
  switch (event.kind) {
    case "begin": {
      const opened = openRun(event.lines);
      if (opened.ok) store.setState({ run: opened.value });
      break;
    }
    case "record":
      take(services, job, event.record);
      break;
    case "image":
      store.setState({ image: event.image });
      break;
    case "kept":
      store.setState({ checkpoints: event.checkpoints });
      break;
    case "progress": {
      const { kind: _, ...progress } = event;
      if (store.getState().phase.kind === "preparing")
        store.setState({ phase: { kind: "preparing", ...progress } });
      break;
    }
    case "file":
      // The browser keeps a run's files; nothing else comes of it here.
      break;
    default:
      event satisfies never;
  }
}

/** Reads which runs the browser keeps. */
export async function refreshKept({ store, trainer }: LabServices): Promise<void> {
  const found = await trainer.keptRuns();
  if (!found.ok) return;
  const kept = found.value.flatMap(({ name, at, document, checkpoints, image }) => {
    const run = openRun(document);
    return run.ok ? [{ name, at, run: run.value, checkpoints, image }] : [];
  });
  const measured = new Map(store.getState().measured);
  for (const { run, checkpoints } of kept) {
    const known = measuredFrom(run, checkpoints.at(-1)?.bytes ?? 0);
    const key = measuredKey(run.header.recipe, run.header.model.weights.id);
    if (known !== null && !measured.has(key)) measured.set(key, known);
  }
  store.setState({ kept, measured });
}

/** What is shown until the worker tells more. */
export const PREPARING = {
  kind: "preparing",
  what: "opening the model",
  done: 0,
  total: 0,
  bytes: false,
} as const;

/** Makes the run of a request, which is shown while it is made. */
export async function train(services: LabServices, request: TrainingRequest): Promise<void> {
  const { jobs, store, trainer } = services;
  store.setState({ phase: PREPARING, name: request.keep, fault: null });
  const atOnce = new AbortController();
  const ended = await jobs.run(TRAINING, async (job) => {
    // Before the first evaluation there is nothing that a step would end, and nothing to lose.
    job.signal.addEventListener("abort", () => {
      if (store.getState().phase.kind === "preparing") atOnce.abort();
    });
    const onEvent = (event: TrainingEvent) => handle(services, job, event);
    return trainer.startTraining(request, onEvent, job.goOn, atOnce.signal);
  });
  store.setState({ phase: ended.ok ? { kind: "idle" } : { kind: "failed", fault: ended.fault } });
  await refreshKept(services);
  if (ended.ok && ended.value === null) showKept(services, request.keep);
}

/** Which choice of data a run had. */
function dataKind(data: RunData): LabSettings["data"] {
  if (data === "scenes") return "scenes";
  return data.title === GALLERY_TITLE ? "gallery" : "own";
}

/** The pictures of the chosen data; null for drawn scenes. Faults: badInput where no list is open, those of the gallery. */
export async function heldData(
  { store }: LabServices,
  kind: LabSettings["data"],
): Promise<Outcome<HeldData | null>> {
  if (kind === "scenes") return success(null);
  if (kind === "gallery") return (await import("./own-data.ts")).galleryData();
  const { own } = store.getState();
  return own === null
    ? failure("badInput", "No list of questions is open.", "Open the files of a suite first.")
    : success(own);
}

/** The pictures of a run that goes on. Faults: badInput where another list is open than the run had. */
export async function heldDataOf(services: LabServices, data: RunData): Promise<Outcome<HeldData | null>> {
  const held = await heldData(services, dataKind(data));
  if (!held.ok || data === "scenes" || held.value?.data.sha256 === data.sha256) return held;
  return failure(
    "badInput",
    `The run was made with ${data.title}, and another list is open.`,
    "Open that list again.",
  );
}

/**
 * Shows a run that the browser keeps as it is kept, or none where it keeps none under that name. The next run has its settings,
 * unless they are changed. A run is not compared with itself.
 */
export function showKept({ store }: LabServices, name: string | null): void {
  store.setState({ others: store.getState().others.filter((each) => each.name !== name) });
  const found = store.getState().kept.find((each) => each.name === name);
  if (found !== undefined) {
    const { recipe, steps, seed, every, perDimension, model } = found.run.header;
    const changed = { recipe, student: model.weights.id, steps, seed, every, perDimension };
    const { settings } = store.getState();
    store.setState({ settings: { ...settings, ...changed, data: dataKind(found.run.header.data) } });
  }
  store.setState({
    run: found?.run ?? null,
    name: found?.name ?? null,
    image: found?.image ?? null,
    pair: null,
    checkpoints: found?.checkpoints ?? [],
    phase: { kind: "idle" },
    fault: null,
  });
}

/** A few steps and the few held-out questions that tell how long a run takes. */
const SHORT = { steps: 3, every: 3, perDimension: 1 } as const;

/** Makes a short run that nothing is kept of, and remembers how long its parts took. */
export async function measure(services: LabServices): Promise<void> {
  const { jobs, store, trainer } = services;
  const { settings } = store.getState();
  store.setState({ phase: { kind: "measuring" }, fault: null });
  const held = await heldData(services, settings.data);
  if (!held.ok) return store.setState({ phase: { kind: "idle" }, fault: held.fault });
  let text = "";
  let bytes = 0;
  const request = requestOf({ ...settings, ...SHORT }, held.value, null, null);
  const ended = await jobs.run(TRAINING, (job) => {
    const onEvent = (event: TrainingEvent): void => {
      if (event.kind === "begin") text = event.lines;
      if (event.kind === "record") text += `${JSON.stringify(event.record)}\n`;
      if (event.kind === "file") bytes = Math.max(bytes, event.file.length);
      // The checkpoint after the last step is all that was missing; the trained model is not needed.
      if (event.kind === "record" && event.record.kind === "end") job.stop();
    };
    return trainer.startTraining(request, onEvent, job.goOn, job.signal);
  });
  store.setState({ phase: { kind: "idle" } });
  if (!ended.ok) return store.setState({ fault: ended.fault });
  const run = openRun(text);
  const known = run.ok ? measuredFrom(run.value, bytes) : null;
  if (known === null) return;
  const measured = new Map(store.getState().measured);
  store.setState({ measured: measured.set(measuredKey(settings.recipe, settings.student), known) });
}
