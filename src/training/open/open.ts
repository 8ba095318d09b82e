/** Opens models and builds the graphs that a run needs of them. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import { NEVER } from "../../base/signal.ts";
import { createRuntime, type GraphSource, loadOrt, openBuiltGraph } from "../../engine/local/graph.ts";
import { openSource } from "../../engine/local/models/open-source.ts";
import type { OpenFiles } from "../../engine/local/models/open-stored.ts";
import type { RunQueue } from "../../engine/local/queue/run-queue.ts";
import { gradientGraph } from "../../graph/backward/differentiate.ts";
import { encodeModel } from "../../graph/onnx.ts";
import { packedDecoder } from "../../graph/packed-decoder.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import type { FeatureFolder } from "../data/feature-folder.ts";
import { createShowWith } from "../data/showing.ts";
import { openTrainable, type TrainableModel } from "../model/trainable.ts";
import type { DeviceArrays } from "../packed/device-arrays.ts";
import { createEncoder } from "../packed/encoder.ts";
import type { DecoderGraphs } from "../packed/rows.ts";
import { ofDecoder, type TrainedGraphs, wantedOf } from "../packed/trained-graphs.ts";
import type { OnTrainingEvent } from "../protocol/protocol.ts";
import type { OpenSide } from "../run/teacher.ts";

export interface Opened {
  readonly model: TrainableModel;
  readonly files: OpenFiles;
  /** The buffers that stand for arrays of weights where graphs run on the GPU; null on wasm. */
  readonly arrays: DeviceArrays | null;
  /** Opens a graph that was built, on a device or on wasm. */
  open(
    title: string,
    graph: Uint8Array<ArrayBuffer>,
    on: GPUDevice | null,
  ): ReturnType<typeof openBuiltGraph>;
}

/** What stands for arrays on a device; its code is fetched where there is one. */
async function arraysOn(ort: GraphSource["ort"], device: GPUDevice | null): Promise<DeviceArrays | null> {
  return device === null
    ? null
    : (await import("../packed/device-arrays.ts")).createDeviceArrays(ort, device);
}

/** What a model's graphs run in. */
export interface OpeningPlace {
  readonly queue: RunQueue;
  /** Threads of the wasm backend. They divide the rows of a product and not its sums, so that their number changes no bit. */
  readonly threads: number;
  /** Where graphs run that are built for the model; null for wasm. */
  readonly device: GPUDevice | null;
}

/**
 * Opens a model from its manifest’s address, with a runtime of its own. Its vision encoder always runs on wasm. Faults: those of
 * opening any model.
 */
export async function openModel(
  manifest: string,
  { queue, threads, device }: OpeningPlace,
  onEvent: OnTrainingEvent,
): Promise<Outcome<Opened>> {
  const source = { kind: "site", manifest } as const;
  const files = await openSource(source, NEVER, (_, done, total) => {
    void onEvent({ kind: "progress", what: "reading the model's files, MB", done, total, bytes: true });
  });
  if (!files.ok) return files;
  if (files.value === null) return failure("bug", "Opening the model ended without one.");
  const ort = await loadOrt(threads);
  if (!ort.ok) return ort;
  const runtime = createRuntime({ ort: ort.value, queue, device: null, ...files.value }, () => undefined);
  const model = await openTrainable(files.value.manifest, files.value.files, runtime);
  if (!model.ok) return model;
  return success({
    model: model.value,
    files: files.value,
    arrays: await arraysOn(ort.value, device),
    open: (title, graph, on) => openBuiltGraph({ ort: ort.value, queue, device: on }, title, graph),
  });
}

/** Builds and opens the graph of the decoder that computes answers, where weights have buffers or, with null, on wasm. */
export async function openDecoder(
  { model, open, ...opened }: Opened,
  arrays = opened.arrays,
): Promise<Outcome<DecoderGraphs>> {
  const { config, imageToken, stopToken } = model;
  const graph = encodeModel(packedDecoder(config, { cache: true }));
  const extend = await open("the decoder's graph", graph, arrays?.device ?? null);
  return extend.ok ? success({ config, imageToken, stopToken, extend: extend.value, arrays }) : extend;
}

/** The same, and the graphs that compute the gradients of the parameters `all`; those of the encoder run on wasm. */
async function openGradients(
  opened: Opened,
  all: readonly string[],
  arrays: DeviceArrays | null,
): Promise<Outcome<TrainedGraphs>> {
  const decoder = await openDecoder(opened, arrays);
  if (!decoder.ok) return decoder;
  const { config } = opened.model;
  const trained = ofDecoder(all);
  const forward = packedDecoder(config, { cache: false });
  const graph = encodeModel(gradientGraph(forward, "logits", wantedOf(trained)));
  const gradient = await opened.open("the gradient's graph", graph, arrays?.device ?? null);
  if (!gradient.ok) return gradient;
  const encoder = createEncoder(config, all, (title, bytes) => opened.open(title, bytes, null));
  return success({ ...decoder.value, gradient: gradient.value, trained, encoder });
}

/** The graphs of a run. Faults: those of opening them, and unreliable where a device does not compute what wasm does. */
export async function openTrained(
  opened: Opened,
  trained: readonly string[],
): Promise<Outcome<TrainedGraphs>> {
  const graphs = await openGradients(opened, trained, opened.arrays);
  if (!graphs.ok || opened.arrays === null) return graphs;
  const onWasm = await openGradients(opened, trained, null);
  if (!onWasm.ok) return onWasm;
  const { checkDevice } = await import("./check-device.ts");
  const checked = await checkDevice(graphs.value, onWasm.value, opened.model.parameters);
  for (const graph of [onWasm.value.extend, onWasm.value.gradient]) await graph.close();
  return checked.ok ? graphs : checked;
}

/** The model that teaches, where a recipe names another one. Faults: badInput where it reads tokens in another way. */
export async function openTeacher(
  { recipe: { teacher } }: RunSettings,
  base: string,
  student: TrainableModel,
  place: OpeningPlace,
  folder: FeatureFolder | null,
  onEvent: OnTrainingEvent,
): Promise<Outcome<OpenSide | null>> {
  if (teacher?.weights.kind !== "model") return success(null);
  const manifest = new URL(`models/${teacher.weights.model}/manifest.json`, base).href;
  const opened = await openModel(manifest, place, onEvent);
  if (!opened.ok) return opened;
  const { model } = opened.value;
  if (model.tokenizerSha256 !== student.tokenizerSha256)
    return failure("badInput", `${model.title} cannot teach ${student.title}: their tokenizers differ.`);
  const graphs = await openDecoder(opened.value);
  return graphs.ok ? success({ model, graphs: graphs.value, show: createShowWith(model, folder) }) : graphs;
}
