/** What is proved of the kernels over rows, for any case: numbers of a pair, supports and gradients, against float64. */
import { expect } from "vitest";
import { seeded } from "../../src/base/random.ts";
import { chosenDivergence, divergences } from "../../src/math/divergences/catalog.ts";
import type { DivergenceKind } from "../../src/math/divergences/definition.ts";
import { logRatio } from "../../src/math/loss/estimators.ts";
import {
  divergenceGradient,
  entropyGradient,
  largestEntries,
  surrogateGradient,
} from "../../src/math/loss/gradient.ts";
import { reducedGradient } from "../../src/math/loss/reduced-gradient.ts";
import { logSoftmax, topK } from "../../src/math/rows/logits.ts";
import type { Tolerance } from "../../src/math/rows/tolerance.ts";
import { type HostRows, type PairOptions, rowOf, type SideName } from "../../src/math/support/pair.ts";
import {
  divergenceOf,
  keptRow,
  type Rest,
  reducedBins,
  reducedDivergence,
} from "../../src/math/support/support.ts";
import { divergenceRows, supportRows } from "../../src/math/support/support-rows.ts";
import { gradientKernel, gradientOnDevice, type Loss } from "../gradient/gradient.ts";
import type { Entries, Gradient } from "../gradient/gradient-entries.ts";
import { reducedGradientKernel, reducedGradientOnDevice } from "../gradient/reduced-gradient.ts";
import type { Rows } from "../kernel/encode.ts";
import { divergenceKernel } from "../pair/divergence.ts";
import { divergenceOnDevice } from "../pair/divergences.ts";
import { supportKernel, supportRowsOnDevice } from "../support/support.ts";
import { checkPair, expectNear, filled, halfRows, onDevice, unwrapped } from "./device.testing.ts";

/** Where the logits are: in memory, in a larger buffer that begins inside a binding, or there as float16. */
export type Storage = "host" | "f32" | "f16";

export interface Case {
  readonly student: HostRows;
  readonly teacher: HostRows;
  readonly storage: Storage;
  readonly ids: Uint32Array;
  readonly options: PairOptions;
  readonly from: SideName;
  readonly rest: Rest;
  /** Which of the losses is differentiated: a new one is a program to compile. */
  readonly turn: number;
}

export type Prover = (device: GPUDevice, given: Case) => Promise<void>;

interface Placed extends Case {
  readonly there: Readonly<Record<SideName, Rows>>;
}

/** Runs `prove` with the case's logits where they should be; float16 rounds them first, also for the reference. */
async function withRows(device: GPUDevice, given: Case, prove: (placed: Placed) => Promise<void>) {
  if (given.storage === "host") return prove({ ...given, there: given });
  if (given.storage === "f32") {
    const there = {
      student: onDevice(device, given.student, 3, 9),
      teacher: onDevice(device, given.teacher, 64, 0),
    };
    await prove({ ...given, there });
    for (const { buffer } of Object.values(there)) buffer.destroy();
    return;
  }
  const [student, teacher] = [halfRows(device, given.student, 5), halfRows(device, given.teacher, 128)];
  const there = { student: student.there, teacher: teacher.there };
  await prove({ ...given, student: student.host, teacher: teacher.host, there });
  for (const { buffer } of Object.values(there)) buffer.destroy();
}

export const provePair: Prover = (device, given) =>
  withRows(device, given, async ({ there, student, teacher, ids, options }) => {
    await checkPair(device, student, teacher, ids, options, there);
  });

/** Every divergence of the catalog, at the ends of its parameter, where it begins, and between. */
const kinds: readonly DivergenceKind[] = divergences.flatMap(({ id, parameter }): DivergenceKind[] => {
  if (parameter === null) return [{ kind: id }];
  const { name, least, most, start } = parameter;
  return [start, (least + 3 * most) / 4, least, most].map((value) => ({ kind: id, [name]: value }));
});

const kindOf = (turn: number): DivergenceKind => kinds[turn % kinds.length] as DivergenceKind;

/** The tolerance of a divergence: that of the KL divergences, times what its parameter makes of them. */
function toleranceOf(kind: DivergenceKind): Tolerance {
  const { definition, parameter } = chosenDivergence(kind);
  const { absolute, ...rest } = divergenceKernel.tolerance;
  return { ...rest, absolute: absolute * definition.kernel.scale(parameter) };
}

