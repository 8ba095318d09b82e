/** Aligned rows of float16, which are loaded four at once: every number of the format, exactly. */
import { expect, test } from "vitest";
import { comparePairs, type DeviceRows } from "../../src/math/support/pair.ts";
import { comparePairsOnDevice } from "../pair/pair.ts";
import { expectSamePair, halfValue, host, testDevice, unwrapped } from "../testing/device.testing.ts";

const device = await testDevice();

const MASKED = 0xfc00;
// All but NaN and the infinities; 62 × 1,024 of them, subnormals and both zeros too.
const finite = Array.from({ length: 65_536 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);

test.each([
  ["from the start", 0, 0],
  ["from a binding's middle", 4, 132],
  ["only on one side", 0, 1],
] as const)("aligned float16 logits, %s", async (_, studentBefore, teacherBefore) => {
  const row = [...finite, MASKED, MASKED, MASKED, MASKED];
  const bits = { student: [...row, ...row.toReversed()], teacher: [...row.toReversed(), ...row] };
  const vocabulary = row.length;
  expect(vocabulary % 4).toBe(0);
  const rowsFrom = (side: keyof typeof bits, before: number): DeviceRows => {
    const poisoned = new Uint16Array(before + 2 * vocabulary + 10).fill(0x7e00);
    poisoned.set(bits[side], before);
    const words = new Uint16Array(2 * Math.ceil(poisoned.length / 2));
    words.set(poisoned);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const buffer = device.createBuffer({ size: words.byteLength, usage });
    device.queue.writeBuffer(buffer, 0, words);
    return { kind: "device", rows: 2, vocabulary, buffer, offset: 2 * before, format: "f16" };
  };
  const [student, teacher] = [rowsFrom("student", studentBefore), rowsFrom("teacher", teacherBefore)];
  const ids = Uint32Array.of(5, vocabulary - 7);
  const options = { temperature: 500, beta: 0.5, k: 100 };
  const wide = (side: keyof typeof bits) => host(2, vocabulary, bits[side].map(halfValue));
  const actual = unwrapped(await comparePairsOnDevice(device, student, teacher, ids, options));
  expectSamePair(actual, comparePairs(wide("student"), wide("teacher"), ids, options));
  for (const { buffer } of [student, teacher]) buffer.destroy();
});
