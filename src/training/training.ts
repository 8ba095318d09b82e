/** The worker's side of training: opens the model, shows the held-out questions, runs the recipe, and keeps what comes of it. */

import { failure, faultFrom, type Outcome, success } from "../base/outcome.ts";
import { createRunQueue } from "../engine/local/queue/run-queue.ts";
import { partsMistake } from "../lab/recipe/parts-mistake.ts";
import type { Recipe } from "../lab/recipe/recipe.ts";
import type { PictureSplit } from "../lab/run/data.ts";
import {
  type EarlierRun,
  type EndRecord,
  lineOf,
  type Ran,
  RUN_VERSION,
  type RunHeader,
  type RunSettings,
  runUntil,
} from "../lab/run/document.ts";
import { holdLock, withFreeLock } from "../store/locks.ts";
import { featureFolder } from "./data/feature-folder.ts";
import { blobOf } from "./data/image-blob.ts";
import { picturesOf } from "./data/pictures.ts";
import { heldOutPictures, type SceneSource, wantedQuestions } from "./data/scenes.ts";
import { createShowWith, type Shower } from "./data/showing.ts";
import { createKeeper, earlierPart } from "./keep/keep-run.ts";
import { adaptedFiles } from "./keep/merge-adapter.ts";
import { openStore } from "./keep/open-store.ts";
import { filesOf, measureTrained, trainedFiles } from "./keep/trained.ts";
import { type HeldOut, isAskable, prepareHeldOut } from "./measure/evaluate.ts";
import type { TrainableModel } from "./model/trainable.ts";
import { firstStageAsker } from "./open/first-stage.ts";
import { openModel, openTeacher, openTrained } from "./open/open.ts";
import { pausingQueue } from "./open/pausing-queue.ts";
import { trainingThreads } from "./open/threads.ts";
import type { TrainingDevice } from "./open/training-device.ts";
import type {
  EarlierPart,
  MayGoOn,
  OnTrainingEvent,
  TrainingApi,
  TrainingRequest,
} from "./protocol/protocol.ts";
import { type RunState, restore, startState } from "./run/state.ts";
import type { TrainingParts } from "./run/teacher.ts";
import { trainRun } from "./run/train.ts";

/** What is said while the held-out questions are read. */
const READING = "reading the held-out images";

function headerOf(
  model: TrainableModel,
  settings: RunSettings,
  dimensions: readonly string[],
  ran: Ran,
): RunHeader {
  return {
    kind: "header",
    format: "fovea-run",
    version: RUN_VERSION,
    model: { title: model.title, weights: model.weights },
    data: "scenes",
    dimensions,
    ran: { ...ran, build: __FOVEA_BUILD__ },
    ...settings,
  };
}

/** What decides a run: two headers with equal ones are of the same run, whatever build wrote them. */
function sameRun(header: RunHeader, earlier: unknown): boolean {
  const decisive = (of: RunHeader): string => {
    const { model, recipe, steps, seed, every, perDimension, dimensions, data, split } = of;
    return JSON.stringify([model.weights, recipe, steps, seed, every, perDimension, dimensions, data, split]);
  };
  return decisive(header) === decisive(earlier as RunHeader);
}

/** Where a run goes on: its kept lines, and the state of its checkpoint. Faults: badInput (another run), corrupt. */
function continued(
  header: RunHeader,
  state: RunState,
  { document, step, checkpoint }: Extract<EarlierPart, { kind: "given" }>,
): Outcome<EarlierRun> {
  const kept = runUntil(document, step);
  if (kept === null)
    return failure("corrupt", "run.jsonl is not the document of a run that this version can continue.");
  if (!sameRun(header, kept.header))
    return failure(
      "badInput",
      "The folder has a run of another recipe, model, seed or length.",
      "Give the same options again, or another folder.",
    );
  const restored = restore(state, checkpoint);
  return restored.ok ? success(kept) : restored;
}

/** The split that a run is measured on. */
const splitOf = ({ split }: RunSettings): PictureSplit => split ?? "validation";

