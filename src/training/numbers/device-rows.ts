/** Rows of logits of answers that stay on the device until the end of a step. */

import { sampleOnDevice } from "../../../shaders/rows/sample.ts";
import type { TokenId } from "../../base/ids.ts";
import { success } from "../../base/outcome.ts";
import { bindableBuffer } from "../../engine/local/device/ort-tensors.ts";
import type { DeviceRows } from "../../math/support/pair.ts";
import type { DeviceTensor } from "../../model/adapter.ts";
import type { KeptAnswer } from "../packed/decoder.ts";
import type { Keeper, Place } from "../packed/keeper.ts";

/** Buffers that are destroyed together. */
export interface Store extends Disposable {
  /** For so many float32 numbers. */
  buffer(numbers: number): GPUBuffer;
}

export function createStore(device: GPUDevice): Store {
  const buffers: GPUBuffer[] = [];
  return {
    buffer(numbers) {
      const made = bindableBuffer(device, numbers * Float32Array.BYTES_PER_ELEMENT);
      buffers.push(made);
      return made;
    },
    [Symbol.dispose]() {
      for (const made of buffers) made.destroy();
    },
  };
}

/** Rows that lie behind each other in a buffer; `row` is the first. */
interface Stretch {
  readonly buffer: GPUBuffer;
  readonly row: number;
  readonly rows: number;
}

/** Copies stretches behind each other into a buffer. */
export function copyRows(
  device: GPUDevice,
  stretches: readonly Stretch[],
  vocabulary: number,
  into: GPUBuffer,
): void {
  const commands = device.createCommandEncoder();
  const bytes = vocabulary * 4;
  let at = 0;
  for (const { buffer, row, rows } of stretches) {
    if (rows > 0) commands.copyBufferToBuffer(buffer, row * bytes, into, at, rows * bytes);
    at += rows * bytes;
  }
  device.queue.submit([commands.finish()]);
}

/** Where an answer's rows are; a fault of this program where they are in memory. */
export function onDevice({ logits }: Pick<KeptAnswer, "logits">): DeviceRows {
  if (logits instanceof Float32Array) throw new TypeError("the logits of an answer are not on the device");
  return logits;
}

/** Answers' rows as stretches of their buffers. */
export function stretchesOf(answers: readonly Pick<KeptAnswer, "logits">[]): readonly Stretch[] {
  return answers.map((answer) => {
    const { buffer, offset, rows, vocabulary } = onDevice(answer);
    return { buffer, row: offset / (vocabulary * 4), rows };
  });
}

/** One matrix cut into those of answers of these lengths. */
export function cutRows(
  buffer: GPUBuffer,
  lengths: readonly number[],
  vocabulary: number,
): readonly DeviceRows[] {
  let row = 0;
  return lengths.map((rows) => {
    const offset = row * vocabulary * 4;
    row += rows;
    return { kind: "device", rows, vocabulary, buffer, offset };
  });
}

/** Neighbouring places of one tensor as one stretch. */
function stretchesAt(places: readonly Place[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const { logits, row } of places) {
    const { buffer } = logits as DeviceTensor;
    const last = found.at(-1);
    if (last?.buffer === buffer && last.row + last.rows === row)
      found[found.length - 1] = { ...last, rows: last.rows + 1 };
    else found.push({ buffer, row, rows: 1 });
  }
  return found;
}

/** Samples by a kernel, and copies the rows of answers into buffers of the store; tokens alone are read back. */
export function deviceKeeper(device: GPUDevice, store: Store, vocabulary: number): Keeper<DeviceRows> {
  return {
    take: async (logits) => success(logits),
    async sample(logits, cut, salts) {
      const { buffer } = logits as DeviceTensor;
      const rows: DeviceRows = { kind: "device", rows: salts.length, vocabulary, buffer, offset: 0 };
      const requests = salts.map((salt, row) => ({ row, salt }));
      const sampled = await sampleOnDevice(device, rows, requests, cut);
      return sampled.ok ? success(sampled.value.map(({ token }) => token as TokenId)) : sampled;
    },
    keep(answers) {
      const places = answers.flat();
      const buffer = store.buffer(places.length * vocabulary);
      copyRows(device, stretchesAt(places), vocabulary, buffer);
      return success(
        cutRows(
          buffer,
          answers.map(({ length }) => length),
          vocabulary,
        ),
      );
    },
  };
}
