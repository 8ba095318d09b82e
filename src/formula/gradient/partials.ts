/** Partial derivatives of the language's functions, as parts of a formula again. */
import type { ElementwiseName } from "../elementwise.ts";
import { finest } from "../reductions.ts";
import type { Term } from "../term.ts";

const MADE = { place: { from: 0, to: 0 }, unit: "number", notNegative: false } as const;

const number = (value: number): Term => ({ ...MADE, kind: "number", value, shape: "group" });

const apply = (name: ElementwiseName, ...args: readonly Term[]): Term => ({
  ...MADE,
  kind: "apply",
  name,
  args,
  shape: finest(args.map(({ shape }) => shape)),
});

export const ONE = number(1);
const MINUS = number(-1);

const isOne = (term: Term): boolean => term.kind === "number" && term.value === 1;

/** A product, in which a factor of 0 gives 0 whatever the other one is, as everywhere in the language. */
export function product(a: Term, b: Term): Term {
  if (isOne(a)) return b;
  return isOne(b) ? a : apply("*", a, b);
}

export const sum = (a: Term, b: Term): Term => apply("+", a, b);

/** For each argument the derivative of the value with respect to it; null where none passes. `value` is the whole. */
type Rule = (value: Term, a: Term, b: Term, c: Term) => readonly (Term | null)[];

const NONE: Rule = () => [null, null];
const LIMIT = number(Infinity);
const ZERO = number(0);

const RULES: Readonly<Record<ElementwiseName, Rule>> = {
  "+": () => [ONE, ONE],
  "-": () => [ONE, MINUS],
  "*": (_, a, b) => [b, a],
  "/": (value, _, b) => [apply("/", ONE, b), apply("negate", apply("/", value, b))],
  "^": (value, a, b) => [product(b, apply("^", a, apply("-", b, ONE))), product(value, apply("log", a))],
  "<": NONE,
  "<=": NONE,
  ">": NONE,
  ">=": NONE,
  "==": NONE,
  "!=": NONE,
  negate: () => [MINUS],
  exp: (value) => [value],
  expm1: (_, x) => [apply("exp", x)],
  log: (_, x) => [apply("/", ONE, x)],
  log1p: (_, x) => [apply("/", ONE, apply("+", ONE, x))],
  sqrt: (value) => [apply("/", number(0.5), value)],
  abs: (_, x) => [apply("sign", x)],
  sign: NONE,
  relu: (_, x) => [apply(">", x, ZERO)],
  ceil: NONE,
  floor: NONE,
  sg: NONE,
  min: (_, a, b) => [apply("<=", a, b), apply("<", b, a)],
  max: (_, a, b) => [apply(">=", a, b), apply(">", b, a)],
  clip: (_, x, least, most) => [
    product(apply(">=", x, least), apply("<=", x, most)),
    product(apply("<", x, least), apply("<=", least, most)),
    apply("<", most, apply("max", least, x)),
  ],
  finite: (_, x) => [
    apply("<", apply("abs", x), LIMIT),
    product(apply("==", apply("abs", x), LIMIT), apply("sign", x)),
  ],
  if: (_, condition) => [null, apply("!=", condition, ZERO), apply("==", condition, ZERO)],
};

/** For each argument of a function the derivative of its value with respect to it; null where none passes. */
export function partialsOf(value: Extract<Term, { kind: "apply" }>): readonly (Term | null)[] {
  const [a = ZERO, b = ZERO, c = ZERO] = value.args;
  return RULES[value.name](value, a, b, c).slice(0, value.args.length);
}
