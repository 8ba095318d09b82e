/** What the tests of kernels share: a device that reports stray errors, rows, and comparison with the reference. */
import { afterEach, expect } from "vitest";
import type { Outcome } from "../../src/base/outcome.ts";
import { disagreement, type Tolerance } from "../../src/math/rows/tolerance.ts";
import {
  comparePairs,
  type DeviceRows,
  type HostRows,
  type PairNumbers,
  type PairOptions,
  type RowNumbers,
  type SideName,
  scoreRows,
} from "../../src/math/support/pair.ts";
import { setWidth, widthOf } from "../kernel/task.ts";
import { agreementKernel } from "../pair/agreement.ts";
import { divergenceKernel } from "../pair/divergence.ts";
import { estimatorsKernel } from "../pair/estimators.ts";
import { mixtureKernel } from "../pair/mixture.ts";
import { comparePairsOnDevice, scoreRowsOnDevice } from "../pair/pair.ts";
import { scoreKernel } from "../rows/score.ts";
import { topKKernel } from "../rows/top-k.ts";
import { overlaid } from "./overlaid.testing.ts";

async function openDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error("no WebGPU adapter: the kernels cannot be proved on this machine");
  return adapter.requestDevice();
}

const strayErrors: string[] = [];
/** Names of the passes that have been run on the device. */
export const passesRun = new Set<string>();
const opened = openDevice().then((device) => {
  device.addEventListener("uncapturederror", (event) => strayErrors.push(event.error.message));
  return overlaid(device, {
    createBindGroup(descriptor) {
      passesRun.add(descriptor.label ?? "");
      return device.createBindGroup(descriptor);
    },
  });
});

/**
 * The one device of all test files, since every program is compiled anew on another. Errors outside any scope fail the
 * test that caused them, and the width that a test sets is its own.
 */
export async function testDevice(): Promise<GPUDevice> {
  const device = await opened;
  const usual = widthOf(device);
  afterEach(() => {
    setWidth(device, usual);
    expect(strayErrors).toEqual([]);
  });
  return device;
}

