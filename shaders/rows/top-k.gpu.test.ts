/** Exact selection where it is hardest: ties across stretches, rows that defeat the bound, every K, both kinds of adapter. */
import { expect, test } from "vitest";
import { seeded } from "../../src/base/random.ts";
import { type HostRows, scoreRows } from "../../src/math/support/pair.ts";
import { setWidth } from "../kernel/task.ts";
import { scoreRowsOnDevice } from "../pair/pair.ts";
import { filled, testDevice, unwrapped } from "../testing/device.testing.ts";
import { candidateRoom, narrowRoom, stretchesOf } from "./top-k.ts";

const device = await testDevice();

async function prove(rows: HostRows, ks: readonly number[]) {
  const ids = new Uint32Array(rows.rows);
  for (const k of ks) {
    const options = { temperature: 1, k };
    const { topIds } = unwrapped(await scoreRowsOnDevice(device, rows, ids, options));
    expect([...topIds], `k ${k}`).toEqual([...scoreRows(rows, ids, options).topIds]);
  }
}

const random = seeded(11);
const hostile = [
  ["random logits", () => 3 * random.normal()],
  ["ties everywhere", () => 0.25],
  ["both zeros", (token: number) => (token % 3 === 0 ? 0 : -0)],
  ["few distinct values", (token: number) => (token * 31) % 4],
  ["more ties at the bound than there is room", (token: number) => (token % 97 === 5 ? 2 : 1)],
  ["all but a few masked", (token: number) => (token % 1009 === 0 ? token : -Infinity)],
  ["ascending", (token: number) => token],
  ["all that is large in one place", (token: number) => (token > 9000 ? 50 + random.next() : random.next())],
  ["all that is large in one group of quads", (token: number) => (token % 1024 < 4 ? 50 : 0) + random.next()],
  ["hardly any spread", () => 1000 + 1e-3 * random.next()],
] as const;

test.each(hostile)(
  "%s, in one stretch and in several",
  async (_, pick) => {
    for (const width of [8, 128]) {
      setWidth(device, width);
      for (const [rows, vocabulary] of [
        [20, 4099],
        [1, 20_481],
      ] as const) {
        await prove(filled(rows, vocabulary, pick), [1, 5, 100, 1024]);
      }
    }
    // Every K and width is a program to compile, seconds each on a busy machine.
  },
  180_000,
);

test.each(hostile)("%s, in narrow rows", async (_, pick) => {
  for (const vocabulary of [1, 3, 200, 256, 257, 511]) {
    await prove(filled(7, vocabulary, pick), [1, 70, 511, 1024]);
  }
});

test("few rows are cut into stretches, each with more than K logits; many are not", () => {
  setWidth(device, 128);
  expect(stretchesOf(device, 1, 151_936, 100)).toBe(37);
  expect(stretchesOf(device, 64, 49_280, 100)).toBe(8);
  expect(stretchesOf(device, 1024, 151_936, 100)).toBe(1);
  for (const k of [1, 256, 1024]) {
    for (const vocabulary of [1025, 4096, 16_385, 151_936]) {
      const stretches = stretchesOf(device, 1, vocabulary, k);
      expect(Math.floor(Math.ceil(vocabulary / 4) / stretches) * 4 - 4).toBeGreaterThanOrEqual(k);
    }
  }
});

test("the room for candidates holds K, has a group for each of K maxima, and fits the memory that every adapter has", () => {
  for (let k = 1; k <= 1024; k++) {
    const { capacity, groups } = candidateRoom(k);
    expect(capacity).toBeGreaterThan(k);
    expect(groups).toBeGreaterThan(k);
    expect(capacity).toBeGreaterThanOrEqual(groups);
    // Two words an element, 256 of the histogram, 32 of the bound, the rest of the file's variables.
    expect(4 * (2 * capacity + 256 + 32 + 8)).toBeLessThanOrEqual(16_384);
    const widest = Array.from({ length: 600 }, (_, v) => v + 1).filter((v) => narrowRoom(k, v) !== null);
    expect(widest.length).toBe(widest.at(-1));
  }
});
