/** Logits to be measured on, made on the device: rows are windows into one random row, so that large ones cost no memory here. */
import { seeded } from "../src/base/random.ts";
import type { DeviceRows, LogitFormat } from "../src/math/support/pair.ts";

export interface Shape {
  readonly rows: number;
  readonly vocabulary: number;
}

/** Of everything random in a run. */
export const SEED = 1;

const SPREAD = 3;

function pattern(
  length: number,
  format: LogitFormat,
  seed: number,
): Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  const random = seeded(seed);
  if (format === "f32") return Float32Array.from({ length }, () => SPREAD * random.normal());
  // A sign, an exponent from 2^-6 to 2^3 and ten random bits: ordinary numbers, without a conversion to get wrong.
  return Uint16Array.from(
    { length },
    () => (random.below(2) << 15) | ((9 + random.below(10)) << 10) | random.below(1024),
  );
}

/** Random logits in a new buffer, which the caller destroys. */
export function logitsOn(
  device: GPUDevice,
  { rows, vocabulary }: Shape,
  format: LogitFormat,
  seed: number,
): DeviceRows {
  const source = pattern(vocabulary + 2 * rows, format, seed);
  const rowBytes = vocabulary * source.BYTES_PER_ELEMENT;
  const buffer = device.createBuffer({
    size: Math.ceil((rows * rowBytes) / 16) * 16,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  });
  for (let row = 0; row < rows; row++) {
    // Two elements further for each row: writes begin and end at whole words.
    device.queue.writeBuffer(buffer, row * rowBytes, source, 2 * row, vocabulary);
  }
  return { kind: "device", rows, vocabulary, buffer, offset: 0, format };
}

/** One token per row. */
export function tokensOf({ rows, vocabulary }: Shape, seed: number): Uint32Array<ArrayBuffer> {
  const random = seeded(seed);
  return Uint32Array.from({ length: rows }, () => random.below(vocabulary));
}
