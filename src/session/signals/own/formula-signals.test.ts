/** Formulas over a session's numbers: each start has the numbers of its built-in signal, and missing numbers have a reason. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { seeded } from "../../../base/random.ts";
import type { Column } from "../../../evidence/column.ts";
import {
  ATTENTION,
  PAIR_COLUMNS,
  type PairSignals,
  type Replay,
  type Side,
} from "../../../evidence/replay.ts";
import { STARTS } from "../../../formula/catalog/starts.ts";
import { gates } from "../../../gate/catalog.ts";
import { type GateResult, membersOf } from "../../../gate/group.ts";
import { k2, k3, surrogate } from "../../../math/loss/estimators.ts";
import type { Experiment } from "../../document/document.ts";
import { openSessionText } from "../../document/open.ts";
import { SIGNALS, signalOf } from "../catalog.ts";
import { TEACHER } from "../choice.ts";
import { experiment, type Reader, replay, side } from "../hand-made.testing.ts";
import { type Against, type SignalReading, unitOf } from "../signal.ts";
import { formulaSignals, NOT_RUN, stepsAt, sumsOf } from "./formula-signals.ts";
import { NOT_ATTENDED, NOT_SUMMED } from "./measured.ts";

const all = { has: () => true } as unknown as ReadonlySet<string>;

function signal(text: string, run: ReadonlySet<string> = all) {
  const [made] = formulaSignals([{ name: "mine", text }], run);
  if (made === undefined) throw new Error("One formula makes one signal.");
  return made;
}

const random = seeded(16);
const between = (least: number, most: number) => least + (most - least) * random.next();
const list = (length: number, value: (t: number) => number) => Array.from({ length }, (_, t) => value(t));

/** A side with random numbers, some of which tie. */
function reader(role: Side["role"], length: number): Side {
  const logProbs = list(length, () => Math.round(between(-40, 0)) / 10);
  const made = side(
    role,
    logProbs,
    list(length, () => between(0, 4)),
  );
  return { ...made, rank: list(length, () => 1 + Math.floor(between(0, 9))) };
}

/** Columns that agree with the sides where they follow from them; the others are any numbers of their range. */
function pairOf(student: Side, other: Side): PairSignals {
  const gaps = student.logProb.map((nats, t) => nats - (other.logProb[t] ?? Number.NaN));
  const ranks = (of: Side) => of.rank as readonly number[];
  const column = (value: (t: number) => number) => gaps.map((_, t) => value(t));
  return {
    ...Object.fromEntries(PAIR_COLUMNS.map((name) => [name, column(() => between(0, 1))])),
    sameTop: column(() => Number(between(0, 1) < 0.5)),
    reverseKl: column(() => between(-1e-9, 3)),
    logRatio: gaps,
    rankShift: column((t) => (ranks(student)[t] ?? 0) - (ranks(other)[t] ?? 0)),
    k2: gaps.map(k2),
    k3: gaps.map(k3),
    surrogate: gaps.map((gap, t) => surrogate(gap, student.logProb[t] ?? 0)),
  };
}

function answered(length: number): Replay {
  const student = reader("student", length);
  const others = [
    ...(["teacher", "positive", "negative", "degraded", "masked"] as const).map((role) => ({
      role,
      name: "",
    })),
    { role: "control" as const, name: "erased:1" },
  ].map(({ role, name }): Reader => {
    const other = reader(role, length);
    return {
      side: other,
      name,
      divergence: list(length, () => between(0, 0.7)),
      pair: pairOf(student, other),
    };
  });
  return replay(student, others);
}

function judged(): Experiment {
  const replays = [7, 1, 12, 5].map(answered);
  const verdicts = [true, false, false, true];
  const results = gates.flatMap((gate): readonly GateResult[] => {
    const made = gate.computeWeights(membersOf(replays, verdicts), gate.start);
    if (!made.ok) throw new Error(made.fault.message);
    return [{ gate: gate.id, settings: gate.start, weights: made.value, numbers: "cpu", deviation: null }];
  });
  return { ...experiment(replays, results), verdicts };
}

const GROUP = judged();

function numbersOf(reading: SignalReading): readonly (number | null)[] {
  if (reading.kind === "missing") throw new Error(reading.reason);
  return reading.values;
}

