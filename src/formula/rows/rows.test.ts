/** Sums over the vocabulary: the text under which they are stored, and their values in float64. */
import { describe, expect, test } from "vitest";
import { softmax } from "../../math/support/pair-sums.ts";
import { readFormula } from "../formula.ts";
import type { Checked } from "../term.ts";
import { sumAtRow } from "./float64.ts";
import { fromMoments } from "./moments.ts";
import { sumsProgram } from "./wgsl.ts";

function read(text: string): Checked {
  const found = readFormula(text);
  if (!found.ok) throw new Error(`${text}: ${found.problem.message}`);
  return found.value;
}

describe("sums over the vocabulary", () => {
  const sumsIn = (text: string) => read(text).sums.map((sum) => sum.text);

  test("are stored by their text: the other side as q, constants and definitions written out", () => {
    expect(sumsIn("sum_v(p * (log p - log q))")).toEqual(["sum_v((p * (log(p) - log(q))))"]);
    expect(sumsIn("beta = -0.5 in -1..1\nm = beta * r(blank)\nlS - max_v(m + p)")).toEqual([
      "max_v((((-0.5) * q) + p))",
    ]);
    expect(sumsIn("sum_v(p^2) + sum_v(p^2)")).toHaveLength(1);
    for (const text of sumsIn("sum_v(if(p > q, -p, clip(q, 0, 1e-9)))")) expect(sumsIn(text)).toEqual([text]);
  });

  test("in float64 they are the divergences of fixture A", () => {
    const [student, teacher] = [softmax([2, 1, 0, -1, -2], 1), softmax([1, 2.5, 0, -2, -0.5], 1)];
    const summed = (text: string) => {
      const [sum] = read(text).sums;
      if (sum === undefined) throw new Error("The formula has a sum.");
      return sumAtRow(sum, student, teacher).value;
    };
    expect(summed("sum_v(p * (log p - log q))")).toBeCloseTo(0.65948052, 7);
    expect(summed("sum_v(q * (log q - log p))")).toBeCloseTo(0.62115581, 7);
    expect(summed("sum_v(-p * log p)")).toBeCloseTo(0.99997283, 7);
    expect(summed("sum_v(abs(p - q)) / 2")).toBeCloseTo(2 * 0.52267131, 7);
    expect(
      summed("m = 0.1 * q + 0.9 * p\nsum_v(0.1 * q * (log q - log m) + 0.9 * p * (log p - log m))"),
    ).toBeCloseTo(0.05498163, 7);
    expect(summed("max_v(q)")).toBeCloseTo(0.73200482, 7);
    const masked = softmax([1, Number.NEGATIVE_INFINITY, 0], 1);
    const [sum] = read("sum_v(p * (log p - log q))").sums;
    expect(sum && sumAtRow(sum, masked, softmax([1, 0.5, 0], 1)).value).toBeCloseTo(0.36700798, 7);
    expect(sum && sumAtRow(sum, softmax([1, 0.5, 0], 1), masked).value).toBe(Infinity);
  });

  test("those of p log p and the like follow from entropies and KL divergences, all others are read", () => {
    const [student, teacher] = [softmax([2, 1, 0, -1, -2], 1), softmax([1, 2.5, 0, -2, -0.5], 1)];
    const value = (text: string) => {
      const [sum] = read(text).sums;
      if (sum === undefined) throw new Error("The formula has a sum.");
      return [sumAtRow(sum, student, teacher).value, fromMoments(sum)] as const;
    };
    const [[reverseKl], [forwardKl]] = [
      value("sum_v(p * (log p - log q))"),
      value("sum_v(q * (log q - log p))"),
    ] as const;
    const moments = {
      studentEntropy: student.entropy,
      otherEntropy: teacher.entropy,
      reverseKl,
      forwardKl,
      vocabulary: 5,
    };
    for (const text of [
      "sum_v(p * (log p - log q))",
      "sum_v(-q * log p / 2 + 0.3 * p * log q)",
      "sum_v((0.5 * p + 2 * q) * (log p - 3 * log q) + sg(p) - 0.25)",
    ]) {
      const [expected, known] = value(text);
      expect(known?.(moments)).toBeCloseTo(expected, 12);
    }
    for (const text of [
      "sum_v(p^2)",
      "sum_v(p * q)",
      "sum_v(log p)",
      "max_v(p)",
      "sum_v(p / q)",
      "top_v(3, p)",
    ])
      expect([text, value(text)[1]]).toEqual([text, null]);
  });

  test("in WGSL, only what may be infinite or undefined is guarded, and a part that occurs twice is computed once", () => {
    const program = (text: string) => sumsProgram(read(text).sums);
    const plain = program("d = p - q\nsum_v(d^2) + max_v(d^2 / (1 + p))");
    expect(`${plain.terms}${plain.joins}`).not.toMatch(/v_|held|scaled/);
    expect(plain.terms.match(/p - q/g)).toHaveLength(1);
    expect(program("sum_v(1 / p)").terms).toContain("v_div");
    expect(program("sum_v(1 / p)").joins).toContain("v_add");
    expect(program("sum_v(p * (log p - log q))").terms).toContain("scaled(p, ");
  });
});
