/** The list of a run lays out only what is in view, and its figures say what is missing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OpenedLog, RolloutLine } from "../../log/worker/api.ts";
import { listWindow, rowTarget } from "./list-window.ts";
import { runFigures } from "./run-figures.ts";
import { stepsOfPrompt } from "./StepsOfPrompt.tsx";

describe("the list", () => {
  test("lays out all rows in view, and few others, wherever it is scrolled", () => {
    fc.assert(
      fc.property(
        fc.nat(600_000),
        fc.integer({ min: 1, max: 2000 }),
        fc.nat(10_000),
        (scrolled, height, rows) => {
          const { from, to } = listWindow(scrolled, height, 60, rows);
          for (let row = Math.floor(scrolled / 60); row * 60 < scrolled + height && row < rows; row++)
            expect(row >= from && row < to).toBe(true);
          expect(to - from).toBeLessThanOrEqual(height / 60 + 18);
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(rows);
        },
      ),
    );
  });

  test.each([
    ["ArrowDown", null, 0],
    ["ArrowDown", 3, 4],
    ["ArrowDown", 99, 99],
    ["ArrowUp", 0, 0],
    ["PageDown", 3, 12],
    ["PageUp", 3, 0],
    ["Home", 50, 0],
    ["End", null, 99],
    ["a", 3, null],
    ["constructor", 3, null],
  ])("%s at %s", (key, current, target) => expect(rowTarget(key, current, 10, 100)).toBe(target));
});

const line = (step: number | null, prompt: number, more: Partial<RolloutLine> = {}): RolloutLine => ({
  ...{ step, prompt, reward: 1, advantage: null, length: 5, divergence: null, head: "A fox", ...more },
});

const log = (rollouts: readonly RolloutLine[], more: Partial<OpenedLog> = {}): OpenedLog => ({
  title: "run",
  report: { read: "", present: [], lacks: [], conventions: [], otherFields: [] },
  rollouts,
  prompts: [{ head: "What?" }],
  numbers: [],
  unread: [],
  lengthUnit: "characters",
  anew: null,
  ...more,
});

describe("figures", () => {
  test("a quantity that the log lacks has no chart and says why; others have a point per step", () => {
    const lacks = [{ quantity: "teacher", words: "", present: 0, reason: "verl writes one score." }] as const;
    const report = { read: "", present: [], conventions: [], otherFields: [], lacks };
    const figures = runFigures(log([line(1, 0), line(2, 0, { reward: 0 })], { report }), null);
    expect(figures.map(({ id, chart }) => [id, chart?.series[0]?.points.length ?? 0])).toEqual([
      ["reward", 2],
      ["length", 2],
      ["divergence", 0],
    ]);
    expect(figures[2]?.note).toContain("verl writes one score.");
    expect(figures[1]?.note).toContain("In characters");
    expect(figures[0]?.steps.get("2-2")).toEqual([2, 2]);
  });

  test("a further number, whose gaps count as missing; and a log without steps", () => {
    const numbers = [{ name: "opd_weight", values: Float64Array.of(2, Number.NaN) }];
    const [, , further] = runFigures(log([line(1, 0), line(1, 0)], { numbers }), "opd_weight");
    expect(further?.chart?.series[0]?.points).toMatchObject([{ x: 1, y: 2 }]);
    const [reward] = runFigures(log([line(null, 0)]), null);
    expect(reward).toMatchObject({ chart: null, note: "The log does not tell the steps of its rollouts." });
  });
});

test("what was scored anew has curves of its own, which say that ids were rebuilt", () => {
  const scored = {
    ...{ ids: [1], texts: ["a"], student: [-1], teacher: [-3], divergence: [0.5], isBound: true },
  };
  const scores = new Map([[1, scored]]);
  const told = { leftOut: new Map(), secondsEach: null, running: null };
  const anew = { model: "Stub", weights: "0", scores, ...told };
  const figures = runFigures(log([line(1, 0), line(2, 0)]), null, anew);
  const [divergence, ratio] = ["anew-divergence", "anew-log-ratio"].map((id) =>
    figures.find((each) => each.id === id),
  );
  expect(divergence?.chart?.series[0]?.points).toMatchObject([{ x: 2, y: 0.5 }]);
  expect(divergence?.chart?.down.title).toContain("lower bounds");
  expect(ratio?.chart?.series[0]?.points).toMatchObject([{ x: 2, y: 2 }]);
  for (const figure of [divergence, ratio]) expect(figure?.note).toContain("Ids rebuilt from text");
});

test("a prompt through training: its steps in order, of many the first, the last and some between", () => {
  const rollouts = Array.from({ length: 60 }, (_, i) => line(59 - Math.floor(i / 2), i % 2));
  const steps = stepsOfPrompt({ rollouts: [...rollouts, line(null, 0)] }, 0);
  expect(steps).toHaveLength(12);
  expect([steps[0]?.step, steps.at(-1)?.step]).toEqual([30, 59]);
  expect(steps[0]?.rollouts).toEqual([58]);
});