describe("every start", () => {
  test("there is one for every signal that is a closed expression", () => {
    const written = STARTS.map(({ signal: id }) => id);
    expect(new Set(written).size).toBe(written.length);
    expect([...written].sort()).toEqual(SIGNALS.map(({ id }) => id).sort());
  });

  test.each(STARTS.map(({ signal: id, text }) => [id, text] as const))(
    "%s has the numbers of the built-in",
    (id, text) => {
      for (const sibling of GROUP.rollouts.keys()) {
        const answer = { experiment: GROUP, sibling };
        const built = numbersOf(signalOf(id).read(answer, TEACHER));
        const own = numbersOf(signal(text).read(answer, TEACHER));
        expect(own).toHaveLength(built.length);
        for (const [t, value] of built.entries()) expect(own[t]).toBeCloseTo(value ?? Number.NaN, 9);
      }
    },
  );

  test("colours and unit are those of the built-in, as far as a formula says them", () => {
    for (const { signal: id, text } of STARTS) {
      const kind = signalOf(id).scale(GROUP.replays[0]?.divergence as never).kind;
      if (kind !== "categorical") expect([id, signal(text).scale(null as never).kind]).toEqual([id, kind]);
    }
    expect(signal("lS - lT").unit).toBe("nats");
    expect(signal("TV(p, q)").unit).toBe("probability");
  });
});

