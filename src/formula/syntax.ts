/** The syntax tree of a formula as it is written, and what is said where it is wrong. */

/** Characters `from` to `to` of the text, `to` excluded. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Why a formula is refused, as a sentence, and where. */
export interface Problem {
  readonly place: Place;
  readonly message: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export const OPERATORS = ["+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!="] as const;

export type Operator = (typeof OPERATORS)[number];

/** How strongly each operator binds; a power binds to the right, and more strongly than a sign. */
export const BINDING: Readonly<Record<Operator, number>> = {
  "<": 1,
  "<=": 1,
  ">": 1,
  ">=": 1,
  "==": 1,
  "!=": 1,
  "+": 2,
  "-": 2,
  "*": 3,
  "/": 3,
  "^": 5,
};

/** The binding of a sign before its argument. */
export const SIGN = 4;

export type Node = { readonly place: Place } & (
  | { readonly kind: "number"; readonly value: number }
  /** In quotation marks; only a side's name can be written so. */
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: "negate"; readonly argument: Node }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Node; readonly right: Node }
);

/** `name = value in least..most`: a number that a slider sets. */
export interface Constant {
  readonly kind: "constant";
  readonly name: string;
  readonly place: Place;
  readonly value: number;
  /** Where its value is written. */
  readonly valuePlace: Place;
  readonly least: number;
  readonly most: number;
}

/** `name = value`. */
export interface Definition {
  readonly kind: "definition";
  readonly name: string;
  readonly place: Place;
  readonly value: Node;
}

/** Constants and definitions in the order in which they are written, and the value of the formula, which comes last. */
export interface Program {
  readonly before: readonly (Constant | Definition)[];
  /** The name of the formula; null where its last line gives none. */
  readonly name: string | null;
  readonly result: Node;
  /** Of all expressions together. */
  readonly nodes: number;
}

/** The most characters of a text, nodes of its trees, levels of parentheses, sums over the vocabulary, and K of `top_v`. */
export const LIMITS = { characters: 2000, nodes: 300, depth: 64, sums: 8, top: 1024 } as const;
