/** Both sides' numbers on the device against the float64 reference: hostile rows, large ones, and refusals. */
import { expect, test } from "vitest";
import { seeded } from "../../src/base/random.ts";
import { comparePairs, type PairOptions, scoreRows } from "../../src/math/support/pair.ts";
import { setWidth } from "../kernel/task.ts";
import { checkPair, filled, host, testDevice } from "../testing/device.testing.ts";
import { hostileRows } from "../testing/provers.testing.ts";
import { comparePairsOnDevice, scoreRowsOnDevice } from "./pair.ts";

const device = await testDevice();
const plain: PairOptions = { temperature: 1, beta: 0.5, k: 5 };

test("fixture A of the golden values", async () => {
  await checkPair(
    device,
    host(1, 5, [2, 1, 0, -1, -2]),
    host(1, 5, [1, 2.5, 0, -2, -0.5]),
    Uint32Array.of(1),
    plain,
  );
});

test.each(hostileRows)("%s", async (_, pick) => {
  const random = seeded(7);
  for (const vocabulary of [21, 1025, 4099]) {
    const hostile = filled(3, vocabulary, pick);
    const mild = filled(3, vocabulary, () => 3 * random.normal());
    for (const ids of [Uint32Array.of(0, 7, 20), Uint32Array.of(20, 3, 1)]) {
      await checkPair(device, hostile, mild, ids, plain);
      await checkPair(device, mild, hostile, ids, { temperature: 0.7, beta: 0.1, k: 1024 });
      await checkPair(device, hostile, hostile, ids, plain);
    }
  }
});

test("one token that one side alone masks makes one divergence infinite, wherever it is", async () => {
  const vocabulary = 9001;
  for (const alone of [0, 3, 4200, 8999, 9000]) {
    // Others that both sides mask come before and after it.
    const other = (t: number) => (t % 7 === 6 ? -Infinity : Math.sin(t));
    const open = filled(1, vocabulary, (t) => (t === alone ? 5 : other(t)));
    const masked = filled(1, vocabulary, (t) => (t === alone ? -Infinity : other(t)));
    const ids = Uint32Array.of(alone);
    for (const width of [128, 8]) {
      setWidth(device, width);
      await checkPair(device, open, masked, ids, plain);
      await checkPair(device, masked, open, ids, plain);
    }
  }
});

test("gaps just where a series takes over keep their small divergences", async () => {
  for (const gap of [0.2, 0.3, 0.48, 0.52, 0.6, 1.3]) {
    const student = filled(3, 1000, (t) => Math.sin(t));
    const teacher = filled(3, 1000, (t) => Math.sin(t) + (t % 2 === 0 ? gap : 0));
    await checkPair(device, student, teacher, Uint32Array.of(0, 1, 2), plain);
    await checkPair(device, student, teacher, Uint32Array.of(0, 1, 2), { ...plain, beta: 0.9 });
  }
});

test("gaps of a few hundred nats leave float32 and come back as float64 has them", async () => {
  for (const gap of [79, 81, 100, 600, 800]) {
    const student = filled(1, 5, (t) => (t === 1 ? -gap : 0));
    const teacher = filled(1, 5, () => 0);
    await checkPair(device, student, teacher, Uint32Array.of(1), plain);
    await checkPair(device, teacher, student, Uint32Array.of(1), plain);
  }
});

test("equal rows differ by exactly nothing", async () => {
  const random = seeded(3);
  const rows = filled(4, 5003, () => 4 * random.normal());
  const outcome = await comparePairsOnDevice(device, rows, rows, Uint32Array.of(0, 1, 2, 3), plain);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  for (const name of ["forwardKl", "reverseKl", "jsd", "totalVariation"] as const) {
    expect([...outcome.value[name]], name).toEqual([0, 0, 0, 0]);
  }
});