/** The value, or the fault thrown. */
export function unwrapped<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.fault.kind}: ${outcome.fault.message}`);
}

export function host(rows: number, vocabulary: number, data: ArrayLike<number>): HostRows {
  return { kind: "host", rows, vocabulary, data: Float32Array.from(data) };
}

/** Rows whose values come from `pick`. */
export function filled(
  rows: number,
  vocabulary: number,
  pick: (token: number, row: number) => number,
): HostRows {
  const logit = (_: unknown, i: number) => pick(i % vocabulary, Math.floor(i / vocabulary));
  return host(rows, vocabulary, Array.from({ length: rows * vocabulary }, logit));
}

/** The number that 16 bits stand for as a float16 (IEEE 754). */
export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** The 16 bits of the nearest float16; what is too large becomes the largest. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === Infinity) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.min(15, Math.floor(Math.log2(size)));
  const fraction = Math.min(Math.round((size / 2 ** exponent - 1) * 1024), exponent === 15 ? 1023 : 1024);
  return sign | (((exponent + 15) << 10) + fraction);
}

/** Rows rounded to float16, in memory as float32 and in a larger poisoned buffer as they are, `before` elements in. */
export function halfRows(device: GPUDevice, rows: HostRows, before: number) {
  const bits = Uint16Array.from(rows.data, halfBits);
  const size = 4 * Math.ceil((before + bits.length + 9) / 2);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size, usage });
  const poisoned = new Uint16Array(size / 2).fill(0x7e00);
  poisoned.set(bits, before);
  device.queue.writeBuffer(buffer, 0, poisoned);
  const shape = { rows: rows.rows, vocabulary: rows.vocabulary };
  const there: DeviceRows = { ...shape, kind: "device", buffer, offset: 2 * before, format: "f16" };
  return { there, host: host(shape.rows, shape.vocabulary, Array.from(bits, halfValue)) };
}

/** Rows inside a larger buffer whose every other byte is poison (NaN), as buffers from a model are larger than needed. */
export function onDevice(device: GPUDevice, rows: HostRows, before: number, after: number): DeviceRows {
  const floats = new Float32Array(before + rows.data.length + after).fill(Number.NaN);
  floats.set(rows.data, before);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size: floats.byteLength, usage });
  device.queue.writeBuffer(buffer, 0, floats);
  return { kind: "device", rows: rows.rows, vocabulary: rows.vocabulary, buffer, offset: before * 4 };
}

/** Fails with a table where a device's numbers are too far from the reference. */
export function expectNear(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
) {
  const table = disagreement(actual, expected, tolerance);
  if (table !== null) throw new Error(`${what}: ${table}`);
}

export function expectSameRows(what: string, actual: RowNumbers, expected: RowNumbers) {
  expect([...actual.rank], `${what} rank`).toEqual([...expected.rank]);
  expect([...actual.topIds], `${what} topIds`).toEqual([...expected.topIds]);
  for (const name of ["logSumExp", "logProb", "entropy"] as const) {
    expectNear(`${what} ${name}`, actual[name], expected[name], scoreKernel.tolerance);
  }
  expectNear(`${what} topLogProbs`, actual.topLogProbs, expected.topLogProbs, topKKernel.tolerance);
}

/** Every estimate is off by the gap's error times its slope. */
function expectSameEstimates(actual: PairNumbers, expected: PairNumbers) {
  const { k1, k2, k3, surrogate } = expected.estimates;
  const { tolerance } = estimatorsKernel;
  for (const [row, gap] of k1.entries()) {
    const logProb = expected.student.logProb[row] as number;
    // A small gap of two unlikely tokens is the difference of two large numbers.
    const size = Math.abs(logProb) + Math.abs(expected.teacher.logProb[row] as number);
    const error = tolerance.absolute + tolerance.relative * (Number.isFinite(size) ? size : 0);
    const slopes = {
      k1: [gap, 0],
      k2: [k2[row], gap],
      k3: [k3[row], Math.expm1(-gap)],
      surrogate: [surrogate[row], Math.abs(logProb) + Math.abs(gap)],
    } as const;
    for (const [name, [value = Number.NaN, slope]] of Object.entries(slopes)) {
      // Beyond float32 the exponential multiplies errors, which a first order no longer sees.
      const scale = Number.isFinite(value) ? 1 + 2 * Math.abs(slope) : 1;
      const within = { ...tolerance, absolute: error * scale };
      expectNear(`${name} of row ${row}`, [actual.estimates[name as "k1"][row] ?? NaN], [value], within);
    }
  }
}

export function expectSamePair(actual: PairNumbers, expected: PairNumbers) {
  expectSameRows("student", actual.student, expected.student);
  expectSameRows("teacher", actual.teacher, expected.teacher);
  for (const name of ["forwardKl", "reverseKl", "forwardCrossEntropy", "reverseCrossEntropy"] as const) {
    expectNear(name, actual[name], expected[name], divergenceKernel.tolerance);
  }
  for (const name of ["jsd", "totalVariation"] as const) {
    expectNear(name, actual[name], expected[name], mixtureKernel.tolerance);
  }
  const { sameTop, rankShift, overlap, teacherMass } = expected.agreement;
  expect([...actual.agreement.sameTop], "sameTop").toEqual([...sameTop]);
  expect([...actual.agreement.rankShift], "rankShift").toEqual([...rankShift]);
  expect([...actual.agreement.overlap], "overlap").toEqual([...overlap]);
  expectNear("teacherMass", actual.agreement.teacherMass, teacherMass, agreementKernel.tolerance);
  expectSameEstimates(actual, expected);
}

/** Both measurements of a pair and of its student alone, wherever its logits are, against the reference. */
export async function checkPair(
  device: GPUDevice,
  student: HostRows,
  teacher: HostRows,
  ids: Uint32Array,
  options: PairOptions,
  there: Readonly<Record<SideName, HostRows | DeviceRows>> = { student, teacher },
) {
  const pair = unwrapped(await comparePairsOnDevice(device, there.student, there.teacher, ids, options));
  expectSamePair(pair, comparePairs(student, teacher, ids, options));
  const alone = unwrapped(await scoreRowsOnDevice(device, there.student, ids, options));
  expectSameRows("student alone", alone, scoreRows(student, ids, options));
}
