/** Supports and gradients on the device: golden values, bins at their bounds, and refusals. */
import { expect, test } from "vitest";
import type { DivergenceKind } from "../../src/math/divergences/definition.ts";
import golden from "../../src/math/golden.json" with { type: "json" };
import type { SupportOptions } from "../../src/math/support/support-rows.ts";
import { gradientOnDevice, type Loss } from "../gradient/gradient.ts";
import { reducedGradientOnDevice } from "../gradient/reduced-gradient.ts";
import { expectNear, filled, host, testDevice, unwrapped } from "../testing/device.testing.ts";
import { type Case, proveReducedGradient, proveSupport } from "../testing/provers.testing.ts";
import { supportRowsOnDevice } from "./support.ts";

const device = await testDevice();
const [student, teacher] = [host(1, 5, golden.fixtureA.student), host(1, 5, golden.fixtureA.teacher)];
const half = { kind: "jsd", beta: 0.5 } as const;
const options = { temperature: 1, divergence: half, k: 1, from: "student", rest: "tail" } as const;
const within = { absolute: 1e-6, relative: 0, because: "golden values in float32" };
/** The divergences of one row, each asked for by itself. */
async function found(asked: SupportOptions) {
  const of = async (divergence: DivergenceKind) =>
    unwrapped(await supportRowsOnDevice(device, student, teacher, { ...asked, divergence })).divergence[0];
  return {
    forwardKl: await of({ kind: "forwardKl" }),
    reverseKl: await of({ kind: "reverseKl" }),
    jsd: await of(half),
  };
}
const near = (what: string, actual: number | null | undefined, expected: number) =>
  expectNear(what, [actual ?? Number.NaN], [expected], within);

test("golden: the student's top K and tail, and the teacher's", async () => {
  for (const { k, ...expected } of golden.topKTail.fromStudent) {
    const row = unwrapped(await supportRowsOnDevice(device, student, teacher, { ...options, k }));
    const values = await found({ ...options, k });
    for (const name of ["forwardKl", "reverseKl"] as const) near(name, values[name], expected[name]);
    near("jsd", values.jsd, expected.jsdHalf);
    near("tail", Math.exp(row.teacher.rows[0]?.logTail ?? NaN), expected.teacherBins[k] as number);
  }
  const { fromTeacher } = golden.topKTail;
  const other = { ...options, from: "teacher" } as const;
  const row = unwrapped(await supportRowsOnDevice(device, student, teacher, other));
  expect([...row.support]).toEqual(fromTeacher.support);
  const values = await found(other);
  for (const name of ["forwardKl", "reverseKl"] as const) near(name, values[name], fromTeacher[name]);
  near("jsd", values.jsd, fromTeacher.jsdHalf);
});

test("golden: renormalised, partial sums, and a peaked row's tail", async () => {
  const { k, ...expected } = golden.topKRenormalised;
  const cut = { ...options, k, from: "teacher", rest: "renormalise" } as const;
  const values = await found(cut);
  for (const name of ["forwardKl", "reverseKl"] as const) near(name, values[name], expected[name]);
  near("jsd", values.jsd, expected.jsdHalf);
  for (const { k: size, value, covered } of golden.topKPartial.forwardKl) {
    const asked = {
      ...options,
      k: size,
      from: "teacher",
      rest: "drop",
      divergence: { kind: "forwardKl" },
    } as const;
    const partial = unwrapped(await supportRowsOnDevice(device, student, teacher, asked));
    near("partial sum", partial.divergence[0], value);
    near("covered", partial.teacher.covered[0], covered.teacher);
    near("covered", partial.student.covered[0], covered.student);
  }
  const { logits, exactLogTail } = golden.topKTail.peaked;
  const peaked = host(1, 4, logits);
  const row = unwrapped(await supportRowsOnDevice(device, peaked, peaked, options)).student.rows[0];
  expectNear("tail", [row?.logTail ?? NaN], [exactLogTail], { ...within, relative: 4e-6 });
});

