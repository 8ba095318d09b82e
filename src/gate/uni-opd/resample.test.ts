import { expect, test } from "vitest";
import { previewResampling } from "./resample.ts";

/** 40 items never right, 10 once, 20 twice, 5 three times, 25 always. */
const counts = [40, 10, 20, 5, 25].flatMap((items, count) => Array.from({ length: items }, () => count));

test("the middle is filled up as far as the cap allows, the ends stay", () => {
  const preview = previewResampling(counts, 4, 1);
  expect(preview?.before).toEqual([40, 10, 20, 5, 25]);
  expect(preview?.factors).toEqual([1, 3, 2, 3, 1]);
  expect(preview?.after).toEqual([40, 30, 40, 15, 25]);
  expect(preview?.copies).toHaveLength(100);
});

test("a fraction is drawn by lot: the same seed the same way, and near its mean", () => {
  const uneven = Array.from({ length: 3000 }, (_, i) => (i % 5 < 2 ? 1 : 2));
  const preview = previewResampling(uneven, 3, 7);
  expect(preview?.factors[1]).toBeCloseTo(1.5, 12);
  expect(preview?.after[1]).toBeGreaterThan(1700);
  expect(preview?.after[1]).toBeLessThan(1900);
  expect(previewResampling(uneven, 3, 7)).toEqual(preview);
  expect(previewResampling(uneven, 3, 8)?.copies).not.toEqual(preview?.copies);
});

test("nothing sampled, nothing to preview", () => {
  expect(previewResampling([], 8, 1)).toBeNull();
  expect(previewResampling([0, 0], 0, 1)).toBeNull();
});
