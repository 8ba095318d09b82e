/** One property over the whole catalog: on random inputs each kernel is as near to float64 as it states. */
import "../attention/attention.proofs.ts";
import "../rows/sample.proofs.ts";
import "../gates/gates.proofs.ts";
import "../gates/hostile.proofs.ts";
import "../gradient/weighted-gradients.proofs.ts";
import "../optimizer/optimizer.proofs.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { extent, patience } from "../../src/base/proof.testing.ts";
import { seeded } from "../../src/base/random.ts";
import type { SideName } from "../../src/math/support/pair.ts";
import type { Rest } from "../../src/math/support/support.ts";
import { kernels } from "../catalog.ts";
import { setWidth } from "../kernel/task.ts";
import { filled, passesRun, testDevice } from "./device.testing.ts";
import { poisoned } from "./poison.testing.ts";
import { type Case, hostileRows, mildRows, provers, type Storage } from "./provers.testing.ts";

const device = await testDevice();
// Other files may have run on the same device.
passesRun.clear();
/** As on a software adapter, and as on hardware. */
const widths = [8, 128];
const rests: readonly Rest[] = ["tail", "flooredTail", "renormalise", "drop"];
const storages: readonly Storage[] = ["host", "f32", "f16"];

/** What a case is made from: small enough to be printed when one fails. */
const recipes = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  vocabulary: fc.oneof(
    fc.constantFrom(1, 127, 128, 129, 511, 512, 513, 4095, 4096, 4097),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 41, max: 9000 }),
  ),
  seed: fc.integer(),
  spread: fc.constantFrom(0.01, 1, 5, 30),
  masked: fc.constantFrom(0, 0, 0.3),
  /** How far the teacher's logits are from the student's; null for another row altogether. */
  apart: fc.constantFrom(null, 0.01, 1),
  temperature: fc.constantFrom(0.3, 0.7, 1, 1.1, 3),
  beta: fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
  k: fc.constantFrom(0, 1, 5, 100, 1024),
  from: fc.constantFrom("student", "teacher") as fc.Arbitrary<SideName>,
  rest: fc.constantFrom(...rests),
  storage: fc.constantFrom(...storages),
  turn: fc.nat({ max: 27 }),
  width: fc.constantFrom(...widths),
});

type Recipe = typeof recipes extends fc.Arbitrary<infer T> ? T : never;

function caseFrom({ rows, vocabulary, seed, temperature, beta, k, ...recipe }: Recipe): Case {
  const { spread, masked, apart, ...rest } = recipe;
  const random = seeded(seed);
  // The first token is never masked, so that every row has a softmax.
  const logit = (token: number) =>
    token > 0 && random.next() < masked ? -Infinity : spread * random.normal();
  const student = filled(rows, vocabulary, logit);
  const near = (token: number, row: number) =>
    (student.data[row * vocabulary + token] as number) + (apart ?? 0) * random.normal();
  return {
    ...rest,
    student,
    teacher: filled(rows, vocabulary, apart === null ? logit : near),
    ids: Uint32Array.from({ length: rows }, () => random.below(vocabulary)),
    options: { temperature, beta, k },
  };
}

test.each(provers)(
  "random rows: %s",
  async (_, prove) => {
    await fc.assert(
      fc.asyncProperty(recipes, (recipe) => {
        setWidth(device, recipe.width);
        return prove(device, caseFrom(recipe));
      }),
      { numRuns: extent(10, 50, "random cases"), seed: 1 },
    );
  },
  // A new width, loader or kind of loss is a program to compile, seconds each on a busy machine.
  patience(180_000),
);

/** Every hostile row against mild ones and itself, on either side; the choices that cost a program take turns. */
function hostileCases(pick: (token: number, row: number) => number, place: number): readonly Case[] {
  return [21, 1025].flatMap((vocabulary, i) => {
    const hostile = filled(3, vocabulary, pick);
    const mild = mildRows(3, vocabulary, 7);
    const sides = [
      { student: hostile, teacher: mild },
      { student: mild, teacher: hostile },
      { student: hostile, teacher: hostile },
    ];
    return sides.map((both, j) => {
      const turn = 2 * place + 3 * i + j;
      return {
        ...both,
        ids: Uint32Array.of(0, 7, 20),
        options: { temperature: [1, 0.7][j % 2] as number, beta: 0.5, k: [1, 5, 1024][turn % 3] as number },
        from: turn % 2 === 0 ? "student" : "teacher",
        rest: rests[turn % rests.length] as Rest,
        storage: storages[(place + i) % storages.length] as Storage,
        turn,
      } as const;
    });
  });
}

test.each(provers)(
  "hostile rows: %s",
  async (_, prove) => {
    for (const [place, [name, pick]] of hostileRows.entries()) {
      setWidth(device, widths[place % 2] as number);
      for (const given of hostileCases(pick, place)) {
        const { turn, rest, storage } = given;
        await prove(device, given).catch((thrown: unknown) => {
          throw new Error(`${name}, turn ${turn}, ${rest}, ${storage}: ${String(thrown)}`);
        });
      }
    }
  },
  180_000,
);

test.each(provers.slice(1))(
  "a real vocabulary: %s",
  async (_, prove) => {
    const [student, teacher] = [mildRows(2, 151_936, 5), mildRows(2, 151_936, 6)];
    const ids = Uint32Array.of(151_935, 7);
    setWidth(device, 8);
    for (const [turn, rest] of rests.entries()) {
      const options = { temperature: 1, beta: 0.5, k: 100 };
      await prove(device, { student, teacher, ids, options, from: "teacher", rest, storage: "host", turn });
    }
  },
  180_000,
);

test("nothing is written outside, and nothing is read that nobody wrote", async () => {
  const poison = poisoned(device);
  const shapes = [
    [1, 1],
    [3, 37],
    [9, 1025],
    [2, 9001],
  ] as const;
  for (const [turn, [rows, vocabulary]] of shapes.entries()) {
    const given = caseFrom({
      ...{ rows, vocabulary, seed: rows, spread: 5, masked: 0.3, apart: null },
      ...{ temperature: 1, beta: 0.5, k: 5 },
      ...{ from: "teacher", rest: rests[turn] as Rest, storage: "host", turn, width: 8 },
    });
    setWidth(poison.device, 8);
    for (const [, prove] of provers) await prove(poison.device, given);
    const { buffers, touched } = await poison.inspect();
    expect(buffers).toBeGreaterThan(20);
    expect(touched).toBe(0);
  }
}, 180_000);

test("every pass of the catalog was run by the tests of this file and of those it imports", () => {
  const all = kernels.flatMap((kernel) => kernel.passes.map((pass) => pass.name));
  expect([...new Set(all)].sort()).toEqual([...passesRun].sort());
});
