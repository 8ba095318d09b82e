/** Bounds from lists of the most likely tokens, against the divergence of the whole rows that they were taken from. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Nats, TokenId } from "../../base/ids.ts";
import { divergences } from "../../math/divergences/catalog.ts";
import { given, isMissing } from "../column.ts";
import { JSD_HALF, type Side } from "../replay.ts";
import { boundsOf } from "./divergence-bounds.ts";

const card = {
  build: "test",
  modelBackend: "none",
  numbersBackend: "cpu",
  adapter: "none",
  weightsSha256: "0",
  runtime: "test",
};

const logSoftmax = (logits: readonly number[]): readonly number[] => {
  const sum = Math.log(logits.reduce((total, logit) => total + Math.exp(logit), 0));
  return logits.map((logit) => logit - sum);
};

/** A side that lists the K most likely tokens of a whole row. */
function sideOf(row: readonly number[], said: number, k: number): Side {
  const order = row.map((_, id) => id).sort((a, b) => (row[b] as number) - (row[a] as number));
  return {
    role: "teacher",
    logProb: [row[said] as Nats],
    entropy: { missing: "no rows" },
    rank: [1],
    alternatives: [
      order.slice(0, k).map((id) => ({ token: id as TokenId, text: "", logProb: row[id] as Nats })),
    ],
    card,
  };
}

const rows = fc.integer({ min: 2, max: 24 }).chain((size) =>
  fc.record({
    p: fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: size, maxLength: size }),
    q: fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: size, maxLength: size }),
    said: fc.integer({ min: 0, max: size - 1 }),
    k: fc.integer({ min: 1, max: size }),
    share: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  }),
);

/** Rounding of the listed probabilities may move a bound by the smallest tail times a large logarithm. */
const ROUNDING = 2e-5;

test.each(divergences.map((each) => [each.id, each] as const))(
  "%s lies between its bounds, whatever is not listed",
  (id, definition) => {
    fc.assert(
      fc.property(rows, ({ p, q, said, k, share }) => {
        const name = definition.parameter?.name;
        const kind = { ...JSD_HALF, kind: id, ...(name === undefined ? {} : { [name]: share }) };
        const [ours, theirs] = [logSoftmax(p), logSoftmax(q)];
        const bins = { student: Float64Array.from(ours), teacher: Float64Array.from(theirs) };
        const exact = definition.value(bins, name === undefined ? 0 : share);
        const { lower, bound } = boundsOf(
          sideOf(ours, said, k),
          sideOf(theirs, said, k),
          [said as TokenId],
          kind,
        );
        if (isMissing(lower) || bound === null) throw new Error("There are lists.");
        expect(lower[0]).toBeLessThanOrEqual(exact + ROUNDING);
        expect(lower[0]).toBeGreaterThanOrEqual(0);
        if (!isMissing(bound.upper)) expect(bound.upper[0]).toBeGreaterThanOrEqual(exact - ROUNDING);
        if (k === p.length) expect(lower[0]).toBeCloseTo(exact, 3);
      }),
    );
  },
);

test("bounded sums have an upper bound, others say that they have none", () => {
  const [p, q] = [logSoftmax([2, 1, 0, -1]), logSoftmax([0, 2, 1, -3])];
  const of = (kind: string) =>
    boundsOf(sideOf(p, 3, 2), sideOf(q, 3, 2), [3 as TokenId], { ...JSD_HALF, kind, lambda: 0.9 }).bound
      ?.upper;
  for (const kind of ["jsd", "totalVariation", "squaredHellinger", "skewForwardKl", "skewReverseKl"])
    expect(isMissing(of(kind) ?? [])).toBe(false);
  for (const kind of ["forwardKl", "reverseKl", "renyiForward"])
    expect(of(kind)).toMatchObject({ missing: expect.stringContaining("no upper bound") });
});

test("by hand: two of four tokens listed on each side, one of them shared", () => {
  // p = (.5, .3, .15, .05), q = (.1, .6, .25, .05); listed p: 0, 1; q: 1, 2; generated: 1.
  const logs = (values: readonly number[]) => values.map(Math.log);
  const p = sideOf(logs([0.5, 0.3, 0.15, 0.05]), 1, 2);
  const q = sideOf(logs([0.1, 0.6, 0.25, 0.05]), 1, 2);
  const kind = { ...JSD_HALF, kind: "totalVariation" };
  const { lower, bound } = boundsOf(p, q, [1 as TokenId], kind);
  // Shared: token 1 (.3, .6); the tails are .7 and .4.
  expect(given(lower)[0]).toBeCloseTo((0.3 + 0.3) / 2, 12);
  // Token 0: q is at most .15, so |.5 − q| ≤ .5; token 2: p is at most .2, so |p − .25| ≤ .25; the tails are .2 and .15.
  expect(given(bound?.upper)[0]).toBeCloseTo((0.3 + 0.5 + 0.25 + 0.2 + 0.15) / 2, 12);
});

test("tails of rounding count as none, also where they are below 0", () => {
  const certain = sideOf([1e-9, -20], 0, 1);
  const { lower } = boundsOf(certain, sideOf([-1e-9, -21], 0, 1), [0 as TokenId], {
    ...JSD_HALF,
    kind: "reverseKl",
  });
  expect(given(lower)[0]).toBeCloseTo(0, 6);
});

test("without lists there is no bound", () => {
  const empty = sideOf([0, -20], 0, 0);
  expect(boundsOf(empty, empty, [0 as TokenId], JSD_HALF)).toMatchObject({
    lower: { missing: expect.any(String) },
  });
});