test("close rows keep their small divergences", async () => {
  const random = seeded(4);
  const student = filled(2, 4001, () => 3 * random.normal());
  const teacher = host(
    2,
    4001,
    student.data.map((logit) => logit + 1e-3 * random.normal()),
  );
  await checkPair(device, student, teacher, Uint32Array.of(0, 1), plain);
});

test.each([0, 1])("vocabulary of 1, %i rows", async (rows) => {
  await checkPair(
    device,
    host(rows, 1, [2].slice(0, rows)),
    host(rows, 1, [-3].slice(0, rows)),
    new Uint32Array(rows),
    plain,
  );
});

test("a real vocabulary, one row and many", async () => {
  const random = seeded(5);
  // One is cut into stretches, and as many as keep a software adapter busy are not.
  for (const rows of [1, 16]) {
    const student = filled(rows, 151_936, () => 3 * random.normal());
    const teacher = host(
      rows,
      151_936,
      student.data.map((logit) => logit + random.normal()),
    );
    const ids = Uint32Array.from({ length: rows }, () => random.below(151_936));
    await checkPair(device, student, teacher, ids, { ...plain, k: 100 });
  }
});

test.each([
  ["NaN", Number.NaN, "row 1 of the teacher's logits holds NaN or +Infinity"],
  ["+Infinity", Infinity, "row 1 of the teacher's logits holds NaN or +Infinity"],
])("%s is refused", async (_, poison, message) => {
  const good = filled(2, 37, (t) => t);
  const bad = filled(2, 37, (t, r) => (t === 36 && r === 1 ? poison : t));
  const outcome = await comparePairsOnDevice(device, good, bad, Uint32Array.of(1, 2), plain);
  expect(outcome).toEqual({ ok: false, fault: { kind: "badInput", message } });
  expect(() => comparePairs(good, bad, Uint32Array.of(1, 2), plain)).toThrow(message);
});

test("a fully masked row is refused", async () => {
  const masked = filled(2, 37, (_, r) => (r === 0 ? -Infinity : 0));
  const message = "row 0 of the student's logits has no finite value";
  const fault = { ok: false, fault: { kind: "badInput", message } };
  expect(await scoreRowsOnDevice(device, masked, Uint32Array.of(1, 2), plain)).toEqual(fault);
  expect(() => scoreRows(masked, Uint32Array.of(1, 2), plain)).toThrow(message);
});

test.each([
  ["too few ids", Uint32Array.of(1), plain, "1 token ids for 2 rows of logits"],
  ["an id outside", Uint32Array.of(1, 37), plain, "token id 37 of row 1 is outside a vocabulary of 37"],
  [
    "no temperature",
    Uint32Array.of(1, 2),
    { ...plain, temperature: 0 },
    "temperature 0 is not between 1e-4 and 1e4",
  ],
  ["too large a k", Uint32Array.of(1, 2), { ...plain, k: 1025 }, "k 1025 is not an integer from 0 to 1024"],
  ["a beta outside", Uint32Array.of(1, 2), { ...plain, beta: 1.5 }, "beta 1.5 is not between 0 and 1"],
])("%s is refused", async (_, ids, options, message) => {
  const rows = filled(2, 37, (t) => t);
  const outcome = await comparePairsOnDevice(device, rows, rows, ids, options);
  expect(outcome).toEqual({ ok: false, fault: { kind: "badInput", message } });
});

test("a lost device is a fault, not a throw", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const doomed = await (adapter as GPUAdapter).requestDevice();
  const rows = filled(2, 37, (t) => t);
  const pending = comparePairsOnDevice(doomed, rows, rows, Uint32Array.of(1, 2), plain);
  doomed.destroy();
  const outcomes = [
    await pending,
    await comparePairsOnDevice(doomed, rows, rows, Uint32Array.of(1, 2), plain),
  ];
  expect(outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.fault.kind))).toEqual([
    "deviceLost",
    "deviceLost",
  ]);
});