test("golden: gradients of fixture A", async () => {
  const { gradients } = golden;
  const losses: readonly (readonly [Loss, readonly number[]])[] = [
    [{ kind: "divergence", divergence: { kind: "forwardKl" } }, gradients.forwardKl],
    [{ kind: "divergence", divergence: { kind: "reverseKl" } }, gradients.reverseKl],
    ...gradients.jsd.map(
      ({ beta, value }) => [{ kind: "divergence", divergence: { kind: "jsd", beta } }, value] as const,
    ),
    [{ kind: "divergence", divergence: { kind: "totalVariation" } }, gradients.totalVariation],
    [{ kind: "entropy" }, gradients.entropy],
    [{ kind: "surrogate", token: gradients.surrogate.sampled }, gradients.surrogate.value],
  ];
  for (const [loss, value] of losses) {
    const asked = { temperature: 1, loss, entries: "all" } as const;
    const found = unwrapped(await gradientOnDevice(device, student, teacher, 0, asked));
    expectNear(loss.kind, found?.values ?? [], value, within);
  }
  const { k, beta, value } = gradients.topKTail;
  const asked = { ...options, k, divergence: { kind: "jsd", beta }, entries: "all" } as const;
  const found = unwrapped(await reducedGradientOnDevice(device, student, teacher, 0, asked));
  expectNear("top 2 and tail", found?.values ?? [], value, within);
});

const peaked: Pick<Case, "student" | "teacher" | "rest" | "from"> = {
  student: filled(2, 39, (t) => (t === 4 ? 30 : Math.sin(t))),
  teacher: filled(2, 39, (t) => Math.cos(t) + (t === 9 ? 3 : 0)),
  rest: "flooredTail",
  from: "student",
};

test.each([
  ["a tail at its floor", peaked],
  ["the other side's tail at its floor", { ...peaked, student: peaked.teacher, teacher: peaked.student }],
  ["tokens at a partial sum's floor", { ...peaked, rest: "drop", from: "teacher" }],
  ["a tail far below the floor, exactly", { ...peaked, rest: "tail" }],
  ["a support that one side hardly has, renormalised", { ...peaked, rest: "renormalise", from: "teacher" }],
] as const)("%s", async (_, sides) => {
  for (const k of [1, 3, 38, 39]) {
    for (let turn = 0; turn < 4; turn++) {
      const settings = { temperature: 1, beta: 0.1, k };
      const given: Case = { ...sides, storage: "host", ids: Uint32Array.of(4, 9), options: settings, turn };
      await proveSupport(device, given);
      await proveReducedGradient(device, given);
    }
  }
});

test("a support that one side masks wholly cannot be renormalised, and has no gradient", async () => {
  const masked = host(1, 5, [0, -Infinity, 0, 0, 0]);
  const cut = { ...options, from: "teacher", rest: "renormalise" } as const;
  for (const divergence of [{ kind: "forwardKl" }, { kind: "reverseKl" }, half] as const) {
    const row = unwrapped(await supportRowsOnDevice(device, masked, teacher, { ...cut, divergence }));
    expect(row.divergence).toEqual([null]);
    const asked = { ...cut, divergence, entries: "all" } as const;
    expect(unwrapped(await reducedGradientOnDevice(device, masked, teacher, 0, asked))).toBeNull();
  }
});

test("no rows, no numbers", async () => {
  const none = host(0, 7, []);
  expect(unwrapped(await supportRowsOnDevice(device, none, none, options)).divergence).toEqual([]);
});

test("no support, no row, no entries, a token outside and a row without a softmax are refused", async () => {
  const loss = { kind: "divergence", divergence: { kind: "forwardKl" } } as const;
  const bad = host(1, 5, [0, Number.NaN, 0, 0, 0]);
  const asked = { temperature: 1, loss, entries: "all" } as const;
  const outcomes = [
    await supportRowsOnDevice(device, student, teacher, { ...options, k: 0 }),
    await supportRowsOnDevice(device, student, bad, options),
    await reducedGradientOnDevice(device, student, bad, 0, { ...options, entries: 3 }),
    await reducedGradientOnDevice(device, student, teacher, 1, { ...options, entries: 3 }),
    await gradientOnDevice(device, bad, teacher, 0, asked),
    await gradientOnDevice(device, student, teacher, 0, { ...asked, entries: 0 }),
    await gradientOnDevice(device, student, teacher, 0, { ...asked, entries: 1025 }),
    await gradientOnDevice(device, student, teacher, 0, { ...asked, loss: { kind: "surrogate", token: 5 } }),
  ];
  expect(outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.fault.kind))).toEqual(
    outcomes.map(() => "badInput"),
  );
});
