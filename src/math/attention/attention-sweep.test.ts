import { expect, test } from "vitest";
import golden from "../golden.json" with { type: "json" };
import { sweepLayers } from "./attention-sweep.ts";

const { rows, columns, box, ...expected } = golden.coverage;
const cells = rows * columns;

/** Three layers of one head; `map` is what the last query of layer `layer` sees, after `before` keys of text. */
function pass(layer: number, map: readonly number[], before: number) {
  const [layers, queries, keys] = [3, 2, before + cells + 1];
  const values = new Float64Array(layers * queries * keys).fill(1 / keys);
  values.set(map, (layer * queries + 1) * keys + before);
  return { attention: { layers, heads: 1, queries, keys, values }, query: 1, firstKey: before };
}

const readings = sweepLayers(pass(1, expected.question, 2), pass(1, expected.generic, 5), {
  grid: { rows, columns },
  box,
});

test("the layer with the golden maps has the golden coverage, whatever stands before the picture", () => {
  expect(readings[1]?.coverage.overlap).toBeCloseTo(expected.relative.overlap, 7);
  expect(readings[1]?.coverage.released).toBeCloseTo(expected.relative.released, 7);
  expect(readings[1]?.lift).toBeCloseTo(expected.relative.lift, 7);
});

test("layers that look alike under both prompts have lift 1", () => {
  for (const layer of [0, 2]) {
    expect(readings[layer]?.lift).toBeCloseTo(1, 9);
    expect(readings[layer]?.largestShare).toBeCloseTo(1 / cells, 9);
  }
  expect(readings.map(({ layer }) => layer)).toEqual([0, 1, 2]);
});