/** Paints the pictures of the held-out questions, and reads them. Faults: those of the vision encoder. */
function readHeldOut(
  model: TrainableModel,
  show: Shower,
  scenes: SceneSource,
  dimensions: readonly string[],
  settings: RunSettings,
  onEvent: OnTrainingEvent,
): Promise<Outcome<HeldOut>> {
  const { perDimension } = settings;
  const total = wantedQuestions(dimensions, perDimension);
  const pictures = heldOutPictures(scenes, dimensions, perDimension, splitOf(settings));
  return prepareHeldOut(model, show, pictures, (done) => {
    void onEvent({ kind: "progress", what: READING, done, total, bytes: false });
  });
}

/** Shows the image of the watched item, once in each part of a run. */
function imageOnce(onEvent: OnTrainingEvent, scenes: SceneSource, split: PictureSplit) {
  let shown = false;
  return async ({ questions }: HeldOut, item: number): Promise<void> => {
    const { number } = questions[item] ?? {};
    if (shown || number === undefined) return;
    shown = true;
    const { pixels } = await scenes.scene(split, number);
    const { width, height } = pixels;
    await onEvent({ kind: "image", image: { blob: await blobOf(pixels), width, height } });
  };
}

/** Why a recipe cannot be run; what reads formulas is fetched where there are any. */
async function mistakeOf(recipe: Recipe): Promise<string | null> {
  const parts = partsMistake(recipe);
  const { loss, weights } = recipe;
  if (parts !== null || (loss.kind !== "formula" && weights === undefined)) return parts;
  return (await import("../lab/recipe/formulas.ts")).formulaMistake(recipe);
}

/** Makes a run whose files and records `onEvent` takes. */
async function run(
  request: TrainingRequest,
  from: Extract<EarlierPart, { kind: "given" }> | null,
  mayGoOn: MayGoOn,
  onEvent: OnTrainingEvent,
): Promise<Outcome<EndRecord>> {
  const { recipe } = request.settings;
  const mistake = await mistakeOf(recipe);
  if (mistake !== null) return failure("badInput", mistake);
  const { openTrainingDevice } = await import("./open/training-device.ts");
  using place = await openTrainingDevice(recipe, request.backend);
  // Awaited here, because the device is destroyed when this function returns.
  return await runOn(place, request, from, mayGoOn, onEvent);
}

/** Makes a run on a device, or on wasm. */
async function runOn(
  { device, ran }: TrainingDevice,
  request: TrainingRequest,
  from: Extract<EarlierPart, { kind: "given" }> | null,
  mayGoOn: MayGoOn,
  onEvent: OnTrainingEvent,
): Promise<Outcome<EndRecord>> {
  const { manifest, base, settings, pictures, keep, threads: asked, sparing, features, measured } = request;
  const began = performance.now();
  const queue = pausingQueue(createRunQueue(), mayGoOn);
  const threads =
    device === null ? trainingThreads(crossOriginIsolated, navigator.hardwareConcurrency, asked) : 1;
  const place = { queue, threads, device };
  const opened = await openModel(manifest, place, onEvent);
  if (!opened.ok) return opened;
  const { model } = opened.value;
  const state = startState(model, settings);
  const { scenes, dimensions } = picturesOf(pictures, base, (thing) => isAskable(model, thing));
  const header = headerOf(model, settings, dimensions, ran);
  const earlier = from === null ? null : continued(header, state, from);
  if (earlier !== null && !earlier.ok) return earlier;
  await onEvent({
    kind: "begin",
    lines: earlier === null ? lineOf(header) : earlier.value.lines.map((line) => `${line}\n`).join(""),
  });
  const graphs = await openTrained(opened.value, state.trained.parameters);
  if (!graphs.ok) return graphs;
  const folder = features === null ? null : featureFolder(features);
  const teacher = await openTeacher(settings, base, model, place, folder, onEvent);
  if (!teacher.ok) return teacher;
  const opening = (performance.now() - began) / 1000;
  const show = createShowWith(model, folder, graphs.value.encoder);
  const held = await readHeldOut(model, show(model.parameters), scenes, dimensions, settings, onEvent);
  if (!held.ok) return held;
  const items = held.value.questions.length;
  const reading = (performance.now() - began) / 1000 - opening;
  await onEvent({
    kind: "record",
    record: { kind: "prepared", step: state.step, items, opening, reading, ran },
  });
  const parts: TrainingParts = {
    model,
    graphs: graphs.value,
    show,
    teacher: teacher.value,
    scenes,
    dimensions,
  };
  const showImage = imageOnce(onEvent, scenes, splitOf(settings));
  const ended = await trainRun(
    parts,
    settings,
    { ...held.value, measured },
    state,
    earlier?.value.evaluations ?? [],
    {
      mayGoOn,
      sparing,
      askFirstStage: firstStageAsker(request, earlier?.value, model, graphs.value, held.value),
      onRecord(record) {
        void onEvent({ kind: "record", record });
        // A strip stands without its image where that cannot be painted again.
        if (record.kind === "watched") void showImage(held.value, record.item).catch(() => undefined);
      },
      onCheckpoint: async (step, file) =>
        onEvent({ kind: "file", path: `checkpoint-${step}.safetensors`, file }),
    },
  );
  if (ended.ok && keep === null)
    for (const file of await filesOf(opened.value, settings, state)) await onEvent({ kind: "file", ...file });
  return ended;
}

