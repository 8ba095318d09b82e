/** The common part of all gradients of a row: which row, which entries, and how they are read back. */
import { effectiveK } from "../../src/math/support/pair.ts";
import {
  encodeTopK,
  type Rows,
  type Settings,
  type TopBuffers,
  topBuffers,
  WORD_BYTES,
} from "../kernel/encode.ts";
import { formatOf, LOGIT_BYTES } from "../kernel/rows.ts";
import type { Arena } from "../kernel/run.ts";
import type { Tile } from "../kernel/tiles.ts";

/** Invocations of a workgroup of a kernel that writes a gradient; each has a quad of tokens. */
export const GRADIENT_INVOCATIONS = 128;

/** How many of the entries that are largest in magnitude, 1 to 1,024; "all" for the whole row. */
export type Entries = number | "all";

/** Entries in nats per logit, of the tokens in `ids`: all in order, or in descending magnitude, ties to the lowest id. */
export interface Gradient {
  readonly ids: Uint32Array;
  readonly values: Float32Array;
}

/** One row as a matrix of its own. */
export function rowAt(rows: Rows, row: number): Rows {
  if (rows.kind === "device") {
    return { ...rows, rows: 1, offset: rows.offset + row * rows.vocabulary * LOGIT_BYTES[formatOf(rows)] };
  }
  return { ...rows, rows: 1, data: rows.data.subarray(row * rows.vocabulary, (row + 1) * rows.vocabulary) };
}

/** What is wrong with a request for a row's entries, as a sentence, or null. */
export function gradientMistake(rows: Rows, row: number, entries: Entries): string | null {
  if (!(Number.isInteger(row) && row >= 0 && row < rows.rows)) return `row ${row} is not one of ${rows.rows}`;
  if (entries === "all") return null;
  return Number.isInteger(entries) && entries >= 1 && entries <= 1024
    ? null
    : `${entries} entries are not an integer from 1 to 1024`;
}

/** Where the gradient of a row goes, and its largest entries. */
export interface GradientBuffers {
  readonly gradient: GPUBuffer;
  readonly top: TopBuffers;
  /** The buffers that are read back. */
  readonly results: Readonly<Record<"gradient" | "ids" | "bits", GPUBuffer>>;
}

export function gradientBuffers(arena: Arena, vocabulary: number, entries: Entries): GradientBuffers {
  const gradient = arena.buffer(vocabulary * WORD_BYTES, "result");
  const top = topBuffers(arena, 1, entries === "all" ? 0 : effectiveK(entries, vocabulary));
  // Entries that were not asked for are not read back.
  const read = entries === "all" ? gradient : arena.buffer(WORD_BYTES, "result");
  return { gradient, top, results: { gradient: read, ids: top.ids, bits: top.bits } };
}

/** Workgroups of a kernel that writes a gradient. */
export function gradientGroups(vocabulary: number, rows: number): readonly [number, number] {
  return [Math.ceil(Math.ceil(vocabulary / 4) / GRADIENT_INVOCATIONS), rows];
}

/** Selects the entries that are largest in magnitude; nothing where all were asked for. */
export function encodeEntries(
  device: GPUDevice,
  tile: Tile<string>,
  entries: Entries,
  settings: Settings,
  { gradient, top }: GradientBuffers,
): void {
  const row: Rows = { kind: "device", rows: 1, vocabulary: settings.vocabulary, buffer: gradient, offset: 0 };
  const window = { binding: { buffer: gradient }, start: 0 };
  const asked = { ...settings, k: entries === "all" ? 0 : entries };
  encodeTopK(device, tile, [row, window], asked, top, { by_magnitude: 1 });
}

/** The entries that were read back. */
export function gradientFrom(
  words: Readonly<Record<"gradient" | "ids" | "bits", Uint32Array>>,
  vocabulary: number,
  entries: Entries,
): Gradient {
  const found =
    entries === "all"
      ? words.gradient.subarray(0, vocabulary)
      : words.bits.subarray(0, effectiveK(entries, vocabulary));
  return {
    ids: entries === "all" ? Uint32Array.from(found.keys()) : words.ids.slice(0, found.length),
    values: new Float32Array(found.buffer, found.byteOffset, found.length).slice(),
  };
}
