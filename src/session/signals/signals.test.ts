/** Signals from hand-made numbers, and the reasons given where they are missing. */
import { describe, expect, test } from "vitest";
import type { Replay } from "../../evidence/replay.ts";
import { gateOf } from "../../gate/catalog.ts";
import type { AnyGate } from "../../gate/gate.ts";
import type { GateResult } from "../../gate/group.ts";
import { membersOf } from "../../gate/group.ts";
import { vZero } from "../../gate/v-zero.ts";
import golden from "../../math/golden.json" with { type: "json" };
import type { Experiment } from "../document/document.ts";
import { SIGNALS, signalOf } from "./catalog.ts";
import { TEACHER } from "./choice.ts";
import { relativeWeights } from "./gated.ts";
import { experiment, type Reader, replay, side } from "./hand-made.testing.ts";
import type { Against } from "./signal.ts";

function read(id: string, given: Experiment, against: Against = TEACHER, sibling = 0) {
  return signalOf(id).read({ experiment: given, sibling }, against);
}

function known(id: string, given: Experiment, against: Against = TEACHER, sibling = 0) {
  const reading = read(id, given, against, sibling);
  if (reading.kind === "missing") throw new Error(reading.reason);
  return reading.values;
}

function expectClose(actual: readonly (number | null)[], wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length);
  for (const [t, value] of wanted.entries()) expect(actual[t]).toBeCloseTo(value, 7);
}

describe("between the student and another side", () => {
  const teacher: Reader = {
    side: side("teacher", [-3, -0.25], [0.5, 0.75]),
    name: "crop",
    divergence: [0.6, null],
    pair: { reverseKl: [2, -1e-12], logRatio: [2, Infinity], rankShift: [-1, 0], sameTop: [0, 1] },
  };
  const blank: Reader = { side: side("control", [-9, -9]), name: "blank", divergence: [0.1, 0.2] };
  const random: Reader = { side: side("control", [-9, -9]), name: "random-crop", divergence: [0.3, 0.4] };
  const given = experiment([replay(side("student", [-1, -0.5], [1.5, 0.25]), [teacher, blank, random])]);

  test("a column that an engine could not provide is missing with its reason", () => {
    const missing = { missing: "The server lists 20 tokens." };
    const lists = { ...teacher, side: { ...teacher.side, entropy: missing }, pair: { reverseKl: missing } };
    const listed = replay(side("student", [-1, -0.5]), [lists]);
    const without = experiment([{ ...listed, divergences: [missing] }]);
    for (const id of ["divergence", "reverseKl", "entropyDifference"])
      expect(read(id, without)).toEqual({ kind: "missing", reason: missing.missing, needs: [] });
    expect(known("logRatio", without)).toEqual([0, 0]);
  });

  test("every signal reads its own column; rounding below 0 is 0", () => {
    expect(known("divergence", given)).toEqual([0.6, null]);
    expect(known("reverseKl", given)).toEqual([2, 0]);
    expect(known("logRatio", given)).toEqual([2, Infinity]);
    expect(known("rankShift", given)).toEqual([-1, 0]);
    expect(known("sameTop", given)).toEqual([0, 1]);
    expect(known("entropyDifference", given)).toEqual([1, -0.5]);
  });

  test("the side is found by role and name, else by role", () => {
    expect(known("divergence", given, { role: "control", name: "random-crop" })).toEqual([0.3, 0.4]);
    expect(known("divergence", given, { role: "control", name: "grey" })).toEqual([0.1, 0.2]);
    const reading = read("divergence", given, { role: "negative", name: "" });
    expect(reading).toEqual({ kind: "missing", reason: "Needs the negative view.", needs: ["negative"] });
  });

  test("without a replay every signal is unknown", () => {
    for (const { id } of SIGNALS) expect(read(id, experiment([null])).kind).toBe("missing");
  });
});

