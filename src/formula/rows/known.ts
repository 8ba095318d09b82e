/**
 * WGSL of each function of a formula, given what is known of its arguments: where they are defined and finite, the plain
 * operator, and elsewhere the function of shaders/formula/values.wgsl that guards it.
 */
import { type ElementwiseName, times } from "../elementwise.ts";

export interface Known {
  readonly code: string;
  /** Bounds of the value; infinite where the value may be. */
  readonly least: number;
  readonly most: number;
  /** Whether it always has a value. */
  readonly defined: boolean;
}

/** From here on float32 counts as infinite, as in values.wgsl. */
export const INFINITE_FROM = 1e30;

export const isLimited = ({ least, most, defined }: Known): boolean =>
  defined && least > -INFINITE_FROM && most < INFINITE_FROM;

const size = ({ least, most }: Known): number => Math.max(Math.abs(least), Math.abs(most));

/** Bounds that finite numbers reach; beyond them a value counts as infinite. */
function within(code: string, least: number, most: number, defined: boolean): Known {
  return {
    code,
    least: Number.isNaN(least) || least < -INFINITE_FROM ? Number.NEGATIVE_INFINITY : least,
    most: Number.isNaN(most) || most > INFINITE_FROM ? Infinity : most,
    defined,
  };
}

const anything = (code: string): Known => within(code, Number.NEGATIVE_INFINITY, Infinity, false);

const call = (name: string, args: readonly Known[]): string =>
  `v_${name}(${args.map(({ code }) => code).join(", ")})`;

const infix = (a: Known, operator: string, b: Known): string => `(${a.code} ${operator} ${b.code})`;

function add(a: Known, b: Known): Known {
  const defined = a.defined && b.defined;
  const opposed =
    (a.most === Infinity && b.least === Number.NEGATIVE_INFINITY) ||
    (a.least === Number.NEGATIVE_INFINITY && b.most === Infinity);
  if (!defined || opposed) return anything(call("add", [a, b]));
  const sum = within(infix(a, "+", b), a.least + b.least, a.most + b.most, true);
  const plain = isLimited(sum) || isLimited(a) || isLimited(b);
  return plain ? sum : { ...sum, code: `held(${sum.code})` };
}

function subtract(a: Known, b: Known): Known {
  if (!a.defined || !b.defined) return anything(call("sub", [a, b]));
  // Infinities are all of one size, so the difference of equal ones is 0.
  const difference = within(infix(a, "-", b), a.least - b.most, a.most - b.least, true);
  const plain = isLimited(difference) || isLimited(a) || isLimited(b);
  const alike = a.most <= 0 && b.most <= 0;
  return plain || alike ? difference : { ...difference, code: `held(${difference.code})` };
}

function multiply(a: Known, b: Known): Known {
  const corners = [a.least, a.most].flatMap((left) => [b.least, b.most].map((right) => times(left, right)));
  const [least, most] = [Math.min(...corners), Math.max(...corners)];
  const product = within(infix(a, "*", b), least, most, true);
  if (isLimited(a) && isLimited(b) && isLimited(product)) return product;
  for (const [factor, other] of [
    [a, b],
    [b, a],
  ] as const)
    if (factor.defined && other.defined && size(factor) <= 1)
      return { ...product, code: `scaled(${factor.code}, ${other.code})` };
  return { ...product, code: call("mul", [a, b]), defined: a.defined && b.defined };
}

/** The smallest denominator in magnitude that needs no guard. */
const SMALLEST = 1e-12;

function divide(a: Known, b: Known): Known {
  if (!isLimited(a) || !isLimited(b) || (b.least < SMALLEST && b.most > -SMALLEST))
    return anything(call("div", [a, b]));
  const corners = [a.least, a.most].flatMap((left) => [left / b.least, left / b.most]);
  const quotient = within(infix(a, "/", b), Math.min(...corners), Math.max(...corners), true);
  return isLimited(quotient) ? quotient : anything(call("div", [a, b]));
}

function raise(a: Known, b: Known): Known {
  const isSquare = b.least === 2 && b.most === 2;
  if (!isSquare) return anything(call("pow", [a, b]));
  const square = multiply(a, a);
  return { ...square, least: 0 };
}

function compare(operator: string, name: string): (a: Known, b: Known) => Known {
  return (a, b) =>
    a.defined && b.defined
      ? within(`truth(${infix(a, operator, b)})`, 0, 1, true)
      : { ...within(call(name, [a, b]), 0, 1, false) };
}

