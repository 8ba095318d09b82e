/** The recording of the lesson on pixels is of the shipped weights and shows what the lesson says. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EDGES, figuresAt } from "../../src/lesson/exhibits/edges.ts";
import { parseManifest } from "../../src/model/manifest/manifest.ts";
import { storedWeights } from "../../src/model/weights.ts";

test("every edge was asked of the shipped weights, and the parts sum to the gap", () => {
  const path = new URL(`../../public/models/${EDGES.model.id}/manifest.json`, import.meta.url);
  const manifest = parseManifest(JSON.parse(readFileSync(path, "utf8")));
  expect(manifest.ok && storedWeights(manifest.value).sha256).toBe(EDGES.model.weightsSha256);
  expect(EDGES.edges.map(({ edge }) => edge)).toEqual([128, 256, 384, 512]);
  for (const { accuracies, gaps } of EDGES.edges) {
    const sum = gaps.resolution.mean + gaps.placement.mean + gaps.clutter.mean;
    expect(sum).toBeCloseTo(accuracies.regional.mean - accuracies.global.mean, 9);
    for (const { mean, low, high } of [...Object.values(accuracies), ...Object.values(gaps)]) {
      expect(low).toBeLessThanOrEqual(mean);
      expect(high).toBeGreaterThanOrEqual(mean);
    }
  }
});

test("the one question loses its pixels at the smallest edge, and is passed over at the largest", () => {
  const [smallest, largest] = [EDGES.edges[0], EDGES.edges.at(-1)];
  expect([smallest?.answers.regional.right, smallest?.answers.matched.right]).toEqual([true, false]);
  expect([largest?.answers.isolated.right, largest?.answers.global.right]).toEqual([true, false]);
  expect(figuresAt(384).edge).toBe(384);
  expect(figuresAt(7)).toBe(largest);
});
