/** What the language understands, what it refuses and where, and what it computes. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { extent, patience } from "../base/proof.testing.ts";
import { anyFormula, anyGroup, type Group, measuredOf } from "./arbitrary.testing.ts";
import { STARTS } from "./catalog/starts.ts";
import { Evaluation, lackingFor, stepsOf, valuesOf } from "./evaluate.ts";
import { readFormula, withConstant } from "./formula.ts";
import { parse } from "./parse.ts";
import type { Checked } from "./term.ts";
import { type Mathematics, typeset } from "./typeset/mathml.ts";

vi.setConfig({ testTimeout: patience(60_000) });

function read(text: string): Checked {
  const found = readFormula(text);
  if (!found.ok) throw new Error(`${text}: ${found.problem.message}`);
  return found.value;
}

/** The part of the text that is refused, and why. */
function refusal(text: string): readonly [part: string, message: string] {
  const found = readFormula(text);
  if (found.ok) throw new Error(`“${text}” is accepted.`);
  const { place, message } = found.problem;
  return [text.slice(place.from, place.to), message];
}

const GROUP: Group = { student: [[-1, -3], [-2]], teacher: [[-2, -0.5], [-2]], correct: [1, 0] };

function computed(text: string, answer = 0): readonly number[] {
  const evaluation = new Evaluation(measuredOf(GROUP));
  return valuesOf(read(text), evaluation, answer, GROUP.student[answer]?.length ?? 0);
}

/** Both to six digits of their size; an infinity and what is undefined are the same in both. */
function expectSame(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [t, value] of expected.entries()) {
    const digits = 6 - Math.ceil(Math.log10(1 + Math.abs(value)));
    if (Number.isFinite(value)) expect(actual[t]).toBeCloseTo(value, digits);
    else expect(actual[t]).toBe(value);
  }
}

describe("values", () => {
  test.each([
    ["1 + 2 * 3", 7],
    ["-2^2", -4],
    ["2^-1", 0.5],
    ["2^3^2", 512],
    ["8 / 4 / 2", 1],
    ["5 - 3 - 1", 1],
    ["1 + 1 == 2", 1],
    ["exp(0) + log 1", 1],
    ["-log 1 * 2 + 1", 1],
    ["clip(5, 0, 2) + relu(-3)", 2],
    ["if(2 > 1, 10, 20)", 10],
    ["0 * (1 / 0)", 0],
    ["1/0 - 1/0", 0],
    ["finite(-1/0, 20)", -20],
    ["finite(3, 20)", 3],
    ["2 · 3 − 1", 5],
    ["(1 ≤ 1) + (1 ≠ 1)", 1],
    ["alpha = 0.25 in 0..1\n2 * alpha", 0.5],
    ["half = 1 /\n  2 # a remark\nhalf + (1 +\n1)", 2.5],
  ])("%s", (text, value) => {
    expect(computed(text)[0]).toBe(value);
  });

  test("numbers per token, per answer and for the group are put together", () => {
    expect(computed("lS - lT")).toEqual([1, -2.5]);
    expect(computed("lS - mean_t(lS)")).toEqual([1, -1]);
    expect(computed("mean_t(lS) - mean_g(mean_t(lS))")).toEqual([0, 0]);
    expect(computed("max_g(length) - length", 1)).toEqual([1]);
    expect(computed("rank_t(lS)")).toEqual([1, 2]);
    expect(computed("quantile_t(0.25, lS)")).toEqual([-2.5, -2.5]);
    expect(computed("correct * rank_g(mean_t(lT))")).toEqual([1, 1]);
    expect(computed("softmax_g(0 * length)")).toEqual([0.5, 0.5]);
  });

  test("a log-probability’s name may end in a sign", () => {
    const both = read("l+ - l-").quantities;
    expect(both).toHaveLength(2);
    expect(read("l+-l-").quantities).toEqual(both);
  });

  test("what is undefined is NaN, never a number", () => {
    for (const text of ["0 / 0", "log(-1)", "sqrt(-1)", "if(0 / 0, 1, 1)", "mean_g(length * (0 / 0))"])
      expect(computed(text)[0]).toBeNaN();
  });

  test("a quantity that was not measured is missing with its reason", () => {
    const found = lackingFor(read("H(p)^2 + rank(q) + position"), measuredOf(GROUP), 0);
    expect(found?.missing).toBe("Not among the numbers of this test.");
    expect(lackingFor(read("lS - lT"), measuredOf(GROUP), 0)).toBeNull();
  });

  test("the parts of a number are listed from the inside, each once, with their names", () => {
    const text = "gap = lS - lT\nrelu(gap) + gap";
    const steps = stepsOf(text, read(text), new Evaluation(measuredOf(GROUP)), 0, 1);
    expect(steps.map(({ text: part, name, value }) => [part, name, value])).toEqual([
      ["lS", null, -3],
      ["lT", null, -0.5],
      ["lS - lT", "gap", -2.5],
      ["relu(gap)", null, 0],
      ["relu(gap) + gap", null, -2.5],
    ]);
  });

  test("random formulas have the values of the plain interpreter", () => {
    fc.assert(
      fc.property(anyFormula, anyGroup, (made, group) => {
        const found = readFormula(made.text);
        // Only the limits of the language may refuse a well-shaped formula.
        if (!found.ok) return expect(found.problem.message).toMatch(/at most/);
        const evaluation = new Evaluation(measuredOf(group));
        const all = (value: (g: number, row: readonly number[]) => readonly number[]) =>
          group.student.map((row, g) => value(g, row));
        const expected = all((g, row) => row.map((_, t) => made.at(group, g, t)));
        expectSame(all((g, row) => valuesOf(found.value, evaluation, g, row.length)).flat(), expected.flat());
      }),
      { numRuns: extent(300, 20_000, "random formulas") },
    );
  });
});

