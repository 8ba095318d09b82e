/** Runs kernels over rows of logits, tile by tile, and reads back the few words they leave per row. */
import { failure, type Outcome } from "../../src/base/outcome.ts";
import type { DeviceRows, HostRows } from "../../src/math/support/pair.ts";
import { rowsPerTile, type Window, windowsOf } from "./rows.ts";
import { type Arena, arenaOf, guarded, readBack, wordsOf } from "./run.ts";
import { type Split, splitOf } from "./task.ts";

/** Rows `firstRow` to before `firstRow + rows` of every side, bound. */
export interface Tile<Side extends string> extends Split {
  readonly encoder: GPUComputePassEncoder;
  readonly arena: Arena;
  readonly firstRow: number;
  readonly rows: number;
  readonly windows: Readonly<Record<Side, Window>>;
}

/** What a measurement sets up once: buffers to read back at the end, and what to do with each tile. */
export interface Measurement<Side extends string, Result extends string> {
  readonly results: Readonly<Record<Result, GPUBuffer>>;
  encode(tile: Tile<Side>): void;
}

/** The same keys with other values. */
export function mapped<Key extends string, From, To>(
  record: Readonly<Record<Key, From>>,
  change: (value: From) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(record).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries) as Record<Key, To>;
}

/**
 * Sets up a measurement of `sides` (all of one shape, with at least one row), runs it over every tile and gives the
 * words of its results. Faults: outOfMemory, deviceLost, unsupported (a row larger than a binding), bug.
 */
export async function measured<Side extends string, Result extends string>(
  device: GPUDevice,
  sides: Readonly<Record<Side, HostRows | DeviceRows>>,
  setUp: (arena: Arena, tileRows: number) => Measurement<Side, Result>,
): Promise<Outcome<Record<Result, Uint32Array>>> {
  const all = Object.values<HostRows | DeviceRows>(sides);
  const { rows = 0, vocabulary = 0 } = all[0] ?? {};
  const tileRows = Math.min(rows, rowsPerTile(device, all));
  if (tileRows < 1) {
    return failure("unsupported", `one row of ${vocabulary} logits is larger than this device can bind`);
  }
  using arena = arenaOf(device);
  const submitted = await guarded(device, () => {
    const { results, encode } = setUp(arena, tileRows);
    const windows = mapped(sides, (side) => windowsOf(device, arena, side, tileRows));
    for (let firstRow = 0; firstRow < rows; firstRow += tileRows) {
      const count = Math.min(tileRows, rows - firstRow);
      const bound = mapped(windows, (window) => window(firstRow, count));
      const commands = device.createCommandEncoder();
      const encoder = commands.beginComputePass();
      encode({ ...splitOf(count, vocabulary), encoder, arena, firstRow, rows: count, windows: bound });
      encoder.end();
      device.queue.submit([commands.finish()]);
    }
    return readBack(device, arena, results);
  });
  // Awaited here, because the arena is destroyed when this function returns.
  return submitted.ok ? await wordsOf(device, submitted.value) : submitted;
}
