import fc from "fast-check";
import { expect, test } from "vitest";
import { argmax, type Cut, noiseOf, saltOf, sampleToken, smallestKept } from "./sample.ts";

const row = Float32Array.from([0, Math.log(2), Math.log(4), -Infinity]);
const plain: Cut = { temperature: 1, topP: 1, topK: 0 };

/** How often each token of the row was drawn. */
function counted(cut: Cut, draws: number): readonly number[] {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < draws; i++) {
    const token = sampleToken(row, cut, saltOf(1, 0, i));
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts;
}

test("the largest logit, ties to the lowest id, -1 for none", () => {
  expect(argmax(row)).toBe(2);
  expect(argmax([5, 7, 7])).toBe(1);
  expect(argmax([])).toBe(-1);
  expect(sampleToken([], plain, 1)).toBe(-1);
});

test("temperature 0 is greedy, whatever the salt", () => {
  for (let salt = 0; salt < 50; salt++) expect(sampleToken(row, { ...plain, temperature: 0 }, salt)).toBe(2);
});

test("draws follow softmax(z / temperature), and a masked token is never drawn", () => {
  // Pearson's statistic over three tokens has two degrees of freedom: beyond 13.8 once in a thousand.
  for (const [temperature, weights] of [
    [1, [1, 2, 4]],
    [0.5, [1, 4, 16]],
  ] as const) {
    const counts = counted({ ...plain, temperature }, 70_000);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const statistic = weights.reduce((sum, weight, token) => {
      const wanted = (70_000 * weight) / total;
      return sum + ((counts[token] ?? 0) - wanted) ** 2 / wanted;
    }, 0);
    expect(statistic).toBeLessThan(13.8);
    expect(counts[3]).toBe(0);
  }
});

test("the nucleus is the fewest most likely tokens that hold topP; topK comes before it", () => {
  const drawn = (cut: Cut) => counted(cut, 2000).flatMap((count, token) => (count > 0 ? [token] : []));
  expect(drawn({ ...plain, topP: 0.8 })).toEqual([1, 2]);
  expect(drawn({ ...plain, topP: 4 / 7 - 1e-9 })).toEqual([2]);
  expect(drawn({ ...plain, topK: 2 })).toEqual([1, 2]);
  // Of the two largest, 4 of 6 is the most likely one's share.
  expect(drawn({ ...plain, topK: 2, topP: 0.66 })).toEqual([2]);
  expect(drawn({ ...plain, topK: 99 })).toEqual([0, 1, 2]);
});

test("what is kept are the largest, at least one, ties together", () => {
  const rows = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(rows, fc.double({ min: 0.05, max: 1, noNaN: true }), fc.nat(35), (logits, topP, topK) => {
      const least = smallestKept(logits, { temperature: 1, topP, topK });
      const kept = logits.filter((logit) => logit >= least);
      expect(kept.length).toBeGreaterThan(0);
      if (topK === 0 || topK > logits.length) return;
      const larger = kept.filter((logit) => logit > Math.min(...kept));
      expect(larger.length).toBeLessThan(topK);
    }),
  );
});

test("noise is exponential of mean 1, and salts of neighbours have nothing in common", () => {
  const draws = Array.from({ length: 50_000 }, (_, token) => noiseOf(saltOf(7, 3, 11), token));
  expect(Math.min(...draws)).toBeGreaterThan(0);
  expect(draws.reduce((sum, e) => sum + e, 0) / draws.length).toBeCloseTo(1, 1);
  const below = draws.filter((e) => e < Math.LN2).length / draws.length;
  expect(below).toBeCloseTo(0.5, 2);
  const other = Array.from({ length: 50_000 }, (_, token) => noiseOf(saltOf(7, 4, 11), token));
  const product = draws.reduce((sum, e, i) => sum + (e - 1) * ((other[i] ?? 1) - 1), 0) / draws.length;
  expect(Math.abs(product)).toBeLessThan(0.03);
  const salts = [saltOf(1, 0, 0), saltOf(0, 1, 0), saltOf(0, 0, 1), saltOf(0, 0, 0)];
  expect(new Set(salts).size).toBe(4);
});