describe("what is refused, where, and what was expected", () => {
  test.each<readonly [string, string, RegExp]>([
    ["1 +", "", /Expected a number, a name or “\(”, but the line ends/],
    ["1 + * 2", "*", /Expected a number/],
    ["(1 + 2", "", /Expected “\)” at the end of the parenthesis/],
    ["relu(1", "", /Expected “\)” after what “relu” is given/],
    ["1 2", "2", /Expected an operator or the end of the line, not “2”/],
    ["1 < 2 < 3", "<", /put the first one in parentheses/],
    ["lS $ 2", "$", /means nothing here/],
    ['r("a', '"', /not closed/],
    ["gap + 1", "gap", /“gap” is not known here/],
    ["ls + 1", "ls", /Did you mean “lS”/],
    ["quantil(1, lS)", "quantil(1, lS)", /Did you mean “quantile_t”/],
    ["p + 1", "p + 1", /one number per vocabulary entry; expected a sum/],
    ["mean_t(p)", "p", /expects one number per token, and this is one number per vocabulary entry/],
    ["sum_v(lS)", "lS", /expects one number per vocabulary entry/],
    ["sum_v(p * lS)", "lS", /expected this outside of the sum/],
    ["sum_v(p * sum_v(q))", "sum_v(q)", /expected this outside of the sum/],
    ["sum_v(q * log r(blank))", "log r(blank)", /one other side/],
    ["sum_v(p, q)", "sum_v(p, q)", /expects one value/],
    ["r + 1", "r", /is a function/],
    ["relu + 1", "relu", /is a function; expected “\(”/],
    ["lS(2)", "lS(2)", /not a function of numbers/],
    ["relu(1, 2)", "relu(1, 2)", /expects 1 value, as in relu\(x\); 2 given/],
    ["KL(p)", "KL(p)", /expects two sides/],
    ["KL(q, r(blank))", "KL(q, r(blank))", /must be the student/],
    ["H(lS)", "lS", /Expected a side/],
    ["D(p)", "D(p)", /other than the student/],
    ["JSD(q, p, lS)", "lS", /Expected a number here/],
    ["mean_t(length)", "length", /expects one number per token, and this is one number per answer/],
    ["mean_g(lS)", "lS", /siblings have different lengths/],
    ["mean_t(mean_t(lS))", "mean_t(lS)", /expects one number per token/],
    ["quantile_t(lS, lS)", "lS", /one number for the whole group as the share/],
    ["relu = 2\nrelu", "relu", /already has a meaning/],
    ["a = 1\na = 2\na", "a", /defined twice/],
    ["1\n2", "1", /Only the last line is the value/],
    ["alpha = 2 in 0..1\nalpha", "2 in 0..1", /bounds of a slider/],
    ["alpha = 2 in 0\nalpha", "\n", /Expected “\.\.”/],
    ["alpha = 2 in 0..3", "alpha", /the last line of a formula is what it computes/],
    ["", "", /Expected a value/],
    ['"teacher"', '"teacher"', /names a side/],
  ])("%s", (text, part, message) => {
    const [refused, why] = refusal(text);
    expect(why).toMatch(message);
    expect(refused).toBe(part);
  });

  test("a formula that is too long, too large or too deep", () => {
    expect(refusal("1".repeat(2001))[1]).toContain("at most 2000 characters");
    expect(refusal(new Array(200).fill("1").join("+"))[1]).toContain("at most 300 parts");
    expect(refusal(`${"(".repeat(70)}1${")".repeat(70)}`)[1]).toContain("at most 64 levels");
  });

  test("too many sums, and one whose definitions double each other", () => {
    const many = Array.from({ length: 9 }, (_, at) => `sum_v(p^${at + 2})`).join(" + ");
    expect(refusal(many)[1]).toContain("at most 8 sums");
    const doubled = Array.from({ length: 30 }, (_, at) => `a${at + 1} = a${at} * a${at}`).join("\n");
    expect(refusal(`a0 = p\n${doubled}\nsum_v(a30)`)[1]).toContain("at most 400 parts");
  });

  test("sums of different units get a remark and are computed all the same", () => {
    expect(read("lS + TV(p, q)").remarks.map(({ message }) => message)).toEqual([
      "This puts together nats and probability.",
    ]);
    expect(read("2 * lS + KL(p, q) / 2 > 0.5").remarks).toEqual([]);
    expect(read("exp(lS) * H(p)").result.unit).toBe("nats");
    expect(read("lS / lT").result.unit).toBe("weight");
    expect(read("rank_t(lS)").result.unit).toBe("count");
  });

  test("what is never below 0 is known", () => {
    for (const text of [
      "relu(lS)",
      "KL(p, q) + H(p)",
      "abs(lS) * 2",
      "a = 1 in 0..2\na * exp(lS)",
      "std_t(lS)",
    ])
      expect(read(text).result.notNegative).toBe(true);
    for (const text of ["lS", "KL(p, q) - 1", "a = 1 in -1..2\na", "min(lS, 1)"])
      expect(read(text).result.notNegative).toBe(false);
  });
});

