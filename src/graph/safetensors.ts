/**
 * The safetensors format: eight bytes of header length, a JSON header, then the tensors without holes.
 * The writer orders tensors by the alignment their length keeps, so that every tensor starts as well
 * aligned as the format allows (64 bytes for whole rows of 32 halves) and can be read in place.
 */

import { concatenate } from "./onnx.ts";

export type StoredType = "F16" | "F32";

export interface StoredTensor {
  readonly type: StoredType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Numbers as a float32 tensor, without a copy. */
export const storedFloats = (
  shape: readonly number[],
  { buffer, byteOffset, byteLength }: Float32Array,
): StoredTensor => ({ type: "F32", shape, bytes: new Uint8Array(buffer, byteOffset, byteLength) });

/** Where a tensor lies in the file, header included. */
export interface TensorPlace {
  readonly type: StoredType;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
  /** The tensor itself, where a graph is to carry it instead of pointing into the file. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** The file, where it is not the one that a graph takes its weights from otherwise. */
  readonly file?: string;
}

const bytesPerElement: Readonly<Record<StoredType, number>> = { F16: 2, F32: 4 };
const dataAlignment = 64;

/** The largest power of two, up to 64, that divides `length`. */
function keptAlignment(length: number): number {
  return Math.min(dataAlignment, length & -length);
}

/** The bytes of a safetensors file; the same tensors give the same bytes in whatever order they come. */
export function writeSafetensors(tensors: ReadonlyMap<string, StoredTensor>): Uint8Array<ArrayBuffer> {
  const ordered = [...tensors].sort(
    ([aName, a], [bName, b]) =>
      keptAlignment(b.bytes.length) - keptAlignment(a.bytes.length) || (aName < bName ? -1 : 1),
  );
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let at = 0;
  for (const [name, tensor] of ordered) {
    header[name] = {
      dtype: tensor.type,
      shape: tensor.shape,
      data_offsets: [at, at + tensor.bytes.length],
    };
    at += tensor.bytes.length;
  }
  const json = JSON.stringify(header);
  const jsonLength = new TextEncoder().encode(json).length;
  const padding = (dataAlignment - ((8 + jsonLength) % dataAlignment)) % dataAlignment;
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(jsonLength + padding), true);
  const text = new TextEncoder().encode(json + " ".repeat(padding));
  return concatenate([length, text, ...ordered.map(([, tensor]) => tensor.bytes)]);
}

interface HeaderEntry {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function isHeaderEntry(value: unknown): value is HeaderEntry {
  if (typeof value !== "object" || value === null) return false;
  if (!("dtype" in value && "shape" in value && "data_offsets" in value)) return false;
  const knownType = value.dtype === "F16" || value.dtype === "F32";
  return knownType && Array.isArray(value.shape) && Array.isArray(value.data_offsets);
}

/** The table of contents. Throws a sentence when the file is not safetensors or holds another number type. */
export function readPlaces(file: Uint8Array): ReadonlyMap<string, TensorPlace> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerLength = file.length < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (8 + headerLength > file.length) throw new Error("This file is no safetensors file: its header is cut.");
  const header: unknown = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength)));
  const places = new Map<string, TensorPlace>();
  for (const [name, entry] of Object.entries(header ?? {})) {
    if (name === "__metadata__") continue;
    if (!isHeaderEntry(entry)) throw new Error(`Tensor ${name} is neither F16 nor F32.`);
    const [start, end] = entry.data_offsets;
    const wanted = entry.shape.reduce((product, size) => product * size, bytesPerElement[entry.dtype]);
    if (end - start !== wanted || 8 + headerLength + end > file.length) {
      throw new Error(`Tensor ${name} has the wrong number of bytes.`);
    }
    places.set(name, {
      type: entry.dtype,
      shape: entry.shape,
      offset: 8 + headerLength + start,
      length: end - start,
    });
  }
  return places;
}

/** Every tensor with its bytes, as views into `file`. */
export function readSafetensors(file: Uint8Array): ReadonlyMap<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, place] of readPlaces(file)) {
    const bytes = file.subarray(place.offset, place.offset + place.length);
    tensors.set(name, { type: place.type, shape: place.shape, bytes });
  }
  return tensors;
}
