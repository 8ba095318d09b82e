/** The functions that compute each value by itself: how they are written, their unit, and their value in float64. */

/** What a number measures; "number" is a literal or a constant, which goes with everything. */
export type Unit = "nats" | "probability" | "weight" | "count" | "number";

/** The first unit that is not that of a plain number. */
export function commonUnit(units: readonly Unit[]): Unit {
  return units.find((unit) => unit !== "number") ?? "number";
}

export interface Elementwise {
  /** As completion and the documentation write it. */
  readonly written: string;
  /** One sentence. */
  readonly about: string;
  readonly arity: number;
  /** The unit of the value; `same` is that of the arguments, where they agree. */
  readonly unit: (units: readonly Unit[], same: Unit) => Unit;
  /** Whether its arguments should have one unit. */
  readonly alike: boolean;
  /** Whether the value is 0 or more, given the same of its arguments. */
  readonly notNegative: (args: readonly boolean[]) => boolean;
  /** NaN where it is undefined. */
  readonly value: (...args: readonly number[]) => number;
}

const always = () => true;
const never = () => false;
const each = (args: readonly boolean[]) => args.every(Boolean);
const some = (args: readonly boolean[]) => args.some(Boolean);
const keeps = (_: readonly Unit[], same: Unit): Unit => same;
const weight = (): Unit => "weight";

const defined = (...args: readonly number[]) => !args.some(Number.isNaN);

/** Differences of equal values are 0, also of equal infinities: both sides rule the token out. */
export const minus = (a = Number.NaN, b = Number.NaN): number => (a === b ? 0 : a - b);

/** A factor of 0 gives 0, whatever the other is: the term of an entry without probability. */
export const times = (a = Number.NaN, b = Number.NaN): number => (a === 0 || b === 0 ? 0 : a * b);

function product([a = "number", b = "number"]: readonly Unit[]): Unit {
  if (a === "number" || a === "probability" || a === "weight") return b === "number" ? a : b;
  return b === "number" || b === "probability" || b === "weight" ? a : "weight";
}

function quotient([a = "number", b = "number"]: readonly Unit[]): Unit {
  if (b === "number" || b === "weight") return a;
  return "weight";
}

const comparison = (
  value: (a: number, b: number) => boolean,
  written: string,
  about: string,
): Elementwise => ({
  written,
  about,
  arity: 2,
  unit: weight,
  alike: true,
  notNegative: always,
  value: (a = Number.NaN, b = Number.NaN) => (defined(a, b) ? Number(value(a, b)) : Number.NaN),
});

type Shared = Partial<Elementwise> & Pick<Elementwise, "written" | "about" | "value">;

/** One argument, whose unit and sign are lost unless said otherwise. */
const one = (given: Shared): Elementwise => ({
  arity: 1,
  unit: weight,
  alike: false,
  notNegative: never,
  ...given,
});

/** Several arguments of one unit, which the value has too. */
const alike = (arity: number, given: Shared): Elementwise => ({
  arity,
  unit: keeps,
  alike: true,
  notNegative: each,
  ...given,
});

export const OPERATIONS = {
  "+": alike(2, { written: "a + b", about: "The sum.", value: (a = Number.NaN, b = Number.NaN) => a + b }),
  "-": alike(2, {
    written: "a - b",
    about: "The difference; 0 where both are the same infinity.",
    notNegative: never,
    value: minus,
  }),
  "*": alike(2, {
    written: "a * b",
    about: "The product; 0 where a factor is 0.",
    unit: product,
    alike: false,
    value: times,
  }),
  "/": alike(2, {
    written: "a / b",
    about: "The quotient.",
    unit: quotient,
    alike: false,
    value: (a = Number.NaN, b = Number.NaN) => a / b,
  }),
  "^": alike(2, {
    written: "a ^ b",
    about: "The power.",
    unit: weight,
    alike: false,
    notNegative: ([base = false]) => base,
    value: (a = Number.NaN, b = Number.NaN) => a ** b,
  }),
  negate: one({ written: "-a", about: "The negative.", unit: keeps, value: (a = Number.NaN) => -a }),
  "<": comparison((a, b) => a < b, "a < b", "1 where a is less than b, else 0."),
  "<=": comparison((a, b) => a <= b, "a <= b", "1 where a is at most b, else 0."),
  ">": comparison((a, b) => a > b, "a > b", "1 where a is greater than b, else 0."),
  ">=": comparison((a, b) => a >= b, "a >= b", "1 where a is at least b, else 0."),
  "==": comparison((a, b) => a === b, "a == b", "1 where both are equal, else 0."),
  "!=": comparison((a, b) => a !== b, "a != b", "1 where both differ, else 0."),
} as const satisfies Readonly<Record<string, Elementwise>>;