export const proveDivergence: Prover = (device, given) =>
  withRows(device, given, async ({ there, student, teacher, options, turn }) => {
    const divergence = kindOf(turn);
    const asked = { temperature: options.temperature, divergence };
    const actual = unwrapped(await divergenceOnDevice(device, there.student, there.teacher, asked));
    const expected = divergenceRows(student, teacher, asked);
    expectNear(JSON.stringify(divergence), actual, expected, toleranceOf(divergence));
  });

export const proveSupport: Prover = (device, given) =>
  withRows(device, given, async ({ there, student, teacher, options, from, rest, turn }) => {
    const divergence = kindOf(turn);
    const asked = { ...options, k: Math.max(1, options.k), from, rest, divergence };
    const actual = unwrapped(await supportRowsOnDevice(device, there.student, there.teacher, asked));
    const expected = supportRows(student, teacher, asked);
    expect([...actual.support]).toEqual([...expected.support]);
    for (const side of ["student", "teacher"] as const) {
      expectNear(`${side} covered`, actual[side].covered, expected[side].covered, supportKernel.tolerance);
      for (const [row, { kept, logTail }] of expected[side].rows.entries()) {
        const found = actual[side].rows[row];
        expectNear(`${side} kept`, found?.kept ?? [], kept, supportKernel.tolerance);
        if (logTail === null) expect(found?.logTail).toBeNull();
        else expectNear(`${side} tail`, [found?.logTail ?? NaN], [logTail], supportKernel.tolerance);
      }
    }
    // -1 stands for undefined on both sides: no divergence is.
    const values = (list: readonly (number | null)[]) => list.map((value) => value ?? -1);
    const what = `${rest} ${JSON.stringify(divergence)}`;
    expectNear(what, values(actual.divergence), values(expected.divergence), toleranceOf(divergence));
  });

/** The whole gradient against the reference, and the largest entries against the whole. */
async function checkGradient(
  what: string,
  compute: (entries: Entries) => Promise<Gradient | null>,
  expected: Float64Array | null,
  entries: number,
  tolerance: Tolerance,
) {
  const whole = await compute("all");
  if (expected === null) {
    expect(whole, what).toBeNull();
    return;
  }
  expectNear(what, whole?.values ?? [], expected, tolerance);
  const few = await compute(entries);
  const largest = largestEntries(Float64Array.from(whole?.values ?? []), entries);
  expect([...(few?.ids ?? [])]).toEqual([...largest]);
  expect([...(few?.values ?? [])]).toEqual([...largest].map((token) => whole?.values[token]));
}

function gradientOf(loss: Loss, p: Float64Array, q: Float64Array, temperature: number): Float64Array | null {
  switch (loss.kind) {
    case "divergence":
      return divergenceGradient(loss.divergence, p, q, temperature);
    case "entropy":
      return entropyGradient(p, temperature);
    case "surrogate": {
      const gap = logRatio(p[loss.token] as number, q[loss.token] as number);
      return surrogateGradient(p, gap, loss.token, temperature);
    }
    default:
      return loss satisfies never;
  }
}

/** Errors are as large as the nats that are differentiated where those are many, over the temperature. */
function scaled(tolerance: Tolerance, nats: number, temperature: number): Tolerance {
  const scale = Math.max(1, nats === Infinity ? 1 : nats) / temperature;
  return { ...tolerance, absolute: tolerance.absolute * scale };
}

/** What the entries of a gradient are made of: numbers of about so many nats times probabilities. */
function natsOf(loss: Loss, p: Float64Array, q: Float64Array): number {
  switch (loss.kind) {
    case "divergence":
      return natsIn(loss.divergence, divergenceOf(loss.divergence, { student: p, teacher: q }));
    case "surrogate":
      // A small gap of two unlikely tokens is the difference of two large numbers.
      return Math.abs(p[loss.token] as number) + Math.abs(q[loss.token] as number);
    case "entropy":
      return Math.log(p.length);
    default:
      return loss satisfies never;
  }
}

/** The entries of the forward KL's gradient are differences of probabilities, whatever its value. */
function natsIn(kind: DivergenceKind, value: number): number {
  const { definition, parameter } = chosenDivergence(kind);
  return definition.gradientAlwaysFinite ? 1 : Math.max(1, value) * definition.kernel.scale(parameter);
}

