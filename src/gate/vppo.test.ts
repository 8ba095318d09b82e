import fc from "fast-check";
import { expect, test } from "vitest";
import type { Member, Weights } from "./gate.ts";
import { answerWeights, vppo } from "./vppo.ts";
import golden from "./vppo.vectors.json" with { type: "json" };

function computeWeights(group: readonly Member[], settings: Partial<typeof vppo.start> = {}): Weights {
  const outcome = vppo.computeWeights(group, { ...vppo.start, ...settings });
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.value;
}

const group = golden.student.map(
  (student, g): Member => ({
    correct: null,
    logProbs: { student, masked: golden.masked[g] as number[] },
    pairs: { masked: { reverseKl: golden.dependence[g] as number[] } },
  }),
);

function expectClose(actual: readonly number[], wanted: readonly number[]) {
  expect(actual).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(actual[i]).toBeCloseTo(value, 9);
}

test.each(["k3", "full"] as const)(
  "golden: weights and tokens of an independent program, by %s",
  (dependence) => {
    const { perAnswer, perToken, trail } = computeWeights(group, { ...golden.settings, dependence });
    expectClose(perAnswer, golden.weights);
    const step = (symbol: string) => trail.find((each) => each.symbol === symbol);
    expect(step("m")).toMatchObject({ values: golden.kept });
    expect(step("β_{max}")).toMatchObject({ value: expect.closeTo(golden.top, 9) });
    for (const [g, kept] of golden.kept.entries())
      expectClose(
        perToken[g] as number[],
        kept.map((stays) => (stays * (golden.weights[g] as number)) / (group.length * kept.length)),
      );
  },
);

test("weights have the mean 1 and begin at the floor; equal answers all count 1", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 2, maxLength: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (means, floor) => {
        const { weights } = answerWeights(means, floor);
        expect(weights.reduce((sum, weight) => sum + weight, 0) / weights.length).toBeCloseTo(1, 4);
        if (Math.max(...means) - Math.min(...means) > 1e-3)
          expect(Math.min(...weights)).toBeCloseTo(floor, 9);
      },
    ),
  );
  expect(answerWeights([2, 2, null], 0.9).weights).toEqual([1, 1, 0]);
});

test("where no answer has the full divergence, k3 takes its place, and a remark says so", () => {
  const bare = group.map(({ pairs: _, ...rest }) => rest);
  const { remarks, ...estimated } = computeWeights(bare, { dependence: "k3" });
  expect(remarks).toEqual([]);
  const full = computeWeights(bare);
  expect(full).toMatchObject(estimated);
  expect(full.remarks.join()).toContain("k3 instead of the full KL");
});

test("where some answer lacks the full divergence it says what to do; an infinite one is bounded and remarked", () => {
  const others = group.slice(1).map(({ pairs: _, ...rest }) => rest);
  expect(vppo.computeWeights([group[0] as Member, ...others], vppo.start)).toMatchObject({
    ok: false,
    fault: { kind: "badInput", hint: expect.stringContaining("k3") },
  });
  const [first] = group;
  const endless = { ...(first as Member), pairs: { masked: { reverseKl: [Infinity, 0, 0, 0, 0] } } };
  const { remarks, trail } = computeWeights([endless, ...group.slice(1)]);
  expect(remarks.join()).toContain("20 nats");
  expect(trail[0]).toMatchObject({ values: [[20, 0, 0, 0, 0], ...golden.dependence.slice(1)] });
});