/** Makes a run that the browser keeps under a name. Faults: badInput, where another tab is making it. */
async function keptRun(
  request: TrainingRequest,
  name: string,
  mayGoOn: MayGoOn,
  onEvent: OnTrainingEvent,
): Promise<Outcome<EndRecord>> {
  const store = await openStore();
  if (!store.ok) return store;
  const made = await withFreeLock(`fovea-run-${name}`, async () => {
    const from = request.earlier === null ? null : await earlierPart(store.value, name, request.earlier);
    if (from !== null && !from.ok) return from;
    const keeper = createKeeper(store.value, name, onEvent);
    const ended = await run(request, from?.value ?? null, mayGoOn, keeper.onEvent);
    if (ended.ok) await keeper.finish();
    return ended;
  });
  return made ?? failure("badInput", "Another tab of this browser is making this run.", "Go on there.");
}

function faultOf(thrown: unknown): Outcome<never> {
  if (thrown instanceof DOMException && thrown.name === "QuotaExceededError")
    return failure(
      "quota",
      "There is no room left for checkpoints.",
      "Delete earlier runs or stored models, then let the run go on from its last checkpoint.",
    );
  return { ok: false, fault: faultFrom("bug", thrown) };
}

/** Trains one model after the other. */
export function createTraining(): TrainingApi {
  const guarded = async <T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    try {
      return await work();
    } catch (thrown) {
      return faultOf(thrown);
    }
  };
  return {
    hold: holdLock,
    train: (request, onEvent, mayGoOn) =>
      guarded(async () => {
        if (request.keep !== null) return keptRun(request, request.keep, mayGoOn, onEvent);
        const from = request.earlier === null ? null : await earlierPart(null, null, request.earlier);
        if (from !== null && !from.ok) return from;
        return run(request, from?.value ?? null, mayGoOn, onEvent);
      }),
    keptRuns: () =>
      guarded(async () => {
        const store = await openStore();
        return store.ok ? success(await store.value.list()) : store;
      }),
    trainedFiles: (request) => guarded(() => trainedFiles(request)),
    adaptedFiles: (request) => guarded(() => adaptedFiles(request)),
    measureTrained: (request, onEvent, mayGoOn) => guarded(() => measureTrained(request, onEvent, mayGoOn)),
    removeRun: (name) =>
      guarded(async () => {
        const store = await openStore();
        if (!store.ok) return store;
        const removed = await withFreeLock(`fovea-run-${name}`, async () => {
          await store.value.remove(name);
          return true;
        });
        return removed === null
          ? failure("badInput", "Another tab of this browser is making this run.", "Stop it there.")
          : success(null);
      }),
  };
}
