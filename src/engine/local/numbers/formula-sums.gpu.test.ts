/**
 * Sums of formulas over the vocabulary: WGSL against float64, on random formulas, masked tokens and what is undefined; random
 * ones against a plain interpreter too.
 */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { comparePairsOnDevice } from "../../../../shaders/pair/pair.ts";
import { host, testDevice, unwrapped } from "../../../../shaders/testing/device.testing.ts";
import { extent, patience } from "../../../base/proof.testing.ts";
import { seeded } from "../../../base/random.ts";
import { given } from "../../../evidence/column.ts";
import { readFormula } from "../../../formula/formula.ts";
import golden from "../../../math/golden.json" with { type: "json" };
import type { DeviceRows, HostRows } from "../../../math/support/pair.ts";
import { compareWithSums, sumsOnHost } from "./formula-sums.ts";

vi.setConfig({ testTimeout: patience(60_000) });

const device = await testDevice();
const read = async (rows: HostRows | DeviceRows) =>
  rows.kind === "host"
    ? ({ ok: true, value: rows } as const)
    : ({ ok: false, fault: { kind: "bug", message: "The rows of this test are in memory." } } as const);

/** The text under which a formula's one sum is stored. */
function sumOf(text: string): string {
  const found = readFormula(text);
  const [sum] = found.ok ? found.value.sums : [];
  if (sum === undefined) throw new Error(`${text}: ${found.ok ? "no sum" : found.problem.message}`);
  return sum.text;
}

async function both(student: HostRows, other: HostRows, texts: readonly string[], temperature = 1) {
  const expected = sumsOnHost(student, other, texts, temperature);
  const ids = new Uint32Array(student.rows);
  const options = { temperature, beta: 0.5, k: 0 };
  const { numbers, sums } = unwrapped(
    await compareWithSums([device, student, other], ids, options, texts, read),
  );
  expect(numbers).toEqual(unwrapped(await comparePairsOnDevice(device, student, other, ids, options)));
  return texts.map((text) => ({ measured: sums[text], expected: given(expected[text]) }));
}

const random = seeded(16);
const logits = (rows: number, vocabulary: number, masked: boolean): HostRows =>
  host(
    rows,
    vocabulary,
    Array.from({ length: rows * vocabulary }, () =>
      masked && random.next() < 0.2 ? Number.NEGATIVE_INFINITY : 3 * random.normal(),
    ),
  );

test("golden: KL, entropy and total variation of fixture A, as formulas", async () => {
  const [student, teacher] = [host(1, 5, golden.fixtureA.student), host(1, 5, golden.fixtureA.teacher)];
  const texts = [
    "sum_v(p * (log p - log q))",
    "sum_v(q * (log q - log p))",
    "sum_v(-p * log p)",
    "sum_v(abs(p - q))",
  ];
  const [reverse, forward, entropy, apart] = await both(student, teacher, texts.map(sumOf));
  const first = (sum: typeof reverse) => given(sum?.measured ?? [])[0];
  expect(first(reverse)).toBeCloseTo(0.65948052, 5);
  expect(first(forward)).toBeCloseTo(0.62115581, 5);
  expect(first(entropy)).toBeCloseTo(0.99997283, 5);
  expect(first(apart)).toBeCloseTo(2 * 0.52267131, 5);
});

/** Float32 within its rounding; from 1e29 on it counts as infinite, and what is undefined is null in both. */
function expectSame(what: string, actual: number | null, value: number | null): void {
  if (value === null) expect([what, actual]).toEqual([what, null]);
  else if (Math.abs(value) > 1e29) expect([what, actual]).toEqual([what, Math.sign(value) * Infinity]);
  else expect(Math.abs((actual ?? Number.NaN) - value), what).toBeLessThan(2e-4 * (1 + Math.abs(value)));
}

describe("every function of the language, with masked tokens", () => {
  const TEXTS = [
    "sum_v(1 + 0 * p)",
    "sum_v(log p)",
    "sum_v(0 / 0 + 0 * p)",
    "sum_v(0 * (1 / 0) + 0 * p)",
    "sum_v(1 / p)",
    "sum_v(log p - log q)",
    "sum_v(log p + log q)",
    "sum_v(p * log p)",
    "sum_v(if(p > 0, log p, 0))",
    "max_v(log p)",
    "max_v(-1 / (p + 1))",
    "sum_v((-p)^3)",
    "sum_v(p^0.5)",
    "sum_v((-p)^0.5)",
    "sum_v(2^(-q))",
    "sum_v(exp(100 * p))",
    "sum_v(expm1(-p) + log1p(q))",
    "sum_v(sqrt(p) * sqrt(q))",
    "sum_v(clip(p, 0.01, 0.2) - relu(q - 0.1))",
    "sum_v(finite(log q, 20))",
    "sum_v(sign(p - 0.1) + sg(q))",
    "sum_v(floor(10 * p) + ceil(10 * q))",
    "sum_v((p < q) + (p <= q) - (p > q) * (p >= q) + (p == q) + (p != q))",
    "sum_v(min(p, q) / max(p + 1e-3, q))",
    "sum_v(-abs(q - p))",
    "top_v(1, p)",
    "top_v(5, log p)",
    "top_v(20, q - p)",
    "top_v(2, if(p > 0, -1 / p, 0))",
    "top_v(3, 1 / p)",
    "top_v(600, p * (log p - log q)^2)",
    "top_v(7, 0 / 0 * p)",
  ].map(sumOf);

  test.each([
    [3, 37, 1],
    [2, 4100, 0.5],
  ])("%i rows of %i, temperature %f", async (rows, vocabulary, temperature) => {
    const [student, other] = [logits(rows, vocabulary, true), logits(rows, vocabulary, true)];
    const found = await both(student, other, TEXTS, temperature);
    for (const [at, { measured, expected }] of found.entries()) {
      const column = given(measured);
      expect([TEXTS[at], column.length], JSON.stringify(measured)).toEqual([TEXTS[at], rows]);
      for (const [row, value] of expected.entries()) expectSame(TEXTS[at] ?? "", column[row] ?? null, value);
    }
  });
});

