/**
 * What a model takes, estimated from its manifest: an estimate, since neither a browser nor ONNX Runtime says
 * beforehand, and nobody may ask how much graphics memory there is.
 */
import type { MemoryEstimate } from "../source/offer.ts";
import type { Manifest } from "./manifest/manifest.ts";

/** Tokens of question and answer, beside those of the picture. */
const TEXT_TOKENS = 256;
/** The student's and the teacher's sequence are open at once. */
const SEQUENCES = 2;
/** The most logits that exist at any time. */
const LOGITS = 32 * 2 ** 20;
/** SigLIP's heads and patches: attention among a tile's patches is the largest thing that a vision encoder makes. */
const VISION_HEADS = 12;
const PATCH = 16;
/** Tiles that go through the vision encoder in one run. */
const TILES_AT_ONCE = 4;
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
  if (manifest.family !== "idefics3") {
    const { cache, vision } = manifest;
    const keyValues = cache === null ? 0 : 8 * cache.layers * cache.heads * cache.headDimension * TEXT_TOKENS;
    return SEQUENCES * keyValues + LOGITS + 64 * vision.sides.width * vision.sides.height;
  }
  const { tile, longestEdge, splitting, tokensPerTile } = manifest.vision;
  const tiles = splitting ? Math.ceil(longestEdge / tile) ** 2 + 1 : 1;
  const positions = tiles * tokensPerTile + TEXT_TOKENS;
  const keyValues = 8 * manifest.layers * manifest.keyValueHeads * manifest.headDimension * positions;
  const attention = 4 * VISION_HEADS * (tile / PATCH) ** 4 * Math.min(tiles, TILES_AT_ONCE);
  return SEQUENCES * keyValues + LOGITS + attention;
}

/**
 * Bytes of ordinary and graphics memory at most. A graph is read into the tab and copied into the runtime while it is
 * opened, so the largest counts once more than it stays; on WebGPU only the token embedding stays in the tab.
 */
export function estimateMemory(manifest: Manifest, backend: "webgpu" | "wasm"): MemoryEstimate {
  const all = graphBytes(manifest);
  const largest = Math.max(...manifest.files.map((file) => file.bytes));
  if (backend === "wasm") return { ordinary: RUNTIME + all + largest + working(manifest), graphics: 0 };
  const embed = graphBytes(manifest, "embed_tokens");
  return { ordinary: RUNTIME + embed + 2 * largest, graphics: all - embed + working(manifest) };
}
