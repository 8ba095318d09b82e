import { expect, test } from "vitest";
import { trainingThreads } from "./threads.ts";

test("one without isolation, else a thread for each core up to four, or as many as the address asks for", () => {
  expect(trainingThreads(false, 8, 2)).toBe(1);
  expect([1, 2, 16].map((cores) => trainingThreads(true, cores, null))).toEqual([1, 2, 4]);
  expect(trainingThreads(true, 2, 1)).toBe(1);
  expect(trainingThreads(true, 16, 6)).toBe(6);
  expect(trainingThreads(true, 2, 99)).toBe(2);
});
