/** For tests: fake engines instead of the worker's, which record their calls and fail on request. */
import type { ModelId } from "../base/ids.ts";
import { type Fault, success } from "../base/outcome.ts";
import { createFakeEngine } from "../engine/fake-engine.testing.ts";
import type { LocalEngine } from "../engine/local/client.ts";
import type { DeviceReport } from "../engine/local/protocol.ts";
import type { ModelSource } from "../source/source.ts";

/** The results of the next answer, load and transfer; each is used once. */
export const next: { answer: Fault | null; load: Fault | null; download: Fault | null } = {
  answer: null,
  load: null,
  download: null,
};
export const engines: { lose: (fault: Fault) => void; closed: boolean; backend: string }[] = [];
export const loads: { source: ModelSource; beside: readonly ModelId[] }[] = [];
export const removed: string[] = [];
/** Images given to the engines. */
export const images: string[] = [];

function take(which: keyof typeof next): { ok: false; fault: Fault } | null {
  const fault = next[which];
  next[which] = null;
  return fault === null ? null : { ok: false, fault };
}

function idOf(source: ModelSource): ModelId {
  if (source.kind === "kept") return source.id;
  if (source.kind === "site") return source.manifest.split("/").at(-2) as ModelId;
  // A folder that has a name stands for the model of that name.
  const [folder, ...rest] = source.files[0]?.path.split("/") ?? [];
  return (rest.length > 0 ? folder : "disk") as ModelId;
}

const REPORT: DeviceReport = {
  adapter: null,
  adapterNote: "a test has none",
  model: { backend: "webgpu", reason: "" },
  numbers: { backend: "cpu", reason: "" },
  runtime: "asyncify",
  threads: 1,
  crossOriginIsolated: false,
};

/** Replaces `startLocalEngine`: the bundled models share a tokenizer, any other model has its own. */
export function fakeLocalEngine(_: string, onLost: (fault: Fault) => void): LocalEngine {
  const engine = { lose: onLost, closed: false, backend: "webgpu" };
  engines.push(engine);
  const fake = createFakeEngine();
  return {
    ...fake,
    async inspect({ modelBackend }) {
      engine.backend = modelBackend ?? "webgpu";
      return success({ ...REPORT, model: { backend: modelBackend ?? "webgpu", reason: "" } });
    },
    async loadModel(source, _signal, _onEvent, beside = []) {
      loads.push({ source, beside });
      const failed = take("load");
      if (failed !== null) return failed;
      const id = idOf(source);
      fake.keep(beside);
      return success(fake.open(id, id.startsWith("fovea") ? "fovea" : id));
    },
    async addImage(id, bytes) {
      images.push(id);
      return fake.addImage(id, bytes);
    },
    rollout: async (request, signal, onEvent) => take("answer") ?? fake.rollout(request, signal, onEvent),
    models: {
      stock: async () => success({ published: [], kept: [], storage: null, note: "" }),
      known: async () => success(null),
      lookUp: async () => ({ ok: false, fault: { kind: "network", message: "No hub." } }),
      lookInto: async () => ({ ok: false, fault: { kind: "notFound", message: "No folder." } }),
      memory: async () => success({ files: 0, graphics: null }),
      async remove(id) {
        removed.push(id);
        return success(null);
      },
      async download(_order, _signal, tell) {
        tell({ kind: "progress", done: 1, total: 2, bytesPerSecond: 1 });
        return take("download") ?? success("kept" as ModelId);
      },
      keepCopy: async () => success(null),
    },
    close() {
      engine.closed = true;
      fake.close();
    },
  };
}

/** Clears the recorded calls and the pending failures. */
export function forget(): void {
  for (const notes of [engines, loads, removed, images]) notes.length = 0;
  Object.assign(next, { answer: null, load: null, download: null });
}
