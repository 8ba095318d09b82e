/** Features of drawn scenes that a command keeps in a folder, so that another run on the same scenes need not encode them again. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { readSafetensors, storedFloats, writeSafetensors } from "../../graph/safetensors.ts";
import type { FloatTensor, ImageFeatures } from "../../model/adapter.ts";

export interface FeatureFolder {
  /** The features of that key; null where the folder has none. */
  read(key: string): Promise<ImageFeatures | null>;
  /** Features with a mask are not kept. */
  write(key: string, features: ImageFeatures): Promise<void>;
}

/** The features in a file as `fileOf` wrote it. Throws where it is something else. */
export function featuresOf(file: Uint8Array): ImageFeatures {
  const stored = readSafetensors(file);
  const floats = (name: string): FloatTensor => {
    const tensor = stored.get(name);
    if (tensor === undefined) throw new Error(`Kept features have no ${name}.`);
    return { place: "host", dims: tensor.shape, data: new Float32Array(tensor.bytes.slice().buffer) };
  };
  const [rows = 0, columns = 0] = floats("grid").data;
  return { values: floats("values"), grid: { rows, columns }, mask: null };
}

/** Features without a mask as a safetensors file, float32. */
export function fileOf({ values: { data, dims }, grid }: ImageFeatures): Uint8Array<ArrayBuffer> {
  const sides = Float32Array.of(grid.rows, grid.columns);
  return writeSafetensors(
    new Map([
      ["values", storedFloats(dims, data)],
      ["grid", storedFloats([sides.length], sides)],
    ]),
  );
}

/** A folder that the page's server keeps below `address`: files are read by GET and written by PUT. */
export function featureFolder(address: string): FeatureFolder {
  const fileAt = (key: string): URL =>
    new URL(`${bytesToHex(sha256(utf8ToBytes(`${__FOVEA_BUILD__} ${key}`)))}.safetensors`, address);
  return {
    async read(key) {
      const response = await fetch(fileAt(key));
      return response.ok ? featuresOf(new Uint8Array(await response.arrayBuffer())) : null;
    },
    async write(key, features) {
      if (features.mask !== null) return;
      const response = await fetch(fileAt(key), { method: "PUT", body: new Blob([fileOf(features)]) });
      if (!response.ok) throw new Error(`Features could not be kept: ${await response.text()}`);
    },
  };
}
