import { expect, test } from "vitest";
import { ordered, spread, WHOLE } from "./order.ts";

const items = Array.from({ length: 60 }, (_, i) => ({
  id: i,
  dimension: ["a", "b", "c"][Math.floor(i / 20)] ?? "",
}));
const ids = (part: Parameters<typeof ordered>[1]) => ordered(items, part).map(({ id }) => id);

test("the whole suite as it is, one dimension of it, a spread that meets them all", () => {
  expect(ids(WHOLE)).toEqual(items.map(({ id }) => id));
  expect(ids({ ...WHOLE, dimensions: ["b"] })).toEqual(items.slice(20, 40).map(({ id }) => id));
  expect(ids({ ...WHOLE, limit: 6 })).toEqual([0, 10, 20, 30, 40, 50]);
  expect(spread([1, 2], 5)).toEqual([1, 2]);
  expect(spread([1, 2], 0)).toEqual([]);
});

test("a seed shuffles, the same one in the same way, and loses nothing", () => {
  const first = ids({ ...WHOLE, seed: 3 });
  expect(first).not.toEqual(ids(WHOLE));
  expect(first).toEqual(ids({ ...WHOLE, seed: 3 }));
  expect(first).not.toEqual(ids({ ...WHOLE, seed: 4 }));
  expect([...first].sort((a, b) => a - b)).toEqual(ids(WHOLE));
});

test("the first of them, or some by lot: the same seed draws the same, and more of them begin with the fewer", () => {
  expect(ids({ ...WHOLE, limit: 3, pick: "first" })).toEqual([0, 1, 2]);
  expect(ids({ ...WHOLE, dimensions: ["c"], limit: 2, pick: "first" })).toEqual([40, 41]);
  const drawn = ids({ ...WHOLE, limit: 10, pick: "random", seed: 7 });
  expect(new Set(drawn).size).toBe(10);
  expect(ids({ ...WHOLE, limit: 20, pick: "random", seed: 7 }).slice(0, 10)).toEqual(drawn);
  expect(ids({ ...WHOLE, limit: 10, pick: "random", seed: 8 })).not.toEqual(drawn);
  expect([...ids({ ...WHOLE, pick: "random", seed: 7 })].sort((a, b) => a - b)).toEqual(ids(WHOLE));
});
