import { expect, test } from "vitest";
import { ROLES } from "../../evidence/views/showing.ts";
import { gates, usualChoices } from "../../gate/catalog.ts";
import { uniOpd } from "../../gate/uni-opd/uni-opd.ts";
import { answerValues, nextVerdict, streamedRows, weightScale } from "./rows.ts";
import { changed, describe, holds, settingOf } from "./settings.ts";
import { placeIn, returnsOf } from "./uni-opd/returns.ts";

const group = [
  { correct: true, logProbs: { student: [-1, -1], teacher: [-1.5, -1.5] } },
  { correct: false, logProbs: { student: [-1], teacher: [-0.75] } },
  { correct: null, logProbs: { student: [-1], teacher: [-1] } },
];

function weighed(settings = uniOpd.start) {
  const weights = uniOpd.computeWeights(group, settings);
  if (!weights.ok) throw new Error(weights.fault.message);
  return { weights: weights.value };
}

test("returns are grouped by outcome, before and after the shift; unjudged answers stay where they are", () => {
  const { domain, outcomes } = returnsOf(weighed(), [true, false, null]);
  // Margin −0.75 is 1.15 short of δ = 0.4; each side moves by half of it.
  expect(outcomes).toEqual([
    { verdict: true, dots: [{ index: 0, before: -0.5, after: expect.closeTo(0.075, 9) }] },
    { verdict: false, dots: [{ index: 1, before: 0.25, after: expect.closeTo(-0.325, 9) }] },
    { verdict: null, dots: [{ index: 2, before: 0, after: 0 }] },
  ]);
  expect(domain).toEqual([-0.5, 0.25]);
  expect([-0.5, 0, 0.25].map((value) => placeIn(domain, value))).toEqual([0, expect.closeTo(2 / 3, 9), 1]);
  expect(placeIn([0, 0], 0)).toBe(0.5);
});

test("every gate's derivation has the steps that its rows show", () => {
  const sides = ["student", ...ROLES] as const;
  const logProbs = Object.fromEntries(sides.map((side, i) => [side, [-1 - i, -0.5]]));
  for (const gate of gates) {
    const pairs = Object.fromEntries(ROLES.map((role) => [role, { reverseKl: [0.5, 0.25] }]));
    const weights = gate.computeWeights([{ correct: true, logProbs, pairs }], gate.start);
    if (!weights.ok) throw new Error(weights.fault.message);
    for (const symbol of [gate.columns.score, gate.columns.advantage])
      expect(answerValues(weights.value, symbol), `${gate.id} ${symbol}`).toHaveLength(1);
  }
});

test("a group that is still being answered has as many rows as were asked for", () => {
  const rows = streamedRows([[{ text: " The" }, { text: " sign" }]], 3);
  expect(rows.map(({ answer }) => answer)).toEqual(["The sign", "", ""]);
  expect(rows.every(({ weight }) => weight === null)).toBe(true);
});

test("bars: the value without a gate is marked", () => {
  const scales = usualChoices.map((choice) => [choice.gate, weightScale(choice, 8)]);
  expect(Object.fromEntries(scales)).toMatchObject({
    "v-zero": { most: 2, ungated: 1 },
    "va-opd": { most: 1, ungated: 0.125 },
    "uni-opd": { most: 1, ungated: null },
  });
});

test("a verdict goes from right to wrong to none", () => {
  expect([null, true, false].map(nextVerdict)).toEqual([true, false, null]);
});

test.each(usualChoices)("$gate: starts from a paper or its code, and a change can be reset", (choice) => {
  const { start, conventions, knobs } = describe(choice);
  expect(holds(choice, start)).toBe(true);
  if (conventions.length > 0) expect(conventions.some(({ settings }) => holds(choice, settings))).toBe(true);
  const [[name = "", knob] = []] = knobs;
  const turned = changed(choice, { [name]: knob?.most ?? 0 });
  expect(settingOf(turned, name)).toBe(knob?.most);
  expect(holds(turned, start)).toBe(false);
  expect(changed(turned, start)).toEqual(choice);
});
