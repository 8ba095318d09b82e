/**
 * Estimates a model's memory from its manifest. It is an estimate, since neither browsers nor ONNX Runtime report it
 * beforehand, and the amount of graphics memory cannot be queried.
 */
import type { MemoryEstimate } from "../source/offer.ts";
import type { Workload } from "./family.ts";
import { familyOf, type Manifest } from "./manifest/manifest.ts";

/** The student's and the teacher's sequence are open at once. */
const WORKLOAD: Workload = { sequences: 2, textTokens: 256 };
/** The maximum size of logits that exist at any time, in bytes. */
const LOGITS = 32 * 2 ** 20;
/** ONNX Runtime's wasm, its code and its own heap. */
const RUNTIME = 120e6;

function graphBytes(manifest: Manifest, ...names: readonly string[]): number {
  const graphs: readonly (readonly [string, { path: string; external: string[] }])[] = Object.entries(
    manifest.graphs,
  );
  const paths = new Set(
    graphs
      .filter(([name]) => names.length === 0 || names.includes(name))
      .flatMap(([, graph]) => [graph.path, ...graph.external]),
  );
  return manifest.files.reduce((sum, file) => sum + (paths.has(file.path) ? file.bytes : 0), 0);
}

/** Cache, logits and the vision encoder's attention, in bytes, at float32. */
function working(manifest: Manifest): number {
  return LOGITS + familyOf(manifest).workingBytes(manifest, WORKLOAD);
}

/**
 * The peak of ordinary and graphics memory, in bytes. A graph is read into the tab and copied into the runtime while it is
 * opened, so the largest graph counts once more; on WebGPU only the token embedding stays in the tab.
 */
export function estimateMemory(manifest: Manifest, backend: "webgpu" | "wasm"): MemoryEstimate {
  const all = graphBytes(manifest);
  const largest = Math.max(...manifest.files.map((file) => file.bytes));
  if (backend === "wasm") return { ordinary: RUNTIME + all + largest + working(manifest), graphics: 0 };
  const { hostGraphs } = familyOf(manifest);
  const host = hostGraphs.length === 0 ? 0 : graphBytes(manifest, ...hostGraphs);
  return { ordinary: RUNTIME + host + 2 * largest, graphics: all - host + working(manifest) };
}
