/** Gradients of formulas with respect to the student's logits, against central differences and the divergences' own gradients. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { extent, patience } from "../../base/proof.testing.ts";
import { lossGradient } from "../../math/loss/divergence-gradient.ts";
import { softmax } from "../../math/support/pair-sums.ts";
import { Evaluation, valuesOf } from "../evaluate.ts";
import { readFormula } from "../formula.ts";
import type { Checked } from "../term.ts";
import { gradientsOf, lackingInRows, movingParts } from "./backward.ts";
import { measuredOfRows, type RowGroup } from "./row-group.ts";

vi.setConfig({ testTimeout: patience(60_000) });

const V = 4;

function read(text: string): Checked {
  const found = readFormula(text);
  if (!found.ok) throw new Error(`${text}: ${found.problem.message}`);
  return found.value;
}

/** Logits of two answers, of 2 and 1 tokens. */
interface Logits {
  readonly student: readonly number[];
  readonly teacher: readonly number[];
}

const LENGTHS = [2, 1];
const STARTS = [0, 2];

function groupOf({ student, teacher }: Logits): RowGroup {
  const rows = (logits: readonly number[], answer: number) =>
    Array.from({ length: LENGTHS[answer] ?? 0 }, (_, t) => {
      const at = ((STARTS[answer] ?? 0) + t) * V;
      return softmax(logits.slice(at, at + V), 1);
    });
  return {
    ids: [[0, 3], [1]],
    correct: [true, false],
    rows: (side, answer) =>
      side.kind === "named" && side.name !== "teacher"
        ? null
        : rows(side.kind === "student" ? student : teacher, answer),
  };
}

const WEIGHTS = [[0.5, 1], [2]];

function objective(formula: Checked, logits: Logits): number {
  const evaluation = new Evaluation(measuredOfRows(formula, groupOf(logits)));
  return WEIGHTS.flatMap((row, answer) => {
    const values = valuesOf(formula, evaluation, answer, row.length);
    return row.map((weight, t) => weight * (values[t] ?? Number.NaN));
  }).reduce((sum, value) => sum + value, 0);
}

function gradientAt(formula: Checked, logits: Logits): readonly number[] {
  const group = groupOf(logits);
  const evaluation = new Evaluation(measuredOfRows(formula, group));
  return gradientsOf(formula, group, evaluation, WEIGHTS).flatMap((row) => [...row]);
}

/** The central difference, or NaN beside a kink, where the slopes of both sides or two steps differ. */
function difference(formula: Checked, logits: Logits, at: number): number {
  const moved = (by: number): number =>
    objective(formula, {
      ...logits,
      student: logits.student.map((value, i) => (i === at ? value + by : value)),
    });
  const [wide, narrow] = [4e-5, 1e-5];
  const [below, above, here] = [moved(-narrow), moved(narrow), moved(0)];
  const slope = (above - below) / (2 * narrow);
  const size = 1 + Math.abs(slope);
  const bend = Math.abs(above - 2 * here + below) / narrow;
  const other = (moved(wide) - moved(-wide)) / (2 * wide);
  return bend < 2e-4 * size && Math.abs(other - slope) < 1e-6 * size ? slope : Number.NaN;
}

const STUDENT = [2, 1, 0, -1, 0.3, -0.2, 0.9, 0.1, 1.5, 0.2, -0.7, 0.4];
const TEACHER = [1, 2.5, 0, -2, -0.5, 0.4, 0.2, 1.2, 0.1, 0.3, 0.8, -1.1];
const LOGITS: Logits = { student: STUDENT, teacher: TEACHER };

const token = fc
  .constantFrom(
    "lS",
    "lT",
    "lS - lQ",
    "H(p)",
    "H(q)",
    "KL(p, q)",
    "KL(q, p)",
    "CE(p, q)",
    "CE(q, p)",
    "JSD(q, p, 0.3)",
    "JSD(p, q, 0.2)",
    "TV(p, q)",
    "sum_v(p * (log p - log q)^2)",
    "sum_v(sqrt(p * q))",
    "max_v(p * q)",
    "top_v(2, p * q)",
    "hellinger(p, q)",
    "renyi(q, p, 0.7)",
    "skewKL(p, q)",
    "sum_v(min(p, q) / (0.1 + max(p, q)))",
    "sum_v(if(p > q, p * log p, q * p^2))",
    "position",
    "correct",
  )
  .filter((text) => !text.includes("="));

