/** The model after a step of a run that the browser keeps: its files, and how it answers beside its parent. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import { createRunQueue } from "../../engine/local/queue/run-queue.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import type { MeasuredPair } from "../../lab/run/measured-pair.ts";
import { openRun } from "../../lab/run/run.ts";
import { picturesOf } from "../data/pictures.ts";
import { heldOutPictures, wantedQuestions } from "../data/scenes.ts";
import { createShowWith } from "../data/showing.ts";
import { isAskable, prepareHeldOut } from "../measure/evaluate.ts";
import { type Opened, type OpeningPlace, openDecoder, openModel } from "../open/open.ts";
import { pausingQueue } from "../open/pausing-queue.ts";
import { trainingThreads } from "../open/threads.ts";
import { createEncoder } from "../packed/encoder.ts";
import type { Parameters } from "../packed/rows.ts";
import type {
  MayGoOn,
  MeasureRequest,
  OnTrainingEvent,
  TrainedFile,
  TrainedRequest,
} from "../protocol/protocol.ts";
import { type RunState, restore, startState } from "../run/state.ts";
import { adapterFolder } from "./adapter.ts";
import { earlierPart } from "./keep-run.ts";
import { measurePair } from "./measure-pair.ts";
import { modelFolder } from "./model-folder.ts";
import { openStore } from "./open-store.ts";

/** The files of the trained model, and those of its adapter. */
export async function filesOf(
  { model, files }: Opened,
  settings: RunSettings,
  state: RunState,
): Promise<readonly TrainedFile[]> {
  const folders = {
    model: await modelFolder(files, settings, state.step, state.trained.current()),
    adapter: adapterFolder(model, settings, state),
  };
  return Object.entries(folders).flatMap(([folder, kept]) =>
    [...kept].map(([path, file]) => ({ path: `${folder}/${path}`, file })),
  );
}

interface Restored {
  readonly opened: Opened;
  readonly settings: RunSettings;
  readonly state: RunState;
}

/** Faults: notFound (the checkpoint), badInput (another parent), and those of opening a model. */
async function restoreKept(
  { manifest, name, step }: TrainedRequest,
  place: OpeningPlace,
): Promise<Outcome<Restored>> {
  const store = await openStore();
  if (!store.ok) return store;
  const kept = await earlierPart(store.value, name, { kind: "kept", step });
  if (!kept.ok) return kept;
  const run = openRun(kept.value.document);
  if (!run.ok) return run;
  const { header } = run.value;
  const opened = await openModel(manifest, place, () => undefined);
  if (!opened.ok) return opened;
  if (opened.value.model.weights.sha256 !== header.model.weights.sha256)
    return failure("badInput", `${opened.value.model.title} has other weights than this run began with.`);
  const state = startState(opened.value.model, header);
  const restored = restore(state, kept.value.checkpoint);
  return restored.ok ? success({ opened: opened.value, settings: header, state }) : restored;
}

/** The files of the model after a step of a kept run. */
export async function trainedFiles(request: TrainedRequest): Promise<Outcome<readonly TrainedFile[]>> {
  const restored = await restoreKept(request, { queue: createRunQueue(), threads: 1, device: null });
  if (!restored.ok) return restored;
  const { opened, settings, state } = restored.value;
  return success(await filesOf(opened, settings, state));
}

/** The answers of that model and of its parent to pictures that chose nothing. */
export async function measureTrained(
  request: MeasureRequest,
  onEvent: OnTrainingEvent,
  mayGoOn: MayGoOn,
): Promise<Outcome<MeasuredPair>> {
  const queue = pausingQueue(createRunQueue(), mayGoOn);
  const threads = trainingThreads(crossOriginIsolated, navigator.hardwareConcurrency, request.threads);
  const restored = await restoreKept(request, { queue, threads, device: null });
  if (!restored.ok) return restored;
  const { opened, state } = restored.value;
  const graphs = await openDecoder(opened);
  if (!graphs.ok) return graphs;
  const { scenes, dimensions } = picturesOf(
    request.pictures,
    request.base,
    (thing) => isAskable(opened.model, thing),
    request.whole,
  );
  const { model, open } = opened;
  const encoder = createEncoder(model.config, state.trained.parameters, (title, graph) =>
    open(title, graph, null),
  );
  const show = createShowWith(model, null, encoder);
  const after = state.trained.current();
  const total = wantedQuestions(dimensions, request.perDimension);
  const readBy = (parameters: Parameters) => {
    const pictures = heldOutPictures(scenes, dimensions, request.perDimension, "test");
    return prepareHeldOut(model, show(parameters), pictures, (done) => {
      void onEvent({ kind: "progress", what: "reading the images", done, total, bytes: false });
    });
  };
  const held = await readBy(model.parameters);
  if (!held.ok) return held;
  const heldAfter = encoder === null ? held : await readBy(after);
  if (!heldAfter.ok) return heldAfter;
  const items = await measurePair(
    model,
    graphs.value,
    { parameters: model.parameters, held: held.value },
    { parameters: after, held: heldAfter.value },
    (done, of) => {
      void onEvent({ kind: "progress", what: "answering", done, total: of, bytes: false });
    },
  );
  return items.ok ? success({ step: state.step, items: items.value }) : items;
}
