import { expect, test } from "vitest";
import { ROLES } from "../evidence/views/showing.ts";
import { gates, usualChoices } from "./catalog.ts";
import type { Choice, Knob, Member } from "./gate.ts";

const roles = ["student", ...ROLES] as const;
const member = (length: number, correct: boolean): Member => ({
  correct,
  pairs: Object.fromEntries(ROLES.map((role) => [role, { reverseKl: new Array<number>(length).fill(0.5) }])),
  logProbs: Object.fromEntries(
    roles.map((role, r) => [role, Array.from({ length }, (_, t) => -((t * 7 + r * 3 + length) % 5) / 3)]),
  ),
});

test.each(gates.map((gate) => [gate.id, gate] as const))(
  "%s: a trail that accounts for every answer and token",
  (_, gate) => {
    const group = [member(3, true), member(5, false), member(1, true)];
    const outcome = gate.computeWeights(group, gate.start);
    if (!outcome.ok) throw new Error(outcome.fault.message);
    expect(outcome.value.perAnswer).toHaveLength(3);
    expect(outcome.value.perToken.map((row) => row.length)).toEqual([3, 5, 1]);
    for (const step of outcome.value.trail) {
      if (step.of !== "group") expect(step.values).toHaveLength(3);
      expect(step.equation).not.toBe("");
    }
  },
);

test.each(gates.map((gate) => [gate.id, gate] as const))("%s: knobs start within their range", (_, gate) => {
  const start = new Map<string, unknown>(Object.entries(gate.start));
  for (const [name, { least, most }] of Object.entries(gate.knobs as Readonly<Record<string, Knob>>)) {
    expect(start.get(name)).toBeGreaterThanOrEqual(least);
    expect(start.get(name)).toBeLessThanOrEqual(most);
  }
});

test("every gate is among the usual choices, under its own settings", () => {
  expect(usualChoices).toEqual(gates.map(({ id, start }) => ({ gate: id, settings: start })));
});

test.each(gates.map((gate) => [gate.id, gate] as const))(
  "%s: every setting has a knob or a choice, and conventions stay within them",
  (_, gate) => {
    const [knobs, choices] = [
      new Map(Object.entries(gate.knobs as Readonly<Record<string, Knob>>)),
      new Map(Object.entries(gate.choices as Readonly<Record<string, Choice<unknown>>>)),
    ];
    expect([...knobs.keys(), ...choices.keys()].sort()).toEqual(Object.keys(gate.start).sort());
    for (const { settings } of [{ settings: gate.start }, ...gate.conventions]) {
      for (const [name, value] of Object.entries(settings)) {
        const [knob, choice] = [knobs.get(name), choices.get(name)];
        const fits =
          knob === undefined
            ? choice?.options.some((option) => option.value === value)
            : Number(value) >= knob.least && Number(value) <= knob.most;
        expect(fits, `${name}: ${value}`).toBe(true);
      }
    }
  },
);
