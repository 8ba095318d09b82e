/** Implements the `Runtime` of the model families with ONNX Runtime Web. The only file that imports it. */
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web/jspi";
import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import type { Graph, Port, Runtime, Tensor } from "../../model/adapter.ts";
import { familyOf, graphFiles, type Manifest } from "../../model/manifest/manifest.ts";
import { assembleOnHost } from "../../model/tensors.ts";
import { bytesOf, type FileSet } from "../../store/file-set.ts";
import { assembleOnDevice, fromOrt, type Ort, toOrt } from "./device/ort-tensors.ts";
import { NO_WEBASSEMBLY, openFault, programFault, runFault } from "./device/run-fault.ts";
import type { RunQueue } from "./queue/run-queue.ts";

/** JSPI if the browser has it: half the download, and faster calls than the asyncify build. */
export const RUNTIME: "jspi" | "asyncify" =
  "WebAssembly" in globalThis && "Suspending" in WebAssembly ? "jspi" : "asyncify";

/**
 * The build of ONNX Runtime for this browser, with its thread count set before any session is created. Faults: runtime
 * (no WebAssembly, or another file served in its place), network.
 */
export async function loadOrt(threads: number): Promise<Outcome<Ort>> {
  if (!("WebAssembly" in globalThis)) return { ok: false, fault: NO_WEBASSEMBLY };
  try {
    const ort: Ort =
      RUNTIME === "jspi" ? await import("onnxruntime-web/jspi") : await import("onnxruntime-web/webgpu");
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = "error";
    return success(ort);
  } catch (thrown) {
    return {
      ok: false,
      fault: programFault(thrown) ?? faultFrom("network", thrown, "Load the model again."),
    };
  }
}

export interface GraphSource {
  readonly ort: Ort;
  readonly queue: RunQueue;
  /** Our device, passed to every session that runs on it; null if the model runs on wasm. */
  readonly device: GPUDevice | null;
  readonly manifest: Manifest;
  readonly files: FileSet;
}

/**
 * A session, and how many of its output tensors are alive. After a session is released its tensors can no longer be
 * released, so an abandoned session waits for the last of them.
 */
interface Held {
  readonly session: InferenceSession;
  tensors: number;
  abandoned: boolean;
}

async function releaseIdle({ session, tensors, abandoned }: Held): Promise<void> {
  if (abandoned && tensors === 0) await session.release().catch(() => undefined);
}

/** Where a graph's session runs, and how it is made. */
interface Opening extends Pick<GraphSource, "ort" | "queue" | "device"> {
  readonly onDevice: boolean;
  /** What the graph is called in a message. */
  readonly title: string;
  create(): Promise<InferenceSession>;
}

function runsOnDevice({ device, manifest }: GraphSource, name: string): boolean {
  return device !== null && !familyOf(manifest).hostGraphs.includes(name);
}

function sessionOptions(source: GraphSource, name: string, deviceOutputs: readonly string[]) {
  const files = graphFiles(source.manifest, name);
  // An ONNX file names its weights relative to its own folder.
  const folder = files?.path.slice(0, files.path.lastIndexOf("/") + 1) ?? "";
  const external = (files?.external ?? []).map((path) => ({
    path: path.startsWith(folder) ? path.slice(folder.length) : path,
    data: source.files.get(path) ?? new Uint8Array(),
  }));
  const onDevice = runsOnDevice(source, name);
  const providers = onDevice ? [{ name: "webgpu", device: source.device }] : ["wasm"];
  const options = {
    executionProviders: providers,
    externalData: external,
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    ...(onDevice && {
      preferredOutputLocation: Object.fromEntries(deviceOutputs.map((output) => [output, "gpu-buffer"])),
    }),
  };
  return options as InferenceSession.SessionOptions;
}

async function runSession(
  source: Opening,
  held: Held,
  feeds: Readonly<Record<string, Tensor>>,
  fetches: readonly string[],
): Promise<Readonly<Record<string, Tensor>>> {
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([key, tensor]) => [key, toOrt(source.ort, tensor)]),
  );
  const outputs = await held.session.run(inputs, [...fetches]);
  const onRelease = (): void => {
    held.tensors--;
    if (held.abandoned) void source.queue.enter(() => releaseIdle(held));
  };
  const tensors = fetches.map((fetch) => [fetch, fromOrt(outputs[fetch] as OrtTensor, onRelease)] as const);
  held.tensors += tensors.filter(([, tensor]) => tensor.place === "device").length;
  return Object.fromEntries(tensors);
}

