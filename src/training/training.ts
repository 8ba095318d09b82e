/** The worker's side of training: opens the model, builds its graphs, shows the held-out questions, and runs the recipe. */

import { failure, faultFrom, type Outcome, success } from "../base/outcome.ts";
import { NEVER } from "../base/signal.ts";
import { createRuntime, loadOrt, openBuiltGraph } from "../engine/local/graph.ts";
import { openSource } from "../engine/local/models/open-source.ts";
import type { OpenFiles } from "../engine/local/models/open-stored.ts";
import { createRunQueue, type RunQueue } from "../engine/local/queue/run-queue.ts";
import { gradientGraph } from "../graph/backward/differentiate.ts";
import { encodeModel } from "../graph/onnx.ts";
import { packedDecoder } from "../graph/packed-decoder.ts";
import { thingDimensions } from "../scene/scene.ts";
import { paintedScenes } from "./data/paint-scenes.ts";
import { heldOutQuestions } from "./data/scenes.ts";
import { createShower } from "./data/showing.ts";
import { adapterFolder } from "./keep/adapter.ts";
import { modelFolder } from "./keep/model-folder.ts";
import { openTrainable, type TrainableModel } from "./model/trainable.ts";
import type { DecoderGraphs, TrainedGraphs } from "./packed/rows.ts";
import type { OnTrainingEvent, TrainingApi, TrainingRequest } from "./protocol.ts";
import { recipeOf } from "./recipe/catalog.ts";
import {
  type EarlierRun,
  type EndRecord,
  lineOf,
  RUN_VERSION,
  type RunHeader,
  type RunSettings,
  runUntil,
} from "./run/document.ts";
import { prepareHeldOut } from "./run/evaluate.ts";
import type { OpenSide, TrainingParts } from "./run/sides.ts";
import { type RunState, restore, startState } from "./run/state.ts";
import { trainRun } from "./run/train.ts";

/** One thread: a run is then the same on every machine of a kind, and more do not make a decoder of this size faster. */
const THREADS = 1;

interface Opened {
  readonly model: TrainableModel;
  readonly files: OpenFiles;
  open(title: string, graph: Uint8Array<ArrayBuffer>): ReturnType<typeof openBuiltGraph>;
}

async function openModel(
  manifest: string,
  queue: RunQueue,
  onEvent: OnTrainingEvent,
): Promise<Outcome<Opened>> {
  const source = { kind: "site", manifest } as const;
  const files = await openSource(source, NEVER, (_, done, total) => {
    void onEvent({ kind: "progress", what: "reading the model's files, MB", done, total, bytes: true });
  });
  if (!files.ok) return files;
  if (files.value === null) return failure("bug", "Opening the model ended without one.");
  const ort = await loadOrt(THREADS);
  if (!ort.ok) return ort;
  const runtime = createRuntime({ ort: ort.value, queue, device: null, ...files.value }, () => undefined);
  const model = await openTrainable(files.value.manifest, files.value.files, runtime);
  if (!model.ok) return model;
  return success({
    model: model.value,
    files: files.value,
    open: (title, graph) => openBuiltGraph({ ort: ort.value, queue }, title, graph),
  });
}

/** Builds and opens the graph of the decoder that computes answers. */
async function openDecoder({ model, open }: Opened): Promise<Outcome<DecoderGraphs>> {
  const { config, imageToken, stopToken } = model;
  const extend = await open("the decoder's graph", encodeModel(packedDecoder(config, { cache: true })));
  return extend.ok ? success({ config, imageToken, stopToken, extend: extend.value }) : extend;
}

/** The same, and the graph that computes the gradients of the `trained` parameters. */
async function openTrained(opened: Opened, trained: readonly string[]): Promise<Outcome<TrainedGraphs>> {
  const decoder = await openDecoder(opened);
  if (!decoder.ok) return decoder;
  const forward = packedDecoder(opened.model.config, { cache: false });
  const gradient = await opened.open(
    "the gradient's graph",
    encodeModel(gradientGraph(forward, "logits", trained)),
  );
  return gradient.ok ? success({ ...decoder.value, gradient: gradient.value, trained }) : gradient;
}

/** The model that teaches, where a recipe names another one. Faults: badInput where it reads tokens in another way. */
async function openTeacher(
  { recipe: { teacher } }: RunSettings,
  base: string,
  student: TrainableModel,
  queue: RunQueue,
  onEvent: OnTrainingEvent,
): Promise<Outcome<OpenSide | null>> {
  if (teacher?.weights.kind !== "model") return success(null);
  const manifest = new URL(`models/${teacher.weights.model}/manifest.json`, base).href;
  const opened = await openModel(manifest, queue, onEvent);
  if (!opened.ok) return opened;
  const { model } = opened.value;
  if (model.tokenizerSha256 !== student.tokenizerSha256)
    return failure("badInput", `${model.title} cannot teach ${student.title}: their tokenizers differ.`);
  const graphs = await openDecoder(opened.value);
  return graphs.ok ? success({ model, graphs: graphs.value, show: createShower(model) }) : graphs;
}

