/** Low-rank matrices: where they begin, and their gradients against central differences. */

import { expect, test } from "vitest";
import { randomValue } from "../../../scripts/model/testing/on-runtime.testing.ts";
import { parameterShapes, smallConfig } from "../../graph/config.ts";
import { createTrained } from "./trained.ts";

const start = new Map(
  [...parameterShapes(smallConfig)].map(([name, shape], i) => [
    name,
    Float32Array.from(randomValue(shape, i).data),
  ]),
);

test("low-rank matrices begin without any effect, and only linear maps of the decoder have them", () => {
  const lora = createTrained({ kind: "lora", rank: 2, alpha: 4 }, smallConfig, start, 1);
  expect(lora.parameters).toHaveLength(7 * smallConfig.num_layers);
  const current = lora.current();
  for (const [name, values] of start) expect(current.get(name)).toEqual(values);
});

test("the gradients of low-rank matrices are those of the weights that they make", () => {
  const lora = createTrained({ kind: "lora", rank: 2, alpha: 4 }, smallConfig, start, 1);
  const name = "decoder.blocks.0.k.weight";
  for (const [tensor, values] of lora.tensors) values.set(randomValue([values.length], tensor.length).data);
  const slope = new Map(
    lora.parameters.map((each) => [
      each,
      Float32Array.from(randomValue([start.get(each)?.length ?? 0], 3).data),
    ]),
  );
  const gradients = lora.gradients(slope);
  /** sum of slope · weight, which is linear in each matrix. */
  const loss = (): number =>
    (lora.current().get(name) ?? new Float32Array()).reduce(
      (sum, weight, i) => sum + weight * (slope.get(name)?.[i] ?? 0),
      0,
    );
  for (const matrix of [`${name}.A`, `${name}.B`]) {
    const values = lora.tensors.get(matrix) as Float32Array;
    for (const at of [0, 5, values.length - 1]) {
      const [before, low] = [values[at] as number, 0.5];
      values[at] = before + low;
      const above = loss();
      values[at] = before - low;
      const below = loss();
      values[at] = before;
      expect((gradients.get(matrix)?.[at] ?? 0) / (above - below)).toBeCloseTo(1, 3);
    }
  }
});
