import { expect, test } from "vitest";
import golden from "../math/golden.json" with { type: "json" };
import type { Member } from "./gate.ts";
import { gatedLosses, tokenFactors } from "./gated-loss.ts";
import type { GateChoice } from "./reading.ts";
import { uniOpd } from "./uni-opd.ts";
import { vZero } from "./v-zero.ts";
import { vaOpd } from "./va-opd.ts";
import { weigh } from "./weigh.ts";

function reading(choice: GateChoice, group: readonly Member[]) {
  const weights = weigh({ ...choice, group });
  if (!weights.ok) throw new Error(weights.fault.message);
  return { gate: choice.gate, weights: weights.value };
}

const gaps = golden.vZero.gaps.map(
  (row): Member => ({
    correct: null,
    logProbs: { positive: row.map((gap) => gap - 10), negative: row.map(() => -10) },
  }),
);

test.each(["sequence", "token"] as const)(
  "V-Zero: a token's loss counts as often as its answer's weight says, whatever the mean (%s)",
  (mean) => {
    const said = reading({ gate: "v-zero", settings: { ...vZero.start, mean } }, gaps);
    for (const [answer, weight] of golden.vZero.weights.entries()) {
      const losses = gaps[answer]?.logProbs.positive?.map((_, token) => token + 1) ?? [];
      const expected = losses.map((loss) => expect.closeTo(weight * loss, 7));
      expect(gatedLosses(said, answer, losses)).toEqual(expected);
    }
  },
);

const { clear, degraded } = {
  clear: [-0.1, -2, -0.5, -1, -0.3, -0.7],
  degraded: [-0.2, -3.5, -0.4, -1, -1.3, -0.6],
};

test("VA-OPD: a high token counts four times as much as another, and equal answers as without the gate", () => {
  const member: Member = { correct: null, logProbs: { teacher: clear, degraded } };
  const said = reading({ gate: "va-opd", settings: vaOpd.start }, [member, member]);
  // Two high tokens of six share half of the loss: 0.25 each against 1/6.
  expect(tokenFactors(said, 0)).toEqual(
    [0.75, 1.5, 0.75, 0.75, 1.5, 0.75].map((factor) => expect.closeTo(factor, 9)),
  );
  const sum = tokenFactors(said, 1).reduce((total, factor) => total + factor, 0);
  expect(sum / clear.length).toBeCloseTo(1, 9);
  expect(gatedLosses(said, 0, [1, null, 1, 1, 1, 1])[1]).toBeNull();
});

test("Uni-OPD: the loss is minus the shifted reward", () => {
  const group: readonly Member[] = [
    { correct: true, logProbs: { student: [-1, -1], teacher: [-1.25, -1.25] } },
    { correct: false, logProbs: { student: [-1], teacher: [-1] } },
  ];
  const said = reading({ gate: "uni-opd", settings: uniOpd.start }, group);
  // Margin −0.25 is 0.65 short of 0.4; both sides move by half of it.
  expect(gatedLosses(said, 0, [])).toEqual([expect.closeTo(-0.075, 9), expect.closeTo(-0.075, 9)]);
  expect(gatedLosses(said, 1, [])).toEqual([expect.closeTo(0.325, 9)]);
});
