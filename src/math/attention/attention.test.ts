import fc from "fast-check";
import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import { coverage, type Grid, largestShare, layerAt, lift, pooledMap, relativeMap } from "./attention.ts";

const { rows, columns, box, ...expected } = golden.coverage;
const grid = (values: readonly number[]): Grid => ({ rows, columns, values: Float64Array.from(values) });
const uniform = grid(new Array(rows * columns).fill(1 / 16));
const question = grid(expected.question);
const relative = relativeMap(question, grid(expected.generic));

test("golden coverage", () => {
  for (const rule of ["overlap", "released"] as const) {
    expect(coverage(uniform, box, rule)).toBeCloseTo(expected.uniform[rule], 7);
    expect(coverage(question, box, rule)).toBeCloseTo(expected.raw[rule], 7);
    expect(coverage(relative, box, rule)).toBeCloseTo(expected.relative[rule], 7);
  }
  expect(lift(relative, box, "overlap")).toBeCloseTo(expected.relative.lift, 7);
});

test("a box that cuts cells counts their parts, or every cell it touches", () => {
  const cutting = { x: 0.125, y: 0, width: 0.25, height: 0.25 };
  expect(coverage(uniform, cutting, "overlap")).toBeCloseTo(1 / 16, 12);
  expect(coverage(uniform, cutting, "touched")).toBeCloseTo(2 / 16, 12);
});

test("edges: nothing to share, outside, everything", () => {
  expect(coverage(grid(new Array(16).fill(0)), box, "overlap")).toBeNull();
  expect(largestShare(grid(new Array(16).fill(0)))).toBeNull();
  expect(coverage(uniform, { x: 1.5, y: 0, width: 0.5, height: 1 }, "overlap")).toBe(0);
  expect(lift(uniform, { x: 1.5, y: 0, width: 0.5, height: 1 }, "overlap")).toBeNull();
  for (const rule of ["overlap", "touched", "released"] as const) {
    for (const x of [-0.3, 1.1]) expect(coverage(uniform, { x, y: 0, width: 0.25, height: 1 }, rule)).toBe(0);
  }
  const single: Grid = { rows: 1, columns: 1, values: Float64Array.of(3) };
  for (const rule of ["overlap", "touched", "released"] as const) {
    expect(coverage(single, { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }, rule)).toBe(1);
    expect(coverage(single, { x: 1.1, y: 0.2, width: 0.3, height: 0.4 }, rule)).toBe(0);
  }
  expect(largestShare(question)).toBeCloseTo(0.2, 12);
});

test("a uniform map has lift 1 for any box inside the picture", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, unit, unit, (a, b, c, d) => {
      const [x, y] = [Math.min(a, b), Math.min(c, d)];
      const inside = { x, y, width: Math.abs(a - b), height: Math.abs(c - d) };
      fc.pre(inside.width * inside.height > 1e-6);
      expect(Math.abs((lift(uniform, inside, "overlap") as number) - 1)).toBeLessThan(1e-9);
    }),
  );
});

test("heads are averaged at one layer, query and range of keys", () => {
  const [layers, heads, queries, keys] = [2, 2, 3, 6];
  const values = Float64Array.from({ length: layers * heads * queries * keys }, (_, i) => i / 100);
  const pooled = pooledMap(
    { layers, heads, queries, keys, values },
    { layer: 1, query: 2, firstKey: 1 },
    { rows: 2, columns: 2 },
  );
  const at = (head: number, key: number) => ((1 * heads + head) * queries + 2) * keys + key;
  for (const [cell, value] of [1, 2, 3, 4].map((key) => (at(0, key) + at(1, key)) / 200).entries()) {
    expect(pooled.values[cell]).toBeCloseTo(value, 12);
  }
});

test("layers by their fraction of the depth", () => {
  for (const { depth, counted, fraction, index } of golden.layers.values) {
    expect(layerAt(fraction, depth)).toBe(index);
    expect(layerAt(counted / depth, depth)).toBe(index);
  }
  expect(layerAt(2 / 3, 36)).toBe(23);
  expect(layerAt(0, 30)).toBe(0);
  expect(layerAt(1, 30)).toBe(29);
});
