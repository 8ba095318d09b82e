/** Features of drawn scenes that a command keeps in a folder, so that another run on the same scenes need not encode them again. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as v from "valibot";
import type { ImageFeatures } from "../../model/adapter.ts";

export interface FeatureFolder {
  /** The features of that key; null where the folder has none. */
  read(key: string): Promise<ImageFeatures | null>;
  /** Features with a mask are not kept. */
  write(key: string, features: ImageFeatures): Promise<void>;
}

const side = v.pipe(v.number(), v.integer(), v.minValue(0));
const headerSchema = v.object({ dims: v.array(side), grid: v.object({ rows: side, columns: side }) });

const NEW_LINE = 10;

/** One line of JSON with the shapes, then float32 numbers. Throws where it is something else. */
export function featuresOf(file: Uint8Array<ArrayBuffer>): ImageFeatures {
  const end = file.indexOf(NEW_LINE);
  const { dims, grid } = v.parse(
    headerSchema,
    JSON.parse(new TextDecoder().decode(file.subarray(0, Math.max(0, end)))),
  );
  const data = new Float32Array(file.slice(end + 1).buffer);
  if (data.length !== dims.reduce((product, length) => product * length, 1))
    throw new Error("Kept features have another length than their shape says.");
  return { values: { place: "host", data, dims }, grid, mask: null };
}

export function fileOf({ values: { data, dims }, grid }: ImageFeatures): Blob {
  return new Blob([`${JSON.stringify({ dims, grid })}\n`, data.slice()]);
}

/** A folder that the page's server keeps below `address`: files are read by GET and written by PUT. */
export function featureFolder(address: string): FeatureFolder {
  const fileAt = (key: string): URL =>
    new URL(`${bytesToHex(sha256(utf8ToBytes(`${__FOVEA_BUILD__} ${key}`)))}.bin`, address);
  return {
    async read(key) {
      const response = await fetch(fileAt(key));
      return response.ok ? featuresOf(new Uint8Array(await response.arrayBuffer())) : null;
    },
    async write(key, features) {
      if (features.mask !== null) return;
      const response = await fetch(fileAt(key), { method: "PUT", body: fileOf(features) });
      if (!response.ok) throw new Error(`Features could not be kept: ${await response.text()}`);
    },
  };
}