function headerOf(model: TrainableModel, settings: RunSettings): RunHeader {
  return {
    kind: "header",
    format: "fovea-run",
    version: RUN_VERSION,
    model: { title: model.title, weights: model.weights },
    data: "scenes",
    dimensions: thingDimensions,
    ran: { graphs: "wasm", logitGradients: "float64", build: __FOVEA_BUILD__ },
    ...settings,
  };
}

/** What decides a run: two headers with equal ones are of the same run, whatever build wrote them. */
function sameRun(header: RunHeader, earlier: unknown): boolean {
  const decisive = ({ model, recipe, steps, seed, every, perDimension, dimensions }: RunHeader): string =>
    JSON.stringify([model.weights, recipe, steps, seed, every, perDimension, dimensions]);
  return decisive(header) === decisive(earlier as RunHeader);
}

/** Where a run goes on: its kept lines, and the state of its checkpoint. Faults: badInput (another run), corrupt. */
function continued(
  header: RunHeader,
  state: RunState,
  { document, step, checkpoint }: NonNullable<TrainingRequest["earlier"]>,
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

/** Hands over the files of the trained model, and those of its adapter. */
async function keepModel(
  { model, files }: Opened,
  settings: RunSettings,
  state: RunState,
  onEvent: OnTrainingEvent,
): Promise<void> {
  const folders = {
    model: await modelFolder(files, settings, state.step, state.trained.current()),
    adapter: adapterFolder(model, settings, state),
  };
  for (const [folder, kept] of Object.entries(folders))
    for (const [path, file] of kept) await onEvent({ kind: "file", path: `${folder}/${path}`, file });
}

async function run(
  request: TrainingRequest,
  signal: AbortSignal,
  onEvent: OnTrainingEvent,
): Promise<Outcome<EndRecord>> {
  const recipe = recipeOf(request.recipe);
  if (recipe === undefined) return failure("badInput", `There is no recipe called ${request.recipe}.`);
  const settings = { ...request.settings, recipe };
  const queue = createRunQueue();
  const opened = await openModel(request.manifest, queue, onEvent);
  if (!opened.ok) return opened;
  const { model } = opened.value;
  const state = startState(model, settings);
  const header = headerOf(model, settings);
  const earlier = request.earlier === null ? null : continued(header, state, request.earlier);
  if (earlier !== null && !earlier.ok) return earlier;
  await onEvent({
    kind: "begin",
    lines: earlier === null ? lineOf(header) : earlier.value.lines.map((line) => `${line}\n`).join(""),
  });
  const graphs = await openTrained(opened.value, state.trained.parameters);
  if (!graphs.ok) return graphs;
  const teacher = await openTeacher(settings, request.base, model, queue, onEvent);
  if (!teacher.ok) return teacher;
  const scenes = paintedScenes(new URL(request.base));
  const show = createShower(model);
  const questions = await heldOutQuestions(scenes, header.dimensions, settings.perDimension);
  const held = await prepareHeldOut(model, show, questions, (done, total) => {
    void onEvent({ kind: "progress", what: "reading the held-out pictures", done, total, bytes: false });
  });
  if (!held.ok) return held;
  const { dimensions } = header;
  const parts: TrainingParts = {
    model,
    graphs: graphs.value,
    show,
    teacher: teacher.value,
    scenes,
    dimensions,
  };
  const ended = await trainRun(parts, settings, held.value, state, earlier?.value.evaluations ?? [], {
    signal,
    onRecord: (record) => void onEvent({ kind: "record", record }),
    onCheckpoint: async (step, file) =>
      onEvent({ kind: "file", path: `checkpoint-${step}.safetensors`, file }),
  });
  if (ended.ok) await keepModel(opened.value, settings, state, onEvent);
  return ended;
}

/** Trains one model after the other. */
export function createTraining(): TrainingApi {
  let stopping = new AbortController();
  return {
    async train(request, onEvent) {
      stopping = new AbortController();
      try {
        return await run(request, stopping.signal, onEvent);
      } catch (thrown) {
        return { ok: false, fault: faultFrom("bug", thrown) };
      }
    },
    stop: () => stopping.abort(),
  };
}
