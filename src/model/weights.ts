/** The identity of the weights in a model's files. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Weights } from "../base/weights.ts";
import type { CommonManifest, GraphFiles } from "./manifest/manifest-parts.ts";

/**
 * One hash for the weights: that of the file that holds them all, or that of the sorted hashes of all graphs and their
 * files, so that two mixes of precisions never have the same hash.
 */
function hashOf(manifest: CommonManifest): string {
  const stores = manifest.files.filter((file) => file.path.endsWith(".safetensors"));
  if (stores.length === 1) return stores[0]?.sha256 ?? "";
  const graphs: readonly (GraphFiles | undefined)[] = Object.values(manifest.graphs);
  const paths = new Set(
    graphs.flatMap((graph) => (graph === undefined ? [] : [graph.path, ...graph.external])),
  );
  const hashes = manifest.files.filter((file) => paths.has(file.path)).map((file) => file.sha256);
  return bytesToHex(sha256(utf8ToBytes(hashes.sort().join("\n"))));
}

/** The weights in a model's files: version 0, with the parent that the manifest names, if they were trained from another's. */
export function storedWeights(manifest: CommonManifest): Weights {
  return { id: manifest.id, version: 0, parent: manifest.parent ?? null, sha256: hashOf(manifest) };
}