describe("what the evidence adds", () => {
  test("visual advantage keeps the positive part (VA-OPD, worked tokens)", () => {
    const { clear, degraded } = {
      clear: [-0.1, -2, -0.5, -1, -0.3, -0.7],
      degraded: [-0.2, -3.5, -0.4, -1, -1.3, -0.6],
    };
    const sides = [{ side: side("teacher", clear) }, { side: side("degraded", degraded) }];
    const given = experiment([replay(side("student", clear), sides)]);
    expectClose(known("visualAdvantage", given), [0.1, 1.5, 0, 0, 1, 0]);
  });

  test("the evidence gap keeps its sign, and a token without probability counts as 20 nats", () => {
    const sides = [
      { side: side("positive", [-1, -2, -1]) },
      { side: side("negative", [-1.8, -1.8, -Infinity]) },
    ];
    const given = experiment([replay(side("student", [-1, -1, -1]), sides)]);
    const reading = read("evidenceGap", given);
    expectClose(known("evidenceGap", given), [0.8, -0.2, 20]);
    expect(reading.kind === "values" && reading.remarks).toHaveLength(1);
  });

  test("the reward is the teacher's minus the student's", () => {
    const given = experiment([replay(side("student", [-1, -0.5]), [{ side: side("teacher", [-0.25, -2]) }])]);
    expectClose(known("reward", given), [0.75, -1.5]);
  });

  test("a missing view is named", () => {
    const given = experiment([replay(side("student", [-1]), [{ side: side("teacher", [-1]) }])]);
    expect(read("visualAdvantage", given)).toMatchObject({
      reason: "Needs the degraded view.",
      needs: ["degraded"],
    });
    expect(read("evidenceGap", given)).toMatchObject({
      reason: "Needs the positive and the negative views.",
      needs: ["positive", "negative"],
    });
    expect(read("loss:va-opd", given)).toMatchObject({ needs: ["degraded"] });
  });
});

function weighedBy(
  id: GateResult["gate"],
  replays: readonly Replay[],
  verdicts: readonly (boolean | null)[],
) {
  const gate = gateOf(id) as AnyGate;
  const outcome = gate.computeWeights(membersOf(replays, verdicts), gate.start);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return {
    gate: id,
    settings: gate.start,
    weights: outcome.value,
    numbers: "cpu",
    deviation: null,
  } as GateResult;
}

describe("signals of newer work", () => {
  const student = side("student", [-2, -0.1, -0.2, -0.3, -0.4]);
  const teacher: Reader = {
    side: side("teacher", [-1, -1, -1, -1, -1]),
    divergence: [3, 0.25, 0.25, 0.25, 0.25],
    pair: {
      forwardKl: [4, 2, 0, 1, Infinity],
      teacherMass: [0.5, 1, 1, 0.25, 0.5],
      logRatio: [-1, 0.9, 0.8, 0, 0.6],
      k3: [0.7, 0.3, 0.25, 0, 0.15],
    },
  };
  const masked: Reader = {
    side: side("masked", [-3, -3, -3, -3, -3]),
    pair: { reverseKl: [1, -1e-9, 2, 0, 3] },
  };
  const erased: Reader = {
    side: side("control", [-3, -3, -3, -3, -3]),
    name: "erased",
    pair: { logRatio: [1, 3, 2, 2, 2] },
  };
  const given = experiment([replay(student, [teacher, masked, erased])]);

  test("visual dependence, compatibility, teachability", () => {
    expect(known("visualDependence", given)).toEqual([1, 0, 2, 0, 3]);
    expect(known("compatibility", given)).toEqual([0.5, 1, 1, 0.25, 0.5]);
    // KL over its largest finite value, times mass over its largest.
    expectClose(known("teachability", given), [0.5, 0.5, 0, 0.0625, 0.5]);
  });

  test("the change that the evidence makes is centred on the answer", () => {
    expectClose(known("centredChange", given), [-1, 1, 0, 0, 0]);
  });

  test("the loss on unlikely tokens is a share, and a remark says how much of it they carry", () => {
    const reading = read("lowProbabilityLoss", given);
    expect(reading).toMatchObject({ kind: "values", values: [0.75, 0, 0, 0, 0] });
    expect(reading.kind === "values" && reading.remarks[0]).toContain("carry 75 % of the loss");
  });

  test("the sign gate needs a verdict; tokens that both sides find equally likely agree with any", () => {
    expect(read("signGate", given)).toMatchObject({
      kind: "missing",
      reason: expect.stringContaining("verdict"),
    });
    expect(known("signGate", { ...given, verdicts: [true] })).toEqual([1, 0, 0, 1, 0]);
    expect(known("signGate", { ...given, verdicts: [false] })).toEqual([0, 1, 1, 1, 1]);
  });

  test("a signal that needs another view names it, so that it can be added", () => {
    const bare = experiment([replay(student, [teacher])]);
    expect(read("visualDependence", bare)).toMatchObject({ kind: "missing", needs: ["masked"] });
    expect(read("centredChange", bare)).toMatchObject({ kind: "missing", needs: ["erased"] });
  });

  test("the estimates of the reverse KL are those that were measured", () => {
    expect(known("k3", given)).toEqual([0.7, 0.3, 0.25, 0, 0.15]);
  });
});

