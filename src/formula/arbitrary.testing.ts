/** For tests: random well-shaped formulas, each with a plain interpreter of its own: one number at a time, without columns. */
import fc from "fast-check";
import { elementwise, FUNCTIONS, type OPERATIONS } from "./elementwise.ts";
import type { Measured } from "./evaluate.ts";
import type { Shape } from "./reductions.ts";

/** A group of answers with a log-probability of two sides per token, and a verdict. */
export interface Group {
  readonly student: readonly (readonly number[])[];
  readonly teacher: readonly (readonly number[])[];
  readonly correct: readonly number[];
}

export const anyGroup: fc.Arbitrary<Group> = fc
  .array(
    fc.array(fc.tuple(fc.double({ min: -9, max: 0, noNaN: true }), fc.constantFrom(-4, -1, -0.5, 0)), {
      maxLength: 5,
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((answers) => ({
    student: answers.map((tokens) => tokens.map(([value]) => value)),
    teacher: answers.map((tokens) => tokens.map(([, value]) => value)),
    correct: answers.map((tokens) => tokens.length % 2),
  }));

export function measuredOf({ student, teacher, correct }: Group): Measured {
  return {
    lengths: student.map((row) => row.length),
    read(quantity, answer) {
      if (quantity.of === "side") {
        const rows = quantity.side.kind === "student" ? student : teacher;
        return rows[answer] ?? [];
      }
      if (quantity.of === "answer" && quantity.column === "correct") return [correct[answer] ?? 0];
      if (quantity.of === "answer" && quantity.column === "length") return [student[answer]?.length ?? 0];
      return { missing: "Not among the numbers of this test.", needs: [] };
    },
  };
}

/** A formula as text, and its value at a token of an answer. */
export interface Made {
  readonly text: string;
  readonly at: (group: Group, answer: number, token: number) => number;
}

const number: fc.Arbitrary<Made> = fc
  .constantFrom(0, 0.5, 1, 2, 1e-6)
  .map((value) => ({ text: String(value), at: () => value }));

const LEAVES: Readonly<Record<Exclude<Shape, "vocabulary">, readonly Made[]>> = {
  group: [],
  answer: [
    { text: "length", at: ({ student }, g) => student[g]?.length ?? 0 },
    { text: "correct", at: ({ correct }, g) => correct[g] ?? 0 },
  ],
  token: [
    { text: "lS", at: ({ student }, g, t) => student[g]?.[t] ?? Number.NaN },
    { text: "l(r(teacher))", at: ({ teacher }, g, t) => teacher[g]?.[t] ?? Number.NaN },
  ],
};

const BINARY = [
  "+",
  "-",
  "*",
  "/",
  "<",
  "<=",
  ">",
  ">=",
  "==",
  "!=",
] as const satisfies readonly (keyof typeof OPERATIONS)[];

type Part = fc.Arbitrary<Made>;

function infix(part: Part): Part {
  return fc.tuple(fc.constantFrom(...BINARY), part, part).map(([name, left, right]) => ({
    text: `(${left.text}) ${name} (${right.text})`,
    at: (...place) => elementwise(name).value(left.at(...place), right.at(...place)),
  }));
}

function applied(part: Part): Part {
  const names = Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[];
  return fc.tuple(fc.constantFrom(...names), part, part, part).map(([name, ...parts]) => {
    const args = parts.slice(0, elementwise(name).arity);
    return {
      text: `${name}(${args.map(({ text }) => text).join(", ")})`,
      at: (...place) => elementwise(name).value(...args.map((each) => each.at(...place))),
    };
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? Number.NaN : sum(values) / values.length);
const spread = (values: readonly number[]) => {
  const middle = mean(values);
  return values.length === 0 ? Number.NaN : Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};
const largest = (values: readonly number[]) => (values.length === 0 ? Number.NaN : Math.max(...values));

const STATISTICS = { sum, mean, std: spread, max: largest } as const;
type Statistic = keyof typeof STATISTICS;
const statistics = fc.constantFrom(...(Object.keys(STATISTICS) as Statistic[]));

const overTokens = (part: Part): Part =>
  fc.tuple(statistics, part).map(([name, inner]) => ({
    text: `${name}_t(lS * 0 + (${inner.text}))`,
    at: (group, g) => STATISTICS[name]((group.student[g] ?? []).map((_, t) => inner.at(group, g, t))),
  }));

const overGroup = (part: Part): Part =>
  fc.tuple(statistics, part).map(([name, inner]) => ({
    text: `${name}_g(length * 0 + (${inner.text}))`,
    at: (group) =>
      STATISTICS[name](
        [...group.student.keys()]
          .filter((g) => (group.student[g]?.length ?? 0) > 0)
          .map((g) => inner.at(group, g, 0)),
      ),
  }));

const tied: { readonly group: Part; readonly answer: Part; readonly token: Part } = fc.letrec<{
  group: Made;
  answer: Made;
  token: Made;
}>((tie) => {
  const deep = (name: "group" | "answer" | "token", ...others: readonly Part[]): Part =>
    fc.oneof(
      { maxDepth: 4, depthIdentifier: name },
      number,
      fc.constantFrom(number, ...LEAVES[name]).chain((leaf) => ("at" in leaf ? fc.constant(leaf) : leaf)),
      infix(tie(name)),
      applied(tie(name)),
      ...others,
    );
  return {
    group: deep("group", overGroup(tie("answer"))),
    answer: deep("answer", tie("group"), overTokens(tie("token"))),
    token: deep("token", tie("answer")),
  };
});

/** Formulas with a value per token, of every shape below. */
export const anyFormula: Part = tied.token;