/** A function that keeps its bounds in order and infinities in place, and whose guarded form is only for what is undefined. */
const rising =
  (plain: string, bound: (x: number) => number) =>
  (x: Known): Known =>
    within(`${plain}(${x.code})`, bound(x.least), bound(x.most), x.defined);

function exponential(x: Known): Known {
  const plain = x.defined && x.least >= -80 && x.most <= 60;
  return within(plain ? `exp(${x.code})` : call("exp", [x]), Math.exp(x.least), Math.exp(x.most), x.defined);
}

function logarithm(x: Known): Known {
  const plain = isLimited(x) && x.least >= SMALLEST;
  if (plain) return within(`log(${x.code})`, Math.log(x.least), Math.log(x.most), true);
  return within(
    call("log", [x]),
    Number.NEGATIVE_INFINITY,
    Math.log(Math.max(0, x.most)),
    x.defined && x.least >= 0,
  );
}

function logarithmAfterOne(x: Known): Known {
  const bound = (value: number) => Math.log1p(Math.max(-1, value));
  return within(call("log1p", [x]), bound(x.least), bound(x.most), x.defined && x.least >= -1);
}

function root(x: Known): Known {
  const plain = isLimited(x) && x.least >= 0;
  const most = Math.sqrt(Math.max(0, x.most));
  return within(plain ? `sqrt(${x.code})` : call("sqrt", [x]), 0, most, x.defined && x.least >= 0);
}

function lesser(a: Known, b: Known): Known {
  const defined = a.defined && b.defined;
  const code = defined ? `min(${a.code}, ${b.code})` : call("min", [a, b]);
  return within(code, Math.min(a.least, b.least), Math.min(a.most, b.most), defined);
}

// What is undefined is the largest number of all.
function greater(a: Known, b: Known): Known {
  const [least, most] = [Math.max(a.least, b.least), Math.max(a.most, b.most)];
  return within(`max(${a.code}, ${b.code})`, least, most, a.defined && b.defined);
}

function finite(x: Known, most: Known): Known {
  if (isLimited(x) && isLimited(most)) return x;
  const bound = Math.max(INFINITE_FROM, size(most));
  return within(call("finite", [x, most]), -bound, bound, x.defined && most.defined);
}

function either(condition: Known, a: Known, b: Known): Known {
  const code = condition.defined
    ? `select(${a.code}, ${b.code}, ${condition.code} == 0.0)`
    : call("if", [condition, a, b]);
  const defined = condition.defined && a.defined && b.defined;
  return within(code, Math.min(a.least, b.least), Math.max(a.most, b.most), defined);
}

type Rule = (...args: readonly [Known, Known, Known]) => Known;

const RULES: Readonly<Record<ElementwiseName, Rule>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "^": raise,
  "<": compare("<", "less"),
  "<=": compare("<=", "at_most"),
  ">": compare(">", "greater"),
  ">=": compare(">=", "at_least"),
  "==": compare("==", "equal"),
  "!=": compare("!=", "unequal"),
  negate: (x) => within(x.defined ? `(-${x.code})` : call("neg", [x]), -x.most, -x.least, x.defined),
  exp: exponential,
  expm1: (x) => within(call("expm1", [x]), Math.expm1(x.least), Math.expm1(x.most), x.defined),
  log: logarithm,
  log1p: logarithmAfterOne,
  sqrt: root,
  abs: (x) => within(`abs(${x.code})`, 0, size(x), x.defined),
  sign: (x) => within(x.defined ? `sign(${x.code})` : call("sign", [x]), -1, 1, x.defined),
  relu: (x) => within(`max(${x.code}, 0.0)`, Math.max(0, x.least), Math.max(0, x.most), x.defined),
  ceil: rising("ceil", Math.ceil),
  floor: rising("floor", Math.floor),
  sg: (x) => x,
  min: lesser,
  max: greater,
  clip: (x, least, most) => lesser(most, greater(least, x)),
  finite,
  if: either,
};

/** The function of these arguments; what is not there is of no use to the function. */
export function applied(name: ElementwiseName, args: readonly Known[]): Known {
  const none = anything("UNDEFINED");
  const [a = none, b = none, c = none] = args;
  return RULES[name](a, b, c);
}
