/** What else a formula is used for: a suite's column, a gate beside a paper's, a sketch at a token. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { STARTS } from "../../../formula/catalog/starts.ts";
import { vZero } from "../../../gate/v-zero.ts";
import type { Experiment } from "../../document/document.ts";
import { openSessionText } from "../../document/open.ts";
import { ownGate } from "../../own-gate.ts";
import { TEACHER } from "../choice.ts";
import { experiment, replay, side } from "../hand-made.testing.ts";
import { formulaSignals } from "./formula-signals.ts";
import { itemFormula, itemFormulaMistake } from "./item-formula.ts";
import { sketchOf, variablesOf } from "./sketch.ts";

const signal = (text: string) => {
  const [made] = formulaSignals([{ name: "mine", text }], new Set([text]));
  if (made === undefined) throw new Error("One formula makes one signal.");
  return made;
};

describe("in a recorded session", () => {
  const text = readFileSync(
    new URL("../../../../public/sessions/identification-5.json", import.meta.url),
    "utf8",
  );
  const opened = openSessionText(text);
  if (!opened.ok) throw new Error(opened.fault.message);
  const [recorded] = opened.value.experiments as readonly [Experiment];
  const answer = { experiment: recorded, sibling: 0 };
  const numbersOf = (formula: string): readonly number[] => {
    const reading = signal(formula).read(answer, TEACHER);
    return reading.kind === "values" ? reading.values.map((value) => value ?? Number.NaN) : [];
  };

  test("a suite’s column is its mean over the tokens, beside the crop as the only other side", () => {
    const [rollout, made] = [recorded.rollouts[0], recorded.replays[0]];
    if (rollout === undefined || !made) throw new Error("The session has an answer with a replay.");
    const values = numbersOf("lT - lS");
    const column = itemFormula("gap = lT - lS");
    expect(column?.mean(rollout, made, true)).toBeCloseTo(
      values.reduce((sum, value) => sum + value, 0) / values.length,
      9,
    );
    expect(itemFormula("correct * length")?.mean(rollout, made, false)).toBe(0);
    expect(itemFormula("sum_v(p * log q)")).toMatchObject({ sums: ["sum_v((p * log(q)))"] });
    expect(itemFormula("sum_v(p * log q)")?.mean(rollout, made, true)).toBeNull();
    expect(itemFormula("attention * lS")?.sums).toEqual(["attention"]);
    expect(itemFormulaMistake("lM - lS")).toContain("no side “masked”");
    expect(itemFormulaMistake("lT -")).toContain("At character 5");
  });

  test("a sketch passes through the number at the token, as a function of a measured one or a constant", () => {
    const text = "alpha = 0.5 in 0..2\ngap = lT - lS\nalpha * gap + max_t(gap)";
    const variables = variablesOf(text);
    expect(variables.map(({ name }) => name)).toEqual(["lT", "lS", "alpha"]);
    const value = numbersOf(text)[1] ?? Number.NaN;
    for (const variable of variables) {
      const sketch = sketchOf(text, answer, TEACHER, 1, variable);
      expect(sketch?.here[1]).toBe(value);
      expect(sketch?.values).toHaveLength(49);
    }
    const [, , alpha] = variables;
    const along = alpha && sketchOf(text, answer, TEACHER, 1, alpha);
    expect(along?.here[0]).toBe(0.5);
    // It is linear in alpha, from 0 to 2.
    expect((along?.values[12] ?? 0) - value).toBeCloseTo(0, 12);
    const [teacher] = variables;
    const rising = teacher && sketchOf("lT - lS", answer, TEACHER, 1, teacher);
    expect(rising?.values.at(-1)).toBeCloseTo(
      (rising?.values[0] ?? 0) + (rising?.to ?? 0) - (rising?.from ?? 0),
      9,
    );
    expect(teacher && sketchOf("l+ + lT", answer, TEACHER, 1, teacher)).toBeNull();
  });
});

describe("as a gate", () => {
  const group = experiment(
    [
      [-1, -2, -0.1],
      [-3, -0.2],
    ].map((nats, at) =>
      replay(side("student", nats), [
        {
          side: side(
            "positive",
            nats.map((each) => each / (2 + at)),
          ),
        },
        { side: side("negative", nats) },
      ]),
    ),
    [],
  );
  const choice = { gate: vZero.id, settings: vZero.start };
  const own = STARTS.find((start) => start.signal === "weight:v-zero")?.text ?? "";

  test("V-Zero’s weight as a formula has the built-in gate’s weights", () => {
    const found = ownGate(group, signal(own), choice);
    if (found.kind !== "weighed") throw new Error(found.reason);
    for (const row of found.rows) expect(row.own).toBeCloseTo(row.original ?? Number.NaN, 9);
    expect(found.losses.teacher).toBe("positive");
  });

  test("a weight that is undefined counts as 0, and a missing side is named", () => {
    const found = ownGate(group, signal("0 / 0 * lS"), choice);
    expect(found.kind === "weighed" && found.rows.map((row) => row.own)).toEqual([0, 0]);
    expect(ownGate(group, signal("lM"), choice)).toMatchObject({ kind: "missing", needs: ["masked"] });
  });
});
