/** For tests: a model folder in memory, opened by the page's own code. */

import type { Outcome } from "../../../src/base/outcome.ts";
import { createRuntime, type GraphSource } from "../../../src/engine/local/graph.ts";
import { createRunQueue } from "../../../src/engine/local/queue/run-queue.ts";
import type { Graph, OpenModel, Runtime } from "../../../src/model/adapter.ts";
import { familyOf, type Manifest, parseManifest } from "../../../src/model/manifest/manifest.ts";
import type { ModelFiles } from "../assemble.ts";

interface FolderOptions {
  /** Changes the manifest after it was read. */
  readonly adjust?: (manifest: Manifest) => Manifest;
  /** Stands between the family and each graph. */
  readonly watch?: (name: string, graph: Graph) => Graph;
}

/** Opens the model as the engine does, on the build of ONNX Runtime that is handed in; on wasm without a device. */
export async function openFolder(
  { ort, device = null }: { readonly ort: unknown; readonly device?: GPUDevice | null },
  files: ModelFiles,
  { adjust = (manifest) => manifest, watch = (_, graph) => graph }: FolderOptions = {},
): Promise<Outcome<OpenModel>> {
  const build = ort as GraphSource["ort"];
  build.env.wasm.numThreads = 1;
  const parsed = parseManifest(JSON.parse(new TextDecoder().decode(files.get("manifest.json"))));
  if (!parsed.ok) return parsed;
  const manifest = adjust(parsed.value);
  const source = { ort: build, queue: createRunQueue(), device, manifest, files };
  const inner = createRuntime(source, () => undefined);
  const runtime: Runtime = {
    assemble: inner.assemble,
    async load(name, deviceOutputs, signal) {
      const graph = await inner.load(name, deviceOutputs, signal);
      return graph.ok ? { ok: true, value: watch(name, graph.value) } : graph;
    },
  };
  const small = { read: (path: string) => files.get(path) ?? null };
  return familyOf(manifest).open(manifest, small, runtime, new AbortController().signal);
}
