/** Figures over the steps, and selections. */
import { describe, expect, test } from "vitest";
import { tokenLine } from "../export/token-lines.ts";
import { rolloutsOf } from "../formats/catalog.ts";
import { type LoggedRollout, sampledReverseKl } from "../rollout.ts";
import { anewFigures, leftToScore, type ScoredAnew, spread } from "./anew.ts";
import { anewIn, mostScored } from "./anew-lines.ts";
import type { LogEntry } from "./run-log.ts";
import { EVERY_ROLLOUT, type LogFilter, selectRollouts } from "./select.ts";
import { stepFigure } from "./step-figure.ts";

function readAll(records: readonly object[]): readonly LoggedRollout[] {
  return records.flatMap((record) => {
    const read = rolloutsOf(record as Record<string, unknown>, { path: "1.jsonl", place: "1.jsonl, line 1" });
    return "reason" in read ? [] : read;
  });
}

describe("a number over the steps", () => {
  test("means, with the interval of the prompts' means", () => {
    const at = (step: number, prompt: number, value: number | null) => ({ step, prompt, value });
    const points = stepFigure([
      ...[at(2, 0, 1), at(2, 0, 0), at(2, 1, 1), at(2, 1, 1), at(2, 2, null)],
      ...[at(1, 0, 3), at(1, 0, Infinity)],
      { step: null, prompt: 0, value: 9 },
    ]);
    // Means of the prompts 0.5 and 1: standard deviation 0.25 √2, of their mean 0.25.
    const reach = 1.96 * 0.25;
    expect(points).toEqual([
      { from: 1, to: 1, mean: 3, low: null, high: null, rollouts: 1 },
      { from: 2, to: 2, mean: 0.75, low: 0.75 - reach, high: 0.75 + reach, rollouts: 4 },
    ]);
  });

  test("many steps share points, in order and without a gap", () => {
    const steps = Array.from({ length: 1000 }, (_, step) => ({ step, prompt: 0, value: step }));
    const points = stepFigure(steps);
    expect(points.length).toBeLessThanOrEqual(60);
    expect(points.reduce((sum, { rollouts }) => sum + rollouts, 0)).toBe(1000);
    for (const [i, { from }] of points.slice(1).entries()) expect(from).toBe((points[i]?.to ?? 0) + 1);
    expect(stepFigure([])).toEqual([]);
    // More rollouts of a step than a function takes arguments.
    const same = Array.from({ length: 150_000 }, () => ({ step: 5, prompt: 0, value: 1 }));
    expect(stepFigure(same)).toMatchObject([{ from: 5, to: 5, mean: 1, rollouts: 150_000 }]);
  });
});