describe("how training would treat a token", () => {
  const { gaps, weights } = golden.vZero;
  const losses = gaps.map((row) => row.map((_, t) => 0.5 + t));
  const replays = gaps.map((row, g) =>
    replay(
      side(
        "student",
        row.map(() => -1),
      ),
      [
        {
          side: side(
            "positive",
            row.map((gap) => gap - 10),
          ),
          pair: { reverseKl: losses[g] ?? [] },
        },
        {
          side: side(
            "negative",
            row.map(() => -10),
          ),
        },
      ],
    ),
  );

  test("V-Zero: every token has its answer's weight, and the mean of gated losses is the objective (eq. 22)", () => {
    const given = experiment(replays, [weighedBy("v-zero", replays, [])]);
    for (const [g, weight] of weights.entries())
      expectClose(
        known("weight:v-zero", given, TEACHER, g),
        (gaps[g] ?? []).map(() => weight),
      );
    const seen = gaps.map((_, g) => known("loss:v-zero", given, TEACHER, g));
    const mean = (row: readonly (number | null)[]) =>
      row.reduce<number>((sum, x) => sum + (x ?? 0), 0) / row.length;
    const objective = mean(weights.map((weight, g) => weight * mean(losses[g] ?? [])));
    expect(mean(seen.map(mean))).toBeCloseTo(objective, 7);
  });

  test("VA-OPD: a high token weighs four times another, and the worked losses give the worked group loss", () => {
    const clear = [-0.1, -2, -0.5, -1, -0.3, -0.7];
    const reverseKl = [0.02, 0.4, 0.01, 0.03, 0.25, 0.04];
    const one = replay(side("student", clear), [
      { side: side("teacher", clear), pair: { reverseKl } },
      { side: side("degraded", [-0.2, -3.5, -0.4, -1, -1.3, -0.6]) },
    ]);
    const given = experiment([one], [weighedBy("va-opd", [one], [])]);
    expectClose(known("weight:va-opd", given), [0.75, 1.5, 0.75, 0.75, 1.5, 0.75]);
    const seen = known("loss:va-opd", given);
    expect(seen.reduce<number>((sum, x) => sum + (x ?? 0), 0) / 6).toBeCloseTo(0.175, 9);
  });

  test("Uni-OPD: rewards before, and after the shift for the margin", () => {
    const rewards = [[-0.19], [-0.05], [-0.11], [-0.3]];
    const group = rewards.map((row) =>
      replay(
        side(
          "student",
          row.map(() => -1),
        ),
        [
          {
            side: side(
              "teacher",
              row.map((r) => r - 1),
            ),
          },
        ],
      ),
    );
    const given = experiment(group, [weighedBy("uni-opd", group, [true, true, false, false])]);
    expectClose(known("reward", given), [-0.19]);
    expectClose(known("reward:uni-opd", given), [-0.19 + 0.1575]);
    expectClose(known("reward:uni-opd", given, TEACHER, 2), [-0.11 - 0.1575]);
  });

  test("a weight of nothing hides even an infinite loss", () => {
    const perToken = [[0, 0.5]];
    const gate = { gate: "v-zero", settings: vZero.start, numbers: "cpu", deviation: null } as const;
    const reading = { ...gate, weights: { perAnswer: [1], perToken, trail: [], remarks: [] } };
    const sides = [
      { side: side("positive", [-1, -1]), pair: { reverseKl: [Infinity, 2] } },
      { side: side("negative", [-1, -1]) },
    ];
    const given = experiment([replay(side("student", [-1, -1]), sides)], [reading]);
    expect(known("loss:v-zero", given)).toEqual([0, 2]);
    expect(relativeWeights(reading, 0)).toEqual([0, 1]);
  });

  test("a group without weights is reported", () => {
    const reading = read("weight:v-zero", experiment(replays));
    expect(reading).toMatchObject({ kind: "missing", needs: [] });
  });
});
