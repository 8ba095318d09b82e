/** Samples on the device against src/math/rows/sample.ts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { extent, patience } from "../../src/base/proof.testing.ts";
import { seeded } from "../../src/base/random.ts";
import { entropy, logSoftmax, logSumExp } from "../../src/math/rows/logits.ts";
import { type Cut, noiseOf, saltOf, sampleToken } from "../../src/math/rows/sample.ts";
import { type HostRows, rowOf } from "../../src/math/support/pair.ts";
import { setWidth } from "../kernel/task.ts";
import { expectNear, filled, onDevice, testDevice, unwrapped } from "../testing/device.testing.ts";
import { poisoned } from "../testing/poison.testing.ts";
import { sampleKernel, sampleOnDevice } from "./sample.ts";

const device = await testDevice();

const recipes = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  vocabulary: fc.oneof(fc.constantFrom(1, 4, 127, 512, 4097), fc.integer({ min: 2, max: 3000 })),
  seed: fc.integer(),
  spread: fc.constantFrom(0.01, 1, 5),
  // Whole numbers make many ties.
  whole: fc.boolean(),
  masked: fc.constantFrom(0, 0.3),
  temperature: fc.constantFrom(0, 0.3, 1, 2),
  topP: fc.constantFrom(1, 1, 0.3, 0.9, 0.99),
  // The list holds fewer than 600.
  topK: fc.constantFrom(0, 0, 1, 5, 50, 600),
  width: fc.constantFrom(8, 128),
});
interface Recipe extends Cut {
  readonly rows: number;
  readonly vocabulary: number;
  readonly seed: number;
  readonly spread: number;
  readonly whole: boolean;
  readonly masked: number;
  readonly width: number;
}

function rowsFrom({ rows, vocabulary, seed, spread, whole, masked }: Recipe): HostRows {
  const random = seeded(seed);
  return filled(rows, vocabulary, (token) => {
    if (token > 0 && random.next() < masked) return -Infinity;
    const logit = spread * random.normal();
    return whole ? Math.round(logit) : logit;
  });
}

/** Whether the reference may sample this token too: float32 rounds the nucleus' mass and a close race. */
function acceptable(row: Float32Array, cut: Cut, salt: number, token: number): boolean {
  const shares = [1, 1 + 1e-5, 1 - 1e-5].map((factor) => Math.min(1, cut.topP * factor));
  const reached = (one: number) => (row[one] as number) / cut.temperature - Math.log(noiseOf(salt, one));
  return shares.some((topP) => {
    const expected = sampleToken(row, { ...cut, topP }, salt);
    return token === expected || Math.abs(reached(token) - reached(expected)) < 1e-4;
  });
}

async function proveSamples(recipe: Recipe, on: GPUDevice) {
  const rows = rowsFrom(recipe);
  const requests = Array.from({ length: 6 }, (_, i) => ({
    row: i % rows.rows,
    salt: saltOf(recipe.seed, i, 0),
  }));
  setWidth(on, recipe.width);
  const sampled = unwrapped(await sampleOnDevice(on, rows, requests, recipe));
  for (const [place, { token, ...found }] of sampled.entries()) {
    const { row, salt } = requests[place] as (typeof requests)[number];
    const logits = rowOf(rows, row, "student");
    if (!acceptable(logits, recipe, salt, token)) {
      expect([place, token]).toEqual([place, sampleToken(logits, recipe, salt)]);
    }
    const logProbs = logSoftmax(logits);
    const expected = [logProbs[token] as number, entropy(logProbs), logSumExp(logits)];
    expectNear("sample", [found.logProb, found.entropy, found.logSumExp], expected, sampleKernel.tolerance);
  }
}

test(
  "samples are the reference's, greedy and cut in every way",
  async () => {
    await fc.assert(
      fc.asyncProperty(recipes, (recipe) => proveSamples(recipe, device)),
      { numRuns: extent(25, 150, "random cases"), seed: 1 },
    );
  },
  patience(180_000),
);

test("a draw touches nothing outside, also in a vocabulary of a real model", async () => {
  const poison = poisoned(device);
  const cut = { temperature: 1, topP: 0.9, topK: 40, whole: false, masked: 0.1, spread: 3, width: 8 };
  for (const vocabulary of [1, 37, 9001]) {
    await proveSamples({ ...cut, rows: 2, vocabulary, seed: vocabulary }, poison.device);
  }
  expect((await poison.inspect()).touched).toBe(0);
});

test("few bytes come back, whatever the vocabulary", async () => {
  const rows = onDevice(
    device,
    filled(2, 49280, (token) => Math.sin(token)),
    0,
    64,
  );
  const mapped: number[] = [];
  const map = GPUBuffer.prototype.getMappedRange;
  GPUBuffer.prototype.getMappedRange = function (...range) {
    const bytes = map.apply(this, range);
    mapped.push(bytes.byteLength);
    return bytes;
  };
  const requests = Array.from({ length: 32 }, (_, sibling) => ({
    row: sibling % 2,
    salt: saltOf(1, sibling, 0),
  }));
  const sampled = unwrapped(
    await sampleOnDevice(device, rows, requests, { temperature: 1, topP: 0.95, topK: 0 }),
  );
  GPUBuffer.prototype.getMappedRange = map;
  expect(new Set(sampled.map(({ token }) => token)).size).toBeGreaterThan(20);
  expect(mapped.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(4096);
  rows.buffer.destroy();
});

test("a row without a softmax is refused", async () => {
  for (const bad of [Number.NaN, Infinity]) {
    const rows = filled(1, 10, (token) => (token === 3 ? bad : 0));
    const outcome = await sampleOnDevice(device, rows, [{ row: 0, salt: 1 }], {
      temperature: 1,
      topP: 1,
      topK: 0,
    });
    expect(outcome).toMatchObject({ ok: false, fault: { kind: "badInput" } });
  }
});
