/** From a source to a loaded model. */
import type { Size } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import { LARGEST_GROUP, type RunCard } from "../../../evidence/rollout.ts";
import { cropReader, type Graph, type OpenModel, type Runtime } from "../../../model/adapter.ts";
import { familyOf, type Manifest } from "../../../model/manifest/manifest.ts";
import { storedWeights } from "../../../model/weights.ts";
import { smallFiles } from "../../../store/file-set.ts";
import type { Pixels } from "../../../view/pixels.ts";
import type { GoldenCheck, ModelFacts } from "../../port.ts";
import type { DeviceProfile } from "../device/device-profile.ts";
import { createRuntime, loadOrt } from "../graph.ts";
import type { ImageStore } from "../images/images.ts";
import { createMeasure, type Measure } from "../numbers/measure.ts";
import type { ModelBackend } from "../protocol.ts";
import type { RunQueue } from "../queue/run-queue.ts";
import { closeModel, type LoadedModel, loadedModelOf } from "./loaded-model.ts";
import type { OpenFiles } from "./open-stored.ts";

export interface Loading {
  readonly profile: DeviceProfile;
  readonly queue: RunQueue;
  readonly images: ImageStore;
  readonly signal: AbortSignal;
  /** Stops all runs on open models, and waits for them to end. */
  stopRuns(): Promise<void>;
  onProgress(stage: "download" | "check" | "compile", done: number, total: number): void;
}

/** The size of all files of a model, in bytes. */
export function fileBytes({ files }: Pick<Manifest, "files">): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

/** What the page needs to know about a model, including the check of its adapter. */
export function factsOf({ model, weights }: LoadedModel, golden: GoldenCheck): ModelFacts {
  const { manifest, readsText, givesAttention, mostPictures, tiling } = model;
  return {
    id: manifest.id,
    title: manifest.title,
    knows: manifest.knows,
    placeholder: manifest.placeholder,
    licence: manifest.licence,
    vocabularySize: manifest.vocabularySize,
    bytes: fileBytes(manifest),
    weights,
    tokenizerSha256: manifest.tokenizerSha256,
    ends: model.stopTokens.map((token) => ({ token, text: model.texts([token])[0] ?? "" })),
    boxWords: manifest.boxWords ?? null,
    gives: {
      logits: { kind: "rows" },
      entropy: true,
      attention: givesAttention,
      gradients: true,
      sampling: true,
      largestGroup: LARGEST_GROUP,
      text: readsText,
      mostPictures,
      tiling,
    },
    golden,
    served: null,
  };
}

function greyPicture({ width, height }: Size): Pixels {
  return { width, height, data: new Uint8Array(width * height * 3).fill(128) };
}

/**
 * Runs the whole path once on a grey image, so that pipelines are compiled and the runtime's code is optimised before the
 * first answer, and a graph that cannot run is found while loading.
 */
async function warmUp(model: OpenModel, measure: Measure): Promise<Outcome<unknown>> {
  const reader = cropReader(model, model.lightSize);
  if (!reader.ok) return reader;
  const features = await reader.value.encode(greyPicture(model.lightSize));
  if (!features.ok) return features;
  const prefix = await model.prefill([
    { kind: "picture", features: features.value },
    { kind: "text", text: "Describe the image." },
  ]);
  if (!prefix.ok) return prefix;
  using kept = prefix.value;
  const advanced = await kept.sequence.advance([{ from: 0, ids: [kept.pending] }]);
  if (!advanced.ok) return advanced;
  using rows = advanced.value.rows;
  using _next = advanced.value.next;
  const scored = await measure.score(rows, Uint32Array.of(0), { temperature: 1, k: 1 });
  if (!scored.ok) return scored;
  return measure.compare(rows, rows, Uint32Array.of(0), { temperature: 1, beta: 0.5, k: 1 });
}

async function openWarm(
  { manifest, files }: OpenFiles,
  runtime: Runtime,
  measure: Measure,
  signal: AbortSignal,
): Promise<Outcome<OpenModel>> {
  const small = await smallFiles(manifest, files);
  if (!small.ok) return small;
  const model = await familyOf(manifest).open(manifest, small.value, runtime, signal);
  if (!model.ok) return model;
  const warm = await warmUp(model.value, measure);
  return warm.ok ? model : warm;
}

/** Closes every graph that was opened if a later step fails. */
async function openModel(
  loading: Loading,
  { manifest, files }: OpenFiles,
  backend: ModelBackend,
): Promise<Outcome<LoadedModel>> {
  const { report, gpu } = loading.profile;
  const total = Object.keys(manifest.graphs).length + 1;
  const graphs: Graph[] = [];
  loading.onProgress("compile", 0, total);
  const loaded = await loadOrt(report.threads);
  if (!loaded.ok) return loaded;
  const ort = loaded.value;
  const device = backend === "webgpu" ? (gpu?.device ?? null) : null;
  const runtime = createRuntime({ ort, queue: loading.queue, device, manifest, files }, (graph) => {
    graphs.push(graph);
    loading.onProgress("compile", graphs.length, total);
  });
  const measure = createMeasure(report.numbers.backend, gpu?.device ?? null, manifest.vocabularySize);
  const model = await openWarm({ manifest, files }, runtime, measure, loading.signal);
  if (!model.ok) {
    for (const graph of graphs) await graph.close();
    return model;
  }
  loading.onProgress("compile", total, total);
  const weights = storedWeights(manifest);
  const ran: Omit<RunCard, "weightsSha256" | "weights"> = {
    build: __FOVEA_BUILD__,
    modelBackend: backend,
    numbersBackend: report.numbers.backend,
    adapter: report.adapter?.description ?? "none",
    runtime: `onnxruntime-web ${ort.env.versions.web ?? ""} ${report.runtime}`,
  };
  return success(loadedModelOf(model.value, weights, loading.images, measure, ran));
}

/** Opens the model of verified files on a backend; null if it was cancelled. */
export async function loadModel(
  loading: Loading,
  files: OpenFiles,
  backend: ModelBackend,
): Promise<Outcome<LoadedModel | null>> {
  const loaded = await openModel(loading, files, backend);
  if (!loading.signal.aborted) return loaded;
  if (loaded.ok) await closeModel(loaded.value);
  return success(null);
}