function lossOf(turn: number, token: number): Loss {
  const losses: readonly Loss[] = [
    ...kinds.map((divergence) => ({ kind: "divergence", divergence }) as const),
    { kind: "entropy" },
    { kind: "surrogate", token },
  ];
  return losses[turn % losses.length] as Loss;
}

export const proveGradient: Prover = (device, given) =>
  withRows(device, given, async ({ there, student, teacher, ids, options, turn }) => {
    const { temperature } = options;
    const row = student.rows - 1;
    const p = logSoftmax(rowOf(student, row, "student"), temperature);
    const q = logSoftmax(rowOf(teacher, row, "teacher"), temperature);
    const loss = lossOf(turn, ids[row] as number);
    const nats = natsOf(loss, p, q);
    const compute = async (entries: Entries) =>
      unwrapped(
        await gradientOnDevice(device, there.student, there.teacher, row, { temperature, loss, entries }),
      );
    const tolerance = scaled(gradientKernel.tolerance, nats, temperature);
    const expected = gradientOf(loss, p, q, temperature);
    await checkGradient(JSON.stringify(loss), compute, expected, Math.max(1, options.k), tolerance);
  });

export const proveReducedGradient: Prover = (device, given) =>
  withRows(device, given, async ({ there, student, teacher, options, from, rest, turn }) => {
    const loss = kindOf(turn);
    const { temperature } = options;
    const k = Math.max(1, options.k);
    const row = student.rows - 1;
    const logits = { student: rowOf(student, row, "student"), teacher: rowOf(teacher, row, "teacher") };
    const p = logSoftmax(logits.student, temperature);
    const q = logSoftmax(logits.teacher, temperature);
    const support = topK(logits[from], k);
    const kept = [keptRow(p, support), keptRow(q, support)] as const;
    const bins = reducedBins(...kept, rest);
    // Whether a partial sum is held at 0 is not for float32 to say where it is hardly below.
    if (rest === "drop" && bins !== null && Math.abs(divergenceOf(loss, bins)) < 1e-4) return;
    const compute = async (entries: Entries) =>
      unwrapped(
        await reducedGradientOnDevice(device, there.student, there.teacher, row, {
          temperature,
          divergence: loss,
          k,
          from,
          rest,
          entries,
        }),
      );
    const nats = natsIn(loss, reducedDivergence(loss, ...kept, rest) ?? 1);
    const tolerance = scaled(reducedGradientKernel.tolerance, nats, temperature);
    const expected = reducedGradient(loss, p, q, support, rest, temperature);
    await checkGradient(`${rest} ${JSON.stringify(loss)}`, compute, expected, k, tolerance);
  });

export const provers: readonly (readonly [name: string, prove: Prover])[] = [
  ["numbers of a pair", provePair],
  ["divergences", proveDivergence],
  ["supports", proveSupport],
  ["gradients", proveGradient],
  ["gradients on supports", proveReducedGradient],
];

/** Logits by token and row that break careless arithmetic; every row has a softmax. */
export const hostileRows: readonly (readonly [name: string, pick: (token: number, row: number) => number])[] =
  [
    ["logits of +-1e4", (t, r) => (((t * 7 + r) % 3) - 1) * 1e4],
    ["one-hot rows", (t, r) => (t === 3 + r ? 1e4 : -1e4)],
    ["one huge logit", (t, r) => (t === 5 * r ? 1e20 : t)],
    ["ties everywhere", () => 0.25],
    ["few distinct values", (t) => (t * 31) % 4],
    ["both zeros", (t) => (t % 2 === 0 ? 0 : -0)],
    ["subnormal logits", (t) => (t % 17) * 1e-44],
    ["one likely token masked", (t, r) => (t === 5 * r + 2 ? -Infinity : -t / 50)],
    ["every third token masked", (t, r) => (t % 3 === r % 3 ? -Infinity : Math.sin(t))],
    ["all but one masked", (t, r) => (t === 7 ? r : -Infinity)],
    ["masked where it matters little", (t) => (t > 20 ? -Infinity : -t)],
    ["unlikely beyond float32", (t) => (t > 19 ? -300 : -t)],
  ];

/** Rows of mild logits. */
export function mildRows(rows: number, vocabulary: number, seed: number, spread = 3): HostRows {
  const random = seeded(seed);
  return filled(rows, vocabulary, () => spread * random.normal());
}