/** An entry's probabilities under both sides. */
type Entry = readonly [p: number, q: number];

/** A value of one entry as text and by itself, and how large its parts may be for log-probabilities down to -30. */
interface Made {
  readonly text: string;
  readonly size: number;
  readonly at: (entry: Entry) => number;
}

const leaf = fc.constantFrom<Made>(
  { text: "p", size: 1, at: ([p]) => p },
  { text: "q", size: 1, at: ([, q]) => q },
  { text: "log p", size: 30, at: ([p]) => Math.log(p) },
  { text: "log q", size: 30, at: ([, q]) => Math.log(q) },
  { text: "0.5", size: 1, at: () => 0.5 },
  { text: "2", size: 2, at: () => 2 },
);

/** The sum at every row, from the definition of the softmax. */
function plainSums(student: HostRows, other: HostRows, at: Made["at"]): readonly number[] {
  const softmax = ({ data, vocabulary }: HostRows, row: number) => {
    const weights = [...data.subarray(row * vocabulary, (row + 1) * vocabulary)].map(Math.exp);
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / whole);
  };
  return Array.from({ length: student.rows }, (_, row) => {
    const q = softmax(other, row);
    return softmax(student, row).reduce((sum, p, v) => sum + at([p, q[v] ?? Number.NaN]), 0);
  });
}

function joined(
  text: string,
  size: number,
  [a, b]: readonly [Made, Made],
  of: (x: number, y: number) => number,
): Made {
  return { text, size, at: (entry) => of(a.at(entry), b.at(entry)) };
}

/** Continuous functions whose slopes are bounded, so that float32 is near float64 whatever is put into them. */
const { value: anyValue } = fc.letrec<{ value: Made }>((tie) => {
  const [one, two] = [tie("value"), fc.tuple(tie("value"), tie("value"))];
  return {
    value: fc.oneof(
      { maxDepth: 3 },
      leaf,
      two.map(([a, b]) => joined(`(${a.text}) + (${b.text})`, a.size + b.size, [a, b], (x, y) => x + y)),
      two.map(([a, b]) => joined(`(${a.text}) - (${b.text})`, a.size + b.size, [a, b], (x, y) => x - y)),
      two.map(([a, b]) => joined(`(${a.text}) * (${b.text})`, a.size * b.size, [a, b], (x, y) => x * y)),
      two.map(([a, b]) => joined(`min(${a.text}, ${b.text})`, a.size + b.size, [a, b], Math.min)),
      two.map(([a, b]) => joined(`max(${a.text}, ${b.text})`, a.size + b.size, [a, b], Math.max)),
      two.map(([a, b]) =>
        joined(
          `(${a.text}) / (1 + abs(${b.text}))`,
          a.size * (1 + b.size),
          [a, b],
          (x, y) => x / (1 + Math.abs(y)),
        ),
      ),
      two.map(([a, b]) => ({
        text: `if(p > q, ${a.text}, ${b.text})`,
        size: a.size + b.size,
        at: (entry: Entry) => (entry[0] > entry[1] ? a : b).at(entry),
      })),
      one.map((a) => joined(`exp(-abs(${a.text}))`, 1 + a.size, [a, a], (x) => Math.exp(-Math.abs(x)))),
      one.map((a) => joined(`log1p(abs(${a.text}))`, 1 + a.size, [a, a], (x) => Math.log1p(Math.abs(x)))),
      one.map((a) => joined(`relu(${a.text})`, a.size, [a, a], (x) => Math.max(0, x))),
      one.map((a) => joined(`(${a.text})^2`, a.size ** 2, [a, a], (x) => x * x)),
    ),
  };
});

test("random formulas are those of float64, and these of the plain interpreter", async () => {
  const [student, other] = [logits(4, 133, false), logits(4, 133, false)];
  await fc.assert(
    fc.asyncProperty(anyValue, async ({ text, size, at }) => {
      const [found] = await both(student, other, [sumOf(`sum_v(q * 0 + p * 0 + (${text}))`)]);
      const column = given(found?.measured ?? []);
      const plain = plainSums(student, other, at);
      for (const [row, value] of (found?.expected ?? []).entries()) {
        const interpreted = plain[row] ?? Number.NaN;
        expect(
          Math.abs((value ?? Number.NaN) - interpreted),
          `${text}: ${value}, ${interpreted}`,
        ).toBeLessThan(1e-9 * 133 * size);
        const actual = column[row] ?? Number.NaN;
        expect(Math.abs(actual - (value ?? 0)), `${text}: ${actual}, ${value}`).toBeLessThan(
          1e-5 * 133 * size,
        );
      }
    }),
    { numRuns: extent(24, 400, "random sums over the vocabulary"), seed: 16 },
  );
});
