/** Attention maps and coverage on the device against src/math/attention/attention.ts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { extent } from "../../src/base/proof.testing.ts";
import { seeded } from "../../src/base/random.ts";
import {
  type CellRule,
  coverage,
  largestShare,
  lift,
  NO_ATTENTION,
  pooledMap,
  relativeMap,
} from "../../src/math/attention/attention.ts";
import golden from "../../src/math/golden.json" with { type: "json" };
import { expectNear, testDevice, unwrapped } from "../testing/device.testing.ts";
import { poisoned } from "../testing/poison.testing.ts";
import { attentionKernel, attentionOnDevice, type DeviceAttention } from "./attention.ts";

const device = await testDevice();

function bufferOf(values: Float32Array<ArrayBuffer>, on = device): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
  const buffer = on.createBuffer({ size: Math.max(16, values.byteLength), usage });
  on.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

const unit = fc.double({ min: 0, max: 1, noNaN: true });

test("maps and coverage of random attention", async () => {
  const shapes = fc.record({
    layers: fc.integer({ min: 1, max: 3 }),
    heads: fc.integer({ min: 1, max: 4 }),
    queries: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 12 }),
    columns: fc.integer({ min: 1, max: 12 }),
    extra: fc.integer({ min: 0, max: 5 }),
    seed: fc.integer(),
    rule: fc.constantFrom("overlap", "touched", "released") as fc.Arbitrary<CellRule>,
    corners: fc.tuple(unit, unit, unit, unit),
  });
  await fc.assert(
    fc.asyncProperty(
      shapes,
      async ({ layers, heads, queries, rows, columns, extra, seed, rule, corners }) => {
        const random = seeded(seed);
        const keys = rows * columns + extra;
        const size = layers * heads * queries * keys;
        const draw = () => Float32Array.from({ length: size }, () => random.next() / keys);
        const place = {
          layer: random.below(layers),
          query: random.below(queries),
          firstKey: random.below(extra + 1),
        };
        const [question, generic] = [draw(), draw()];
        const onDevice = (values: Float32Array<ArrayBuffer>): DeviceAttention => ({
          buffer: bufferOf(values),
          heads,
          queries,
          keys,
          ...place,
        });
        const [x, y] = [Math.min(corners[0], corners[1]), Math.min(corners[2], corners[3])];
        const box = {
          x,
          y,
          width: Math.abs(corners[0] - corners[1]),
          height: Math.abs(corners[2] - corners[3]),
        };
        const grid = { rows, columns };
        const map = (values: Float32Array) =>
          pooledMap({ layers, heads, queries, keys, values }, place, grid);
        const relative = relativeMap(map(question), map(generic));
        const actual = unwrapped(
          await attentionOnDevice(device, onDevice(question), onDevice(generic), { ...grid, box, rule }),
        );
        expectNear("question", actual.question, map(question).values, attentionKernel.tolerance);
        expectNear("relative", actual.relative, relative.values, attentionKernel.tolerance);
        const expected = [coverage(relative, box, rule), largestShare(relative), lift(relative, box, rule)];
        const found = [actual.coverage, actual.largestShare, actual.lift];
        // -1 stands for null; float32 cannot resolve the lift of an almost empty area.
        const told = box.width * box.height > 1e-6 ? 3 : 2;
        const numbers = (list: readonly (number | null)[]) => list.slice(0, told).map((value) => value ?? -1);
        expectNear("shares", numbers(found), numbers(expected), attentionKernel.tolerance);
      },
    ),
    { numRuns: extent(25, 150, "random maps"), seed: 3 },
  );
});

/** One layer, head and query over so many keys. */
const single = (values: readonly number[], on = device): DeviceAttention => ({
  ...{ heads: 1, queries: 1, keys: values.length, layer: 0, query: 0, firstKey: 0 },
  buffer: bufferOf(Float32Array.from(values), on),
});

