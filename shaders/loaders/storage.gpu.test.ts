/** Logits wherever a model may have left them: inside larger buffers, as float16, in more bytes than one binding has. */
import { expect, test } from "vitest";
import { seeded } from "../../src/base/random.ts";
import {
  comparePairs,
  type DeviceRows,
  type HostRows,
  type PairOptions,
  scoreRows,
} from "../../src/math/support/pair.ts";
import { comparePairsOnDevice, scoreRowsOnDevice } from "../pair/pair.ts";
import {
  expectSamePair,
  expectSameRows,
  filled,
  halfValue,
  host,
  onDevice,
  testDevice,
  unwrapped,
} from "../testing/device.testing.ts";

const device = await testDevice();
const plain: PairOptions = { temperature: 1, beta: 0.5, k: 5 };

test("rows in a larger, poisoned buffer, at any offset", async () => {
  const random = seeded(6);
  for (const [vocabulary, before, after] of [
    [37, 0, 0],
    [37, 1, 3],
    [50, 63, 100],
    [1023, 64, 7],
    [1024, 1000, 5000],
  ] as const) {
    const student = filled(5, vocabulary, () => 3 * random.normal());
    const teacher = filled(5, vocabulary, () => 3 * random.normal());
    const ids = Uint32Array.from({ length: 5 }, () => random.below(vocabulary));
    const [there, alsoThere] = [
      onDevice(device, student, before, after),
      onDevice(device, teacher, after, before),
    ];
    const outcome = await comparePairsOnDevice(device, there, alsoThere, ids, plain);
    if (!outcome.ok) throw new Error(outcome.fault.message);
    expectSamePair(outcome.value, comparePairs(student, teacher, ids, plain));
    const mixed = await comparePairsOnDevice(device, student, alsoThere, ids, plain);
    expect(mixed).toEqual(outcome);
    for (const { buffer } of [there, alsoThere]) buffer.destroy();
  }
});

test.each([
  ["both", 0, 0],
  ["the student, one element in,", 1, null],
  ["the teacher, from a binding's middle,", null, 129],
] as const)("float16 logits of %s are read exactly", async (_, studentBefore, teacherBefore) => {
  // Every float16 there is but NaN and +Infinity, subnormals and both zeros too; an odd number of them.
  const usable = Array.from({ length: 65_536 }, (_, bits) => bits).filter(
    (bits) => (bits & 0x7c00) !== 0x7c00,
  );
  const bits = Uint16Array.from([...usable, 0xfc00, ...usable.toReversed(), 0xfc00]);
  const vocabulary = usable.length + 1;
  const wide = host(2, vocabulary, Array.from(bits, halfValue));
  const ids = Uint32Array.of(5, vocabulary - 2);
  const options = { temperature: 500, beta: 0.5, k: 100 };
  const mild = filled(2, vocabulary, (t, r) => ((t * 37 + r) % 1013) / 10);
  const half = (before: number): DeviceRows => {
    const buffer = device.createBuffer({
      size: 4 * Math.ceil((before + bits.length + 9) / 2),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    const poisoned = new Uint16Array(buffer.size / 2).fill(0x7e00);
    poisoned.set(bits, before);
    device.queue.writeBuffer(buffer, 0, poisoned);
    return { kind: "device", rows: 2, vocabulary, buffer, offset: 2 * before, format: "f16" };
  };
  const student = studentBefore === null ? mild : half(studentBefore);
  const teacher = teacherBefore === null ? mild : half(teacherBefore);
  const actual = unwrapped(await comparePairsOnDevice(device, student, teacher, ids, options));
  const expected = comparePairs(
    studentBefore === null ? mild : wide,
    teacherBefore === null ? mild : wide,
    ids,
    options,
  );
  expectSamePair(actual, expected);
});

test("rows larger than one binding", async () => {
  const [rows, vocabulary] = [170, 200_001];
  expect(rows * vocabulary * 4).toBeGreaterThan(device.limits.maxStorageBufferBindingSize);
  const random = seeded(8);
  const pattern = Float32Array.from({ length: vocabulary }, () => 2 * random.normal());
  const all = new Float32Array(rows * vocabulary);
  for (let row = 0; row < rows; row++)
    all.set(
      pattern.map((z) => z * (1 + row / rows)),
      row * vocabulary,
    );
  const student: HostRows = { kind: "host", rows, vocabulary, data: all };
  const there = onDevice(device, student, 0, 0);
  const ids = Uint32Array.from({ length: rows }, (_, row) => row);
  const outcome = await scoreRowsOnDevice(device, there, ids, { temperature: 1, k: 3 });
  there.buffer.destroy();
  if (!outcome.ok) throw new Error(outcome.fault.message);
  expectSameRows("large", outcome.value, scoreRows(student, ids, { temperature: 1, k: 3 }));
});

test("a buffer that is too small or off its words is refused", async () => {
  const rows = onDevice(
    device,
    filled(2, 37, (t) => t),
    0,
    0,
  );
  const ids = Uint32Array.of(1, 2);
  const small = await scoreRowsOnDevice(device, { ...rows, offset: 4 }, ids, plain);
  expect(small.ok ? null : small.fault.kind).toBe("badInput");
  const crooked = await scoreRowsOnDevice(device, { ...rows, offset: 2 }, ids, plain);
  expect(crooked.ok ? null : crooked.fault.kind).toBe("badInput");
  rows.buffer.destroy();
});
