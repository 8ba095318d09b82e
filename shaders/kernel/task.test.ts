import { expect, test } from "vitest";
import { packedTask } from "./task.ts";

const task = {
  ...{ rows: 1, vocabulary: 5, firstRow: 0, chunks: 1, quadsPerChunk: 2, studentStart: 0, teacherStart: 0 },
  ...{ k: 5, temperature: 2 },
};
const told = (beta: number) => new Float32Array(packedTask({ ...task, beta }), 32, 2);

test("kernels are told the temperature's inverse, and any beta that float32 can tell from 0 and 1", () => {
  expect([...told(0.1)]).toEqual([0.5, Math.fround(0.1)]);
  expect(told(1e-6)[1]).toBe(Math.fround(1e-6));
});

test.each([1e-300, 1e-12, 1 - 1e-9, 1 - 2 ** -53])("beta %d leaves both sides a share in float32", (beta) => {
  const [, share] = told(beta);
  expect(share).toBeGreaterThan(0);
  expect(Math.fround(1 - (share as number))).toBeGreaterThan(0);
  expect(Math.fround(1 - (share as number))).toBeLessThan(1);
  expect(share).toBeLessThan(1);
});
