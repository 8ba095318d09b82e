/**
 * How rows of logits are cut into windows that a shader can bind: a binding starts at a multiple of the device's
 * alignment and has a largest size, and rows from memory are uploaded a few at a time.
 */
import type { DeviceRows, HostRows, LogitFormat } from "../../src/math/support/pair.ts";
import type { Arena } from "./run.ts";

/** Bytes of one logit. */
export const LOGIT_BYTES: Readonly<Record<LogitFormat, number>> = { f32: 4, f16: 2 };

/** How one side's logits are stored. */
export function formatOf(side: HostRows | DeviceRows): LogitFormat {
  return side.kind === "device" ? (side.format ?? "f32") : "f32";
}

/** Rows from memory are uploaded in pieces of at most this many bytes, so that two sides and their results stay within 64 MB. */
const UPLOAD_BYTES = 12 * 1024 * 1024;
/** `maxComputeWorkgroupsPerDimension` that every adapter has. */
const MOST_GROUPS = 65_535;

/** Rows as a shader binds them; `start` is the element of the binding at which the first of them begins. */
export interface Window {
  readonly binding: GPUBufferBinding;
  readonly start: number;
}

/** The largest number of rows of these sides that one dispatch can take; 0 where not even one fits a binding. */
export function rowsPerTile(device: GPUDevice, sides: readonly (HostRows | DeviceRows)[]): number {
  const { maxStorageBufferBindingSize, maxBufferSize, minStorageBufferOffsetAlignment } = device.limits;
  const bindable = Math.min(maxStorageBufferBindingSize, maxBufferSize) - minStorageBufferOffsetAlignment;
  const limits = sides.map((side) => {
    const rowBytes = side.vocabulary * LOGIT_BYTES[formatOf(side)];
    const fitting = Math.floor(bindable / rowBytes);
    return side.kind === "host"
      ? Math.min(fitting, Math.max(1, Math.floor(UPLOAD_BYTES / rowBytes)))
      : fitting;
  });
  return Math.min(MOST_GROUPS, ...limits);
}

/** Rows that are already on the device: a window into their buffer, whole words, that begins where it may. */
function deviceWindow(device: GPUDevice, side: DeviceRows, first: number, count: number): Window {
  const logitBytes = LOGIT_BYTES[formatOf(side)];
  const rowBytes = side.vocabulary * logitBytes;
  const begin = side.offset + first * rowBytes;
  const aligned = begin - (begin % device.limits.minStorageBufferOffsetAlignment);
  const size = Math.ceil((begin - aligned + count * rowBytes) / 4) * 4;
  return { binding: { buffer: side.buffer, offset: aligned, size }, start: (begin - aligned) / logitBytes };
}

/**
 * A function that gives windows of a side, one after the other. Rows from memory share one buffer: each call
 * overwrites it, in the order of the queue, so submit what uses a window before asking for the next.
 */
export function windowsOf(device: GPUDevice, arena: Arena, side: HostRows | DeviceRows, tileRows: number) {
  if (side.kind === "device")
    return (first: number, count: number) => deviceWindow(device, side, first, count);
  const rowLength = side.vocabulary;
  const buffer = arena.buffer(Math.min(tileRows, side.rows) * rowLength * LOGIT_BYTES.f32, "upload");
  return (first: number, count: number): Window => {
    const piece = side.data.subarray(first * rowLength, (first + count) * rowLength);
    device.queue.writeBuffer(buffer, 0, piece.buffer as ArrayBuffer, piece.byteOffset, piece.byteLength);
    return { binding: { buffer, size: piece.byteLength }, start: 0 };
  };
}
