/** A formula as presentation MathML, as a tree of elements: whoever draws it makes the nodes. */
import { BINDING, type Node, type Operator, SIGN } from "../syntax.ts";
import type { Checked } from "../term.ts";

export interface Mathematics {
  readonly tag: string;
  readonly children: readonly (Mathematics | string)[];
}

const element = (tag: string, ...children: readonly (Mathematics | string)[]): Mathematics => ({
  tag,
  children,
});
const row = (...children: readonly Mathematics[]) => element("mrow", ...children);
const operator = (text: string) => element("mo", text);
const identifier = (text: string) => element("mi", text);
const upright = (text: string) => element("mtext", text);

const SYMBOLS: Readonly<Record<Exclude<Operator, "/" | "^">, string>> = {
  "+": "+",
  "-": "−",
  "*": "·",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
  "==": "=",
  "!=": "≠",
};

/** As in the text, but that a fraction holds its parts together by its bar. */
const PRECEDENCE: Readonly<Record<Operator, number>> = { ...BINDING, "/": 6 };

const GREEK: Readonly<Partial<Record<string, string>>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  eps: "ε",
  lambda: "λ",
  mu: "μ",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
};

/** A name; what follows its first underscore is a subscript, and so is the sign or side of a log-probability. */
function nameOf(name: string): Mathematics {
  const side = /^l([STQDM+-])$/.exec(name)?.[1];
  if (side !== undefined) {
    const sign = side === "-" ? "−" : side;
    return element("msub", identifier("ℓ"), /[+−]/.test(sign) ? operator(sign) : identifier(sign));
  }
  const [base = name, ...rest] = name.split("_");
  const written = identifier(GREEK[base] ?? base);
  return rest.length === 0 ? written : element("msub", written, identifier(rest.join("_")));
}

function bracketed(inner: Mathematics, [open, close] = ["(", ")"]): Mathematics {
  return row(operator(open ?? "("), inner, operator(close ?? ")"));
}

function list(nodes: readonly Node[]): Mathematics {
  return row(...nodes.flatMap((node, at) => (at === 0 ? [drawn(node)] : [operator(","), drawn(node)])));
}

function strength(node: Node): number {
  if (node.kind === "negate") return PRECEDENCE["+"];
  if (node.kind === "call" && node.name === "if") return 0;
  return node.kind === "binary" ? PRECEDENCE[node.operator] : 7;
}

const within = (node: Node, least: number): Mathematics =>
  strength(node) < least ? bracketed(drawn(node)) : drawn(node);

function binary({ operator: sign, left, right }: Extract<Node, { kind: "binary" }>): Mathematics {
  if (sign === "/") return element("mfrac", drawn(left), drawn(right));
  if (sign === "^") return element("msup", within(left, 7), drawn(right));
  const least = PRECEDENCE[sign];
  return row(within(left, least), operator(SYMBOLS[sign]), within(right, least + 1));
}

type Notation = (args: readonly [Node, ...Node[]]) => Mathematics | null;

/** `name(first ‖ second)`. */
const divergence =
  (name: Mathematics): Notation =>
  ([first, second]) =>
    second === undefined
      ? null
      : row(name, operator("("), drawn(first), operator("‖"), drawn(second), operator(")"));

const under =
  (sign: string, over: string): Notation =>
  ([first]) =>
    row(element("munder", operator(sign), identifier(over)), within(first, PRECEDENCE["*"]));

function cases([condition, then, otherwise]: readonly Node[]): Mathematics | null {
  if (condition === undefined || then === undefined || otherwise === undefined) return null;
  const line = (value: Node, words: Mathematics) =>
    element("mtr", element("mtd", drawn(value)), element("mtd", words));
  const first = line(then, row(upright("if\u00a0"), drawn(condition)));
  return row(operator("{"), element("mtable", first, line(otherwise, upright("otherwise"))));
}

/** A side by its role or view. */
const side: Notation = ([first]) => {
  if (first.kind !== "name" && first.kind !== "text") return null;
  return element("msub", identifier("p"), upright(first.kind === "name" ? first.name : first.value));
};

/** What has a notation of its own. */
const NOTATIONS: Readonly<Partial<Record<string, Notation>>> = {
  sqrt: ([first]) => element("msqrt", drawn(first)),
  abs: ([first]) => bracketed(drawn(first), ["|", "|"]),
  if: cases,
  sum_t: under("∑", "t"),
  sum_g: under("∑", "g"),
  sum_v: under("∑", "v"),
  max_v: under("max", "v"),
  sum_top: under("∑", "listed"),
  top_v: ([count, value]) =>
    value === undefined
      ? null
      : row(
          element("munder", operator("∑"), row(upright("largest "), drawn(count))),
          within(value, PRECEDENCE["*"]),
        ),
  KL: divergence(identifier("KL")),
  CE: divergence(identifier("CE")),
  TV: divergence(identifier("TV")),
  JSD: ([first, second, weight]) =>
    divergence(
      element("msub", identifier("JSD"), weight === undefined ? element("mn", "0.5") : drawn(weight)),
    )(second === undefined ? [first] : [first, second]),
  r: side,
};

/** A function of its arguments, in its own notation where it has one. */
function called({ name, args }: Extract<Node, { kind: "call" }>): Mathematics {
  const [first, ...rest] = args;
  const notation = Object.hasOwn(NOTATIONS, name) ? NOTATIONS[name] : undefined;
  const special = first === undefined ? null : notation?.([first, ...rest]);
  return special ?? row(nameOf(name), bracketed(list(args)));
}

/** An expression. */
function drawn(node: Node): Mathematics {
  switch (node.kind) {
    case "number":
      return element("mn", String(node.value));
    case "text":
      return upright(node.value);
    case "name":
      return nameOf(node.name);
    case "negate":
      return row(operator("−"), within(node.argument, SIGN));
    case "binary":
      return binary(node);
    case "call":
      return called(node);
    default:
      return node satisfies never;
  }
}

export interface Line {
  readonly name: string | null;
  readonly mathematics: Mathematics;
}

/** The definitions and the value of a formula, one line each; constants are their sliders. */
export function typeset({ definitions, name, node }: Checked): readonly Line[] {
  const line = (named: string | null, value: Node): Line => ({
    name: named,
    mathematics: named === null ? drawn(value) : row(nameOf(named), operator("="), drawn(value)),
  });
  return [...definitions.map((each) => line(each.name, each.node)), line(name, node)];
}
