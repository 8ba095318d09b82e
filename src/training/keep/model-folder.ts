/** A trained model as the folder of a model: that of its parent with other weights and a manifest of its own. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { ModelId } from "../../base/ids.ts";
import type { OpenFiles } from "../../engine/local/models/open-stored.ts";
import { readPlaces } from "../../graph/safetensors.ts";
import type { RunSettings } from "../../lab/run/document.ts";
import { float16Bits } from "../../model/float16.ts";
import type { Manifest } from "../../model/manifest/manifest.ts";
import { storedWeights } from "../../model/weights.ts";
import { bytesOf } from "../../store/file-set.ts";
import type { Parameters } from "../packed/rows.ts";

/** Files by their paths in a folder. */
export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** A parent's file of weights with every tensor's numbers replaced, each in the type and place that it had. */
function withParameters(file: Uint8Array<ArrayBuffer>, parameters: Parameters): Uint8Array<ArrayBuffer> {
  const changed = file.slice();
  for (const [name, { type, offset }] of readPlaces(file)) {
    const values = parameters.get(name);
    if (values === undefined) continue;
    const stored = type === "F32" ? values : Uint16Array.from(values, float16Bits);
    changed.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), offset);
  }
  return changed;
}

/** How a model is told from its parent: what comes after the parent's title and id, and where its weights are from. */
export interface ChildNames {
  readonly title: string;
  readonly id: string;
  readonly source: string;
}

/**
 * What the manifest of a trained model says of it. Its id has a part of its weights' SHA-256: a model is stored under its id, and other
 * weights of the same run, or of one with other parts, must not take its place.
 */
function childManifest(parent: Manifest, names: ChildNames, weights: Files): Manifest {
  const before = storedWeights(parent).sha256;
  const child: Manifest = {
    ...parent,
    parent: before,
    title: `${parent.title}, ${names.title}`,
    source: `${names.source}; its parent is ${parent.title}, whose weights have the SHA-256 ${before}`,
    // The child's folder holds all of its files, also one that its parent shares with another model.
    files: parent.files.map(({ path, bytes, sha256: hash }) => {
      const changed = weights.get(path);
      return { path, bytes, sha256: changed === undefined ? hash : bytesToHex(sha256(changed)) };
    }),
  };
  const own = storedWeights(child).sha256.slice(0, 8);
  return { ...child, id: `${parent.id}-${names.id}-${own}` as ModelId };
}

/** The whole folder of a model that has its parent's files with other parameters; those that are not given stay. */
export async function childFolder(
  parent: OpenFiles,
  names: ChildNames,
  parameters: Parameters,
): Promise<Files> {
  const { manifest, files } = parent;
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { path } of manifest.files) kept.set(path, await bytesOf(files, path));
  const weights = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [path, bytes] of kept)
    if (path.endsWith(".safetensors")) weights.set(path, withParameters(bytes, parameters));
  for (const [path, bytes] of weights) kept.set(path, bytes);
  const child = childManifest(manifest, names, weights);
  return kept.set("manifest.json", new TextEncoder().encode(`${JSON.stringify(child, null, 2)}\n`));
}

/** The whole folder of a model after so many steps of a run. */
export function modelFolder(
  parent: OpenFiles,
  { recipe, seed }: RunSettings,
  step: number,
  parameters: Parameters,
): Promise<Files> {
  const names = {
    title: `${recipe.title}, ${step} steps`,
    id: `${recipe.id}-seed-${seed}-step-${step}`,
    source: `training in the tab by ${recipe.title}`,
  };
  return childFolder(parent, names, parameters);
}