export const FUNCTIONS = {
  exp: one({
    written: "exp(x)",
    about: "The exponential.",
    notNegative: always,
    value: (x = Number.NaN) => Math.exp(x),
  }),
  expm1: one({
    written: "expm1(x)",
    about: "exp(x) − 1, exact near 0.",
    value: (x = Number.NaN) => Math.expm1(x),
  }),
  log: one({
    written: "log(x)",
    about: "The natural logarithm; undefined below 0.",
    unit: () => "nats",
    value: (x = Number.NaN) => Math.log(x),
  }),
  log1p: one({
    written: "log1p(x)",
    about: "log(1 + x), exact near 0.",
    unit: () => "nats",
    notNegative: each,
    value: (x = Number.NaN) => Math.log1p(x),
  }),
  sqrt: one({
    written: "sqrt(x)",
    about: "The square root; undefined below 0.",
    notNegative: always,
    value: (x = Number.NaN) => Math.sqrt(x),
  }),
  abs: one({
    written: "abs(x)",
    about: "The magnitude.",
    unit: keeps,
    notNegative: always,
    value: (x = Number.NaN) => Math.abs(x),
  }),
  sign: one({
    written: "sign(x)",
    about: "1, 0 or −1.",
    notNegative: each,
    value: (x = Number.NaN) => Math.sign(x),
  }),
  relu: one({
    written: "relu(x)",
    about: "x where it is above 0, else 0.",
    unit: keeps,
    notNegative: always,
    value: (x = Number.NaN) => Math.max(0, x),
  }),
  ceil: one({
    written: "ceil(x)",
    about: "The next whole number, upwards.",
    unit: keeps,
    notNegative: each,
    value: (x = Number.NaN) => Math.ceil(x),
  }),
  floor: one({
    written: "floor(x)",
    about: "The next whole number, downwards.",
    unit: keeps,
    notNegative: each,
    value: (x = Number.NaN) => Math.floor(x),
  }),
  sg: one({
    written: "sg(x)",
    about: "x itself; no derivative passes through it.",
    unit: keeps,
    notNegative: each,
    value: (x = Number.NaN) => x,
  }),
  min: alike(2, {
    written: "min(a, b)",
    about: "The smaller one.",
    value: (a = Number.NaN, b = Number.NaN) => Math.min(a, b),
  }),
  max: alike(2, {
    written: "max(a, b)",
    about: "The larger one.",
    notNegative: some,
    value: (a = Number.NaN, b = Number.NaN) => Math.max(a, b),
  }),
  clip: alike(3, {
    written: "clip(x, least, most)",
    about: "x held between two bounds.",
    notNegative: ([, least = false, most = false]) => least && most,
    value: (x = Number.NaN, least = Number.NaN, most = Number.NaN) => Math.min(most, Math.max(least, x)),
  }),
  finite: alike(2, {
    written: "finite(x, most)",
    about:
      "x where it is finite, else most with the sign of x; the gates count such a difference as 20 nats.",
    value: (x = Number.NaN, most = Number.NaN) => {
      if (Number.isNaN(most)) return Number.NaN;
      return Math.abs(x) === Infinity ? Math.sign(x) * most : x;
    },
  }),
  if: {
    written: "if(condition, then, otherwise)",
    about: "The second where the condition is not 0, else the third.",
    arity: 3,
    unit: ([, a = "number", b = "number"]) => (a === "number" ? b : a),
    alike: false,
    notNegative: ([, a = false, b = false]) => a && b,
    value: (condition = Number.NaN, a = Number.NaN, b = Number.NaN) => {
      if (Number.isNaN(condition)) return Number.NaN;
      return condition === 0 ? b : a;
    },
  },
} as const satisfies Readonly<Record<string, Elementwise>>;

export type ElementwiseName = keyof typeof OPERATIONS | keyof typeof FUNCTIONS;

export function elementwise(name: ElementwiseName): Elementwise {
  return name in OPERATIONS
    ? OPERATIONS[name as keyof typeof OPERATIONS]
    : FUNCTIONS[name as keyof typeof FUNCTIONS];
}