describe("answers scored anew", () => {
  const scored = (student: number, divergence: readonly (number | null)[]): ScoredAnew => ({
    ...{ ids: [1, 2], texts: ["a", "b"], student: [student, student], teacher: [-2, -1], divergence },
    isBound: false,
  });
  const by = (said: ScoredAnew) => ({ model: "Stub", weights: "0", scored: said });
  const rollouts = [1, 1, 2, 2, 2].map((step, prompt) => ({ step, prompt }));

  test("both means over the steps; a token without a divergence does not count", () => {
    const scores = new Map([
      [0, scored(-1, [0.2, 0.4])],
      [1, scored(-3, [0.1, null])],
      [4, scored(-1.5, [null, null])],
    ]);
    const { divergence, logRatio } = anewFigures(rollouts, scores);
    expect(divergence).toMatchObject([{ from: 1, mean: expect.closeTo(0.2, 12), rollouts: 2 }]);
    expect(logRatio).toMatchObject([
      { from: 1, mean: expect.closeTo(-0.5, 12), rollouts: 2 },
      { from: 2, mean: 0, rollouts: 1 },
    ]);
  });

  test("some of many, in the order of the steps and from all over the run", () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ step: 99 - i, prompt: 0 }));
    const all = many.map((_, index) => index);
    expect(spread(many, all, 4)).toEqual([99, 74, 49, 24]);
    expect(spread(many, [3, 1, 2], 9)).toEqual([3, 2, 1]);
  });

  test("lines keep the log's own tokens, and say by which model and that ids were rebuilt", () => {
    const [logged] = readAll([{ step: 1, input: "user\nWhat?\nassistant\n", output: "ab", score: 1 }]);
    if (logged === undefined) throw new Error("no rollout");
    const record = JSON.parse(tokenLine(logged, null, by(scored(-1, [0.2, null]))));
    expect(record).toMatchObject({
      tokens: ["a", "b"],
      ids: [1, 2],
      metrics: { anew_student_logprob: [-1, -1], anew_teacher_logprob: [-2, -1], anew_jsd: [0.2, null] },
      fields: { anew_model: "Stub", anew_mean_jsd: 0.2, anew_mean_log_ratio: 0.5 },
    });
    expect(record.fields.anew_note).toMatch(/^Ids rebuilt from text/);
    const [again] = readAll([record]);
    if (again === undefined) throw new Error("no rollout");
    expect(sampledReverseKl(again)).toBeNull();
    const own = { ids: [7], texts: null, columns: { student_logprob: [-0.5] } };
    const kept = JSON.parse(tokenLine({ ...logged, tokens: own }, null, by(scored(-1, [0.2, 0.2]))));
    expect(kept).toMatchObject({ ids: [7], metrics: { student_logprob: [-0.5] } });
    // Another model's tokens are not taken for the log's own.
    const other = tokenLine(again, null, { ...by(scored(-4, [0.1, 0.1])), model: "Other", weights: "1" });
    const [second] = readAll([JSON.parse(other)]);
    expect(second?.tokens?.columns).toMatchObject({ anew_student_logprob: [-4, -4] });
  });

  test.each([
    ["where the log has no tokens", null],
    ["where it has its own", { ids: [7], texts: null, columns: { student_logprob: [-0.5] } }],
  ])("what was written is read again, %s", (_, tokens) => {
    const [logged] = readAll([{ step: 1, input: "user\nWhat?\nassistant\n", output: "ab", score: 1 }]);
    if (logged === undefined) throw new Error("no rollout");
    const said = { ...scored(Number.NEGATIVE_INFINITY, [0.2, null]), isBound: true };
    const line = tokenLine({ ...logged, tokens }, null, by(said));
    const [again] = readAll([JSON.parse(line)]);
    if (again === undefined) throw new Error("no rollout");
    expect(anewIn(again)).toEqual(by(said));
    expect(anewIn(logged)).toBeNull();
    expect(
      anewIn({ ...again, tokens: null, fields: { ...again.fields, anew_tokens: { ids: [1] } } }),
    ).toBeNull();
    const others = [null, { ...by(said), weights: "1" }, by(said)].map((anew) => ({ anew }));
    expect(mostScored([...others, { anew: by(said) }])).toEqual({
      ...{ model: "Stub", weights: "0" },
      scores: new Map([
        [2, said],
        [3, said],
      ]),
    });
    expect(mostScored([{ anew: null }])).toBeNull();
  });

  test("what is left: neither scored nor left out; at the end those that were left out, once more", () => {
    const [scores, leftOut] = [new Map([[1, 0]]), new Map([[2, 0]])];
    expect(leftToScore([1, 2, 3], scores, leftOut)).toEqual([3]);
    expect(leftToScore([1, 2], scores, leftOut)).toEqual([2]);
    expect(leftToScore([1], scores, leftOut)).toEqual([]);
  });
});

describe("a selection", () => {
  const entry = (
    step: number | null,
    reward: number | null,
    response: string | null,
    prompt = 0,
  ): LogEntry => ({
    ...{
      place: "a.jsonl, line 1",
      format: "verl",
      step,
      prompt,
      response,
      reward,
      advantage: null,
      tokens: null,
    },
    ...{
      divergence: reward,
      numbers: new Map(),
      anew: null,
      source: { kind: "held", record: {} },
      path: "",
      at: 0,
    },
  });
  const entries = [
    entry(1, 0, "A red FOX"),
    entry(1, 1, "A cup", 1),
    entry(2, null, "A fox again and again"),
    entry(null, -1, null),
    entry(3, 1, "A red cup"),
  ];
  const prompts = [
    { text: "What is red?", tokens: null, images: [] },
    { text: "Where?", tokens: null, images: [] },
  ];
  const select = (filter: Partial<LogFilter>) =>
    selectRollouts(entries, prompts, { ...EVERY_ROLLOUT, ...filter });

  test.each([
    [{}, [0, 1, 2, 3, 4]],
    [{ words: "fox  RED" }, [0, 2]],
    [{ words: "where" }, [1]],
    [{ steps: [2, 3] as const }, [2, 4]],
    [{ rewarded: "rewarded" as const }, [1, 4]],
    [{ rewarded: "unrewarded" as const }, [0, 3]],
    [{ rewarded: "unknown" as const }, [2]],
    [{ prompt: 1 }, [1]],
    [{ order: "lowestReward" as const }, [3, 0, 1, 4, 2]],
    [{ order: "highestReward" as const }, [1, 4, 0, 3, 2]],
    [{ order: "longest" as const }, [2, 0, 4, 1, 3]],
    [{ order: "farthest" as const, steps: [1, 3] as const }, [1, 4, 0, 2]],
  ])("%j", (filter, indices) => expect(select(filter)).toEqual(indices));
});