const { any } = fc.letrec<{ any: string }>((tie) => {
  const [one, two] = [tie("any"), fc.tuple(tie("any"), tie("any"))];
  const wrapped = (write: (x: string) => string) => one.map(write);
  const joined = (write: (a: string, b: string) => string) => two.map(([a, b]) => write(a, b));
  return {
    any: fc.oneof(
      { maxDepth: 3 },
      token,
      joined((a, b) => `(${a}) + (${b})`),
      joined((a, b) => `(${a}) - (${b})`),
      joined((a, b) => `(${a}) * (${b})`),
      joined((a, b) => `(${a}) / (1 + abs(${b}))`),
      joined((a, b) => `min(${a}, ${b})`),
      joined((a, b) => `max(${a}, ${b})`),
      joined((a, b) => `if((${a}) > 0, ${a}, ${b})`),
      wrapped((x) => `exp(-abs(${x}))`),
      wrapped((x) => `expm1(min(1, ${x}))`),
      wrapped((x) => `log(1 + (${x})^2)`),
      wrapped((x) => `log1p(abs(${x}))`),
      wrapped((x) => `sqrt(1 + (${x})^2)`),
      wrapped((x) => `(1 + abs(${x}))^-1.5`),
      wrapped((x) => `clip(${x}, -1, 1)`),
      wrapped((x) => `finite(${x}, 20) * relu(${x})`),
      wrapped((x) => `mean_t(0 * lS + (${x}))`),
      wrapped((x) => `max_t(0 * lS + (${x})) - min_t(0 * lS + (${x}))`),
      wrapped((x) => `std_t(0 * lS + (${x}))`),
      wrapped((x) => `std_g(sum_t(0 * lS + (${x})))`),
      wrapped((x) => `softmax_g(mean_t(0 * lS + (${x})))`),
      wrapped((x) => `max_g(mean_t(0 * lS + (${x}))) - mean_g(mean_t(0 * lS + (${x})))`),
    ),
  };
});

const anyLogits = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 12 });

test("gradients of random formulas are their central differences", () => {
  let compared = 0;
  const runs = extent(150, 5000, "random formulas, differentiated");
  fc.assert(
    fc.property(any, anyLogits, anyLogits, fc.nat({ max: 11 }), (text, student, teacher, at) => {
      const found = readFormula(text);
      if (!found.ok) return expect(found.problem.message).toMatch(/at most/);
      // Sides that are equal by chance lie on kinks and on the edges of conditions.
      const logits = {
        student: student.map((value, i) => value + (STUDENT[i] ?? 0)),
        teacher: teacher.map((value, i) => value + (TEACHER[i] ?? 0)),
      };
      const expected = difference(found.value, logits, at);
      if (Number.isNaN(expected)) return;
      compared++;
      const gradient = gradientAt(found.value, logits)[at] ?? Number.NaN;
      const apart = Math.abs(gradient - expected) / (1 + Math.abs(expected));
      expect(apart, `${text} at ${at}`).toBeLessThan(2e-4);
    }),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(0.7 * runs);
});

describe("what passes a derivative", () => {
  const of = (text: string) => gradientAt(read(text), LOGITS);
  const first = softmax(STUDENT.slice(0, V), 1);
  const nothing = new Array<number>(12).fill(0);

  test.each([
    ["KL(p, q)", { kind: "reverseKl" }],
    ["KL(q, p)", { kind: "forwardKl" }],
    ["JSD(q, p, 0.3)", { kind: "jsd", beta: 0.3 }],
    ["TV(p, q)", { kind: "totalVariation" }],
  ] as const)("%s has the divergence’s own gradient", (text, divergence) => {
    const expected = lossGradient(
      Float32Array.from(STUDENT.slice(4, 8)),
      Float32Array.from(TEACHER.slice(4, 8)),
      {
        divergence,
        support: { kind: "full" },
        temperature: 1,
      },
    );
    for (const [v, value] of [...(expected ?? [])].entries()) expect(of(text)[4 + v]).toBeCloseTo(value, 6);
  });

  test.each([
    "sg(lS - lQ)",
    "rank(p)",
    "quantile_t(0.5, lS)",
    "rank_t(lS)",
    "lS > lQ",
    "sameTop(p, q)",
    "lT",
    "correct",
  ])("%s passes none", (text) => {
    expect(of(text)).toEqual(nothing);
    expect(movingParts(read(text))).toEqual([]);
  });

  test("sg keeps its value: a log-ratio that weighs the log-probability", () => {
    const ratio = first.logProbs[0] as number;
    const teacher = softmax(TEACHER.slice(0, V), 1).logProbs[0] as number;
    const found = of("sg(lS - lQ) * lS");
    for (let v = 0; v < V; v++)
      expect(found[v]).toBeCloseTo(
        0.5 * (ratio - teacher) * ((v === 0 ? 1 : 0) - (first.probabilities[v] as number)),
        9,
      );
  });

  test("a maximum passes it to what was chosen", () => {
    const found = of("max_v(p)");
    const p = first.probabilities;
    for (let v = 0; v < V; v++)
      expect(found[v]).toBeCloseTo(0.5 * (p[0] as number) * ((v === 0 ? 1 : 0) - (p[v] as number)), 9);
  });

  test("entries without probability add nothing that is not a number", () => {
    const masked = {
      student: [...STUDENT],
      teacher: TEACHER.map((value, at) => (at % V === 2 ? -Infinity : value)),
    };
    masked.student[2] = -Infinity;
    masked.student[6] = -Infinity;
    masked.student[10] = -Infinity;
    for (const text of ["KL(p, q)", "KL(q, p)", "JSD(q, p, 0.5)", "H(p)", "sum_v(sqrt(p * q))"])
      expect(gradientAt(read(text), masked).every(Number.isFinite), text).toBe(true);
  });

  test("a side that is not compared is lacking", () => {
    expect(lackingInRows(read("l+ - lT"), groupOf(LOGITS))).toContain("“positive”");
    expect(lackingInRows(read("D(q)"), groupOf(LOGITS))).toContain("lists");
    expect(lackingInRows(read("lS - lQ"), groupOf(LOGITS))).toBeNull();
  });
});