describe("in a recorded session", () => {
  const text = readFileSync(
    new URL("../../../../public/sessions/identification-5.json", import.meta.url),
    "utf8",
  );
  const opened = openSessionText(text);
  if (!opened.ok) throw new Error(opened.fault.message);
  const [recorded] = opened.value.experiments as readonly [Experiment];
  const answer = { experiment: recorded, sibling: 0 };
  const read = (formula: string, against: Against = TEACHER) => signal(formula).read(answer, against);

  test("a formula needs no model", () => {
    const built = numbersOf(signalOf("logRatio").read(answer, TEACHER));
    const own = numbersOf(read("lS - lQ"));
    // The session stores six decimals of each number, and the formula's difference is of two of them.
    for (const [t, value] of built.entries())
      expect(Math.abs((own[t] ?? Number.NaN) - (value ?? Number.NaN))).toBeLessThan(1.6e-5);
  });

  test("sides are found by role, by view and by the start of a view’s name", () => {
    const blank = numbersOf(read("H(q)", { role: "control", name: "blank" }));
    expect(numbersOf(read('H(r("blank"))'))).toEqual(blank);
    expect(numbersOf(read("H(r(blank))"))).toEqual(blank);
    expect(numbersOf(read('l(r("random-crop:1"))'))).toEqual(numbersOf(read('l(r("random-crop"))')));
    expect(signal("H(q)").compares).toBe(true);
    expect(signal("H(r(blank))").compares).toBe(false);
  });

  test("what is missing is named, with the view that is needed", () => {
    expect(read("l+ - l-")).toEqual({
      kind: "missing",
      reason: "Needs the positive view.",
      needs: ["positive"],
    });
    expect(read("H(r(grey))")).toMatchObject({ reason: "Needs the grey view.", needs: [] });
    expect(read("JSD(q, p, 0.1)")).toMatchObject({ reason: expect.stringContaining("the weight 0.5") });
    expect(read("mean_g(mean_t(lS))").kind).toBe("values");
    const unjudged = { ...recorded, verdicts: [null] };
    expect(signal("correct").read({ experiment: unjudged, sibling: 0 }, TEACHER)).toMatchObject({
      reason: expect.stringContaining("verdict"),
    });
    const unread = { ...recorded, replays: [null] };
    expect(signal("lS").read({ experiment: unread, sibling: 0 }, TEACHER).kind).toBe("missing");
  });

  test("a column that an engine could not provide is missing with its reason", () => {
    const missing: Column<number> = { missing: "The server lists 20 tokens." };
    const replays = recorded.replays.map(
      (each) => each && { ...each, sides: each.sides.map((one) => ({ ...one, entropy: missing })) },
    );
    const reading = signal("H(p)").read(
      { experiment: { ...recorded, replays } as Experiment, sibling: 0 },
      TEACHER,
    );
    expect(reading).toMatchObject({ kind: "missing", reason: missing.missing });
  });

  test("a sum over the vocabulary is read where it was computed, and else says that it was not", () => {
    expect(read("sum_v(p * log q)")).toMatchObject({ reason: NOT_SUMMED });
    const text = "sum_v((p * log(q)))";
    const replays = recorded.replays.map(
      (each) =>
        each && {
          ...each,
          sums: each.contrast.others.map((_, at) => ({
            [text]: each.sides[0]?.logProb.map((__, t) => at + t) ?? [],
          })),
        },
    );
    const summed = { ...recorded, replays } as Experiment;
    const found = signal("2 * sum_v(p * log q)").read({ experiment: summed, sibling: 0 }, TEACHER);
    expect(numbersOf(found).slice(0, 3)).toEqual([0, 2, 4]);
    expect(sumsOf([{ name: "a", text: "sum_v(p * log q) + lS" }], all)).toEqual([text]);
    expect(sumsOf([{ name: "a", text: "sum_v(p)" }], new Set())).toEqual([]);
  });

  test("attention is read where it was measured, and else says that it was not", () => {
    expect(read("attention - mean_t(attention)")).toMatchObject({ reason: NOT_ATTENDED });
    expect(sumsOf([{ name: "a", text: "attention * lS" }], all)).toEqual([ATTENTION]);
    const attending = (column: (tokens: number) => Column<number>) => {
      const replays = recorded.replays.map(
        (each) =>
          each && {
            ...each,
            sums: each.contrast.others.map(() => ({
              [ATTENTION]: column(each.sides[0]?.logProb.length ?? 0),
            })),
          },
      );
      return signal("2 * attention").read({ experiment: { ...recorded, replays }, sibling: 0 }, TEACHER);
    };
    const shares = attending((tokens) => Array.from({ length: tokens }, (_, t) => t / 10));
    expect(numbersOf(shares).slice(0, 3)).toEqual([0, 0.2, 0.4]);
    const missing = "This model provides no attention.";
    expect(attending(() => ({ missing }))).toMatchObject({ reason: missing });
  });

  test("a sum over listed tokens needs no rows: those that both sides list, and of the student alone its list", () => {
    const [student, teacher] = recorded.replays[0]?.sides ?? [];
    const both = student?.alternatives.map((row, t) =>
      row.flatMap(({ token, logProb }) => {
        const other = teacher?.alternatives[t]?.find((each) => each.token === token);
        return other === undefined ? [] : [Math.exp(logProb) * (logProb - other.logProb)];
      }),
    );
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const found = numbersOf(read("sum_top(p * (log p - log q))"));
    expect(found).toHaveLength(both?.length ?? Number.NaN);
    for (const [t, terms] of (both ?? []).entries()) expect(found[t]).toBeCloseTo(sum(terms), 12);
    const alone = numbersOf(read("sum_top(p)"));
    for (const [t, row] of (student?.alternatives ?? []).entries())
      expect(alone[t]).toBeCloseTo(sum(row.map(({ logProb }) => Math.exp(logProb))), 12);
    expect(read("max_t(sum_top(r(grey)))")).toMatchObject({ reason: "Needs the grey view." });
  });

  test("the page’s divergence has its unit, and says where it is a lower bound only", () => {
    const own = signal("2 * D(q)");
    const { divergence } = recorded.replays[0] as Replay;
    expect(unitOf(own, { ...divergence, kind: "totalVariation" })).toBe("share of mass");
    expect(unitOf(own, divergence)).toBe("nats");
    const upper = { missing: "There is none." };
    const bounds = ({ contrast }: Replay) => contrast.others.map(() => ({ listed: 5, upper }));
    const replays = recorded.replays.map((each) => each && { ...each, bounds: bounds(each) });
    const bounded = own.read({ experiment: { ...recorded, replays } as Experiment, sibling: 0 }, TEACHER);
    expect(bounded).toMatchObject({ remarks: [expect.stringContaining("lower bound")] });
    expect(own.read(answer, TEACHER)).toMatchObject({ remarks: [] });
  });

  test("undefined tokens are counted", () => {
    const reading = read("log(lS)");
    expect(reading.kind === "values" && reading.remarks[0]).toMatch(/undefined at \d+ of \d+ tokens/);
  });

  test("a formula that came from elsewhere has no values until it is run, and one that cannot be read says why", () => {
    expect(signal("lS", new Set()).read(answer, TEACHER)).toMatchObject({ kind: "missing", reason: NOT_RUN });
    expect(signal("lS", new Set(["lS"])).read(answer, TEACHER).kind).toBe("values");
    expect(read("lS +")).toMatchObject({
      reason: expect.stringContaining("cannot be read: Expected a number"),
    });
  });

  test("a number is checked part by part", () => {
    const steps = stepsAt("gap = lS - lT\nrelu(gap)", answer, TEACHER, 0);
    expect(steps?.map(({ text: part }) => part)).toEqual(["lS", "lT", "lS - lT", "relu(gap)"]);
    expect(stepsAt("l+", answer, TEACHER, 0)).toBeNull();
    expect(stepsAt("lS +", answer, TEACHER, 0)).toBeNull();
  });
});