/** Characters that occur in formulas and some that do not. */
const PIECES = [
  "(",
  ")",
  "-",
  "^",
  "l+",
  "..",
  "=",
  "\n",
  ";",
  ",",
  '"',
  "#",
  "$",
  "if(",
  "mean_g(",
  "9",
  ".",
  "é",
  "𝒑",
  "\u0000",
  "in",
  "__proto__",
  "constructor(",
];

test("hostile texts give a formula or an error with a place, never a throw", () => {
  const bases = STARTS.map(({ text }) => text);
  const edit = fc.tuple(fc.nat(), fc.nat({ max: 9 }), fc.constantFrom(...PIECES));
  const hostile = fc.oneof(
    fc.tuple(fc.constantFrom(...bases), fc.array(edit, { minLength: 1, maxLength: 6 })).map(([base, edits]) =>
      edits.reduce((text, [at, removed, piece]) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + piece + text.slice(from + removed);
      }, base),
    ),
    fc
      .tuple(fc.constantFrom(...PIECES), fc.integer({ min: 1, max: 2500 }))
      .map(([piece, times]) => piece.repeat(times)),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const found = readFormula(text);
      if (found.ok) {
        const evaluation = new Evaluation(measuredOf(GROUP));
        if (lackingFor(found.value, measuredOf(GROUP), 0) === null) valuesOf(found.value, evaluation, 0, 2);
        typeset(found.value);
        return;
      }
      const { place, message } = found.problem;
      const within = 0 <= place.from && place.from <= place.to && place.to <= text.length;
      expect([within, /[.?]$/.test(message)]).toEqual([true, true]);
    }),
    { numRuns: extent(10_000, 100_000, "hostile formulas") },
  );
});

test("a slider writes its value into the text", () => {
  const text = "alpha = 0.5 in -1..1\nalpha * lS";
  const [constant] = read(text).constants;
  if (constant === undefined) throw new Error("The formula has a constant.");
  const moved = withConstant(text, constant, -0.25);
  expect(moved).toBe("alpha = -0.25 in -1..1\nalpha * lS");
  expect(read(moved).constants[0]?.value).toBe(-0.25);
});

test("typeset: fractions, roots, sides and cases have their notation, and parentheses stay where they matter", () => {
  const plain = ({ tag, children }: Mathematics): string => {
    const inner = children.map((each) => (typeof each === "string" ? each : plain(each)));
    return tag === "mfrac" ? `{${inner.join("/")}}` : inner.join("");
  };
  const drawn = (text: string) => typeset(read(text)).map(({ mathematics }) => plain(mathematics));
  expect(drawn("gap = l+ - l-\nw = (gap + 1) / 2 * alpha_1(1)".replace("alpha_1(1)", "sqrt(4)"))).toEqual([
    "gap=ℓ+−ℓ−",
    "w={gap+1/2}·4",
  ]);
  expect(drawn("1 - (2 - 3) * -4")).toEqual(["1−(2−3)·(−4)"]);
  expect(drawn("(1 + 2)^2 + KL(p, r(teacher))")).toEqual(["(1+2)2+KL(p‖pteacher)"]);
  expect(drawn("sum_v(p * log p) + max_v(q)")).toEqual(["∑vp·log(p)+maxvq"]);
  expect(drawn("if(lS > 0, 1, 2)")).toEqual(["{1if\u00a0ℓS>02otherwise"]);
});

test("the parts of all lines count together, and each call is one level", () => {
  expect(parse("a = 1 + 2\na * 3")).toMatchObject({ value: { nodes: 6 } });
  const deep = (levels: number) => readFormula(`${"abs(".repeat(levels)}1${")".repeat(levels)}`).ok;
  expect([deep(63), deep(64)]).toEqual([true, false]);
});