function portsOf(metadata: readonly InferenceSession.ValueMetadata[]): readonly Port[] {
  return metadata.map((value) => ({
    name: value.name,
    type: value.isTensor ? value.type : "no tensor",
    dims: value.isTensor ? value.shape : [],
  }));
}

/**
 * Opens a graph. A session whose run failed is unusable (its next run would see the old feeds), so it is abandoned and the
 * next run opens a new one. Once the graph is closed it is never reopened, since nothing would release it.
 */
async function openSession(source: Opening): Promise<Graph> {
  const hold = async (): Promise<Held> => ({
    session: await source.create(),
    tensors: 0,
    abandoned: false,
  });
  const first = await hold();
  let held: Held | null = first;
  let closed = false;
  const abandon = async (): Promise<void> => {
    const last = held;
    held = null;
    if (last === null) return;
    last.abandoned = true;
    await releaseIdle(last);
  };
  return {
    inputs: portsOf(first.session.inputMetadata),
    outputs: portsOf(first.session.outputMetadata),
    onDevice: source.onDevice,
    run: (feeds, fetches) =>
      source.queue.enter(async () => {
        if (closed) return failure("notFound", `${source.title} was closed.`, "Load it again.");
        try {
          held ??= await hold();
          return success(await runSession(source, held, feeds, fetches));
        } catch (thrown) {
          await abandon();
          return runFault(thrown, source.device);
        }
      }),
    close() {
      closed = true;
      return source.queue.enter(abandon);
    },
  };
}

/** A graph of a model's folder. */
function openGraph(source: GraphSource, name: string, deviceOutputs: readonly string[]): Promise<Graph> {
  const path = graphFiles(source.manifest, name)?.path ?? "";
  const { ort, queue, device, manifest, files } = source;
  // Read each time: the bytes of a graph are hundreds of megabytes, which would be held in addition to the runtime's copy.
  const create = async () =>
    ort.InferenceSession.create(await bytesOf(files, path), sessionOptions(source, name, deviceOutputs));
  const onDevice = runsOnDevice(source, name);
  return openSession({ ort, queue, device, onDevice, title: manifest.title, create });
}

/**
 * Opens a graph that was built in the tab and needs no file beside it: on a device, where every output stays, or on wasm. Faults:
 * those of opening any graph.
 */
export async function openBuiltGraph(
  { ort, queue, device }: Pick<GraphSource, "ort" | "queue" | "device">,
  title: string,
  graph: Uint8Array<ArrayBuffer>,
): Promise<Outcome<Graph>> {
  const onDevice = device !== null;
  const options = {
    executionProviders: onDevice ? [{ name: "webgpu", device }] : ["wasm"],
    logSeverityLevel: 3,
    ...(onDevice && { preferredOutputLocation: "gpu-buffer" }),
  } as InferenceSession.SessionOptions;
  const create = () => ort.InferenceSession.create(graph, options);
  return queue.enter(async () => {
    try {
      return success(await openSession({ ort, queue, device, onDevice, title, create }));
    } catch (thrown) {
      return { ok: false, fault: openFault(thrown, title) };
    }
  });
}

/** A runtime over verified files. `onLoad` is called with every graph that was opened. */
export function createRuntime(source: GraphSource, onLoad: (graph: Graph) => void): Runtime {
  return {
    assemble: (dims, spans) =>
      spans[0]?.tensor.place === "device"
        ? assembleOnDevice(source, dims, spans)
        : assembleOnHost(dims, spans),
    async load(name, deviceOutputs, signal) {
      if (signal.aborted) return failure("network", "Loading was cancelled.");
      return source.queue.enter(async () => {
        try {
          const graph = await openGraph(source, name, deviceOutputs);
          onLoad(graph);
          return success(graph);
        } catch (thrown) {
          return { ok: false, fault: openFault(thrown, graphFiles(source.manifest, name)?.path ?? name) };
        }
      });
    },
  };
}