test("golden coverage by every rule, and a map without mass", async () => {
  const { rows, columns, box, question, generic, relative } = golden.coverage;
  for (const rule of ["overlap", "released"] as const) {
    const grid = { rows, columns, box, rule };
    const actual = unwrapped(await attentionOnDevice(device, single(question), single(generic), grid));
    expectNear("coverage", [actual.coverage ?? -1], [relative[rule]], attentionKernel.tolerance);
    if (rule === "overlap")
      expectNear("lift", [actual.lift ?? -1], [relative.lift], attentionKernel.tolerance);
  }
  const grid = { rows, columns, box, rule: "overlap" } as const;
  const none = new Array<number>(16).fill(0);
  const nothing = unwrapped(await attentionOnDevice(device, single(none), single(generic), grid));
  expect([nothing.coverage, nothing.largestShare, nothing.lift]).toEqual([null, null, null]);
  const outside = await attentionOnDevice(
    device,
    { ...single(question), firstKey: 1 },
    single(generic),
    grid,
  );
  expect(outside.ok ? null : outside.fault.kind).toBe("badInput");
});

test("places outside the attention, and grids that are none, are refused before anything is read", async () => {
  const values = new Array<number>(16).fill(1 / 16);
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const grid = { rows: 4, columns: 4, box, rule: "overlap" } as const;
  const places = [
    ...[-1, 0.5, 1].map((layer) => ({ layer })),
    ...[-1, 0.5, 1].map((query) => ({ query })),
    ...[-1, 0.5, 1].map((firstKey) => ({ firstKey })),
    ...[0, 2, 1.5].map((heads) => ({ heads })),
    ...[0, 2].map((queries) => ({ queries, query: queries - 1 })),
    ...[0, 15, 16.5].map((keys) => ({ keys })),
  ];
  const wrong = [
    ...places.map((place) =>
      attentionOnDevice(device, { ...single(values), ...place }, single(values), grid),
    ),
    ...places.map((place) =>
      attentionOnDevice(device, single(values), { ...single(values), ...place }, grid),
    ),
    ...[0, -4, 1.5, 5].map((rows) =>
      attentionOnDevice(device, single(values), single(values), { ...grid, rows }),
    ),
    ...[0, -4, 2.5].map((columns) =>
      attentionOnDevice(device, single(values), single(values), { ...grid, columns }),
    ),
  ];
  for (const outcome of await Promise.all(wrong))
    expect(outcome).toMatchObject({ ok: false, fault: { kind: "badInput" } });
});

test.each([Number.NaN, Infinity, -1, 3])("a weight of %d is refused on both routes", async (weight) => {
  const grid = { rows: 1, columns: 3, box: { x: 0, y: 0, width: 1, height: 1 }, rule: "touched" } as const;
  const [good, bad] = [
    [0.2, -0, 0.5],
    [0.2, weight, 0.5],
  ] as const;
  for (const pair of [
    [good, bad],
    [bad, good],
  ] as const) {
    const outcome = await attentionOnDevice(device, single(pair[0]), single(pair[1]), grid);
    expect(outcome).toEqual({ ok: false, fault: { kind: "badInput", message: NO_ATTENTION } });
  }
  const attention = { layers: 1, heads: 1, queries: 1, keys: 3, values: bad };
  expect(() => pooledMap(attention, { layer: 0, query: 0, firstKey: 0 }, grid)).toThrow(NO_ATTENTION);
});

test("attention's kernels write nothing outside, and read nothing that nobody wrote", async () => {
  const poison = poisoned(device);
  for (const [rows, columns] of [
    [1, 1],
    [7, 9],
    [8, 8],
    [5, 13],
  ] as const) {
    const values = Array.from({ length: rows * columns }, (_, cell) => (1 + (cell % 7)) / 64);
    const grid = {
      rows,
      columns,
      box: { x: 0.2, y: 0.1, width: 0.5, height: 0.6 },
      rule: "overlap",
    } as const;
    const [clean, dirty] = [device, poison.device].map((on) =>
      attentionOnDevice(on, single(values, on), single(values.toReversed(), on), grid),
    );
    expect(await dirty).toEqual(await clean);
    expect(await poison.inspect()).toEqual({ buffers: 5, touched: 0 });
  }
});
