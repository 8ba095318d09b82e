/** Every name that a formula may use: what was measured, and the functions. Completion and the documentation list these. */
import { DIVERGENCES } from "./divergences.ts";
import { FUNCTIONS, OPERATIONS, type Unit } from "./elementwise.ts";
import { REDUCTIONS, type Shape } from "./reductions.ts";
import type { Node } from "./syntax.ts";

/** A side: the student, the one that the strip compares with the student, or one by its role or view. */
export type SideName =
  | { readonly kind: "student" }
  | { readonly kind: "compared" }
  | { readonly kind: "named"; readonly name: string };

export const SIDE_COLUMNS = ["logProb", "entropy", "rank"] as const;

/** Between two sides, of which one is the student. */
export const PAIR_COLUMNS = ["KL", "CE", "JSD", "TV", "sameTop"] as const;

/** Between the student and another side, which is named. */
export const OTHER_COLUMNS = ["D", "mass", "overlap"] as const;

/** A number that a session holds per token or per answer. */
export type Quantity =
  | { readonly of: "side"; readonly column: (typeof SIDE_COLUMNS)[number]; readonly side: SideName }
  | {
      readonly of: "pair";
      readonly column: (typeof PAIR_COLUMNS)[number];
      readonly first: SideName;
      readonly second: SideName;
      /** The weight of the first side in the JSD. */
      readonly beta: number;
    }
  | { readonly of: "other"; readonly column: (typeof OTHER_COLUMNS)[number]; readonly side: SideName }
  | { readonly of: "answer"; readonly column: "position" | "length" | "correct" }
  /** How much of the student's attention lies in the evidence box. */
  | { readonly of: "attention" }
  /** A sum over the tokens that the sides list, as the former. */
  | { readonly of: "listed"; readonly text: string; readonly side: SideName | null }
  /** A sum over the vocabulary (sums.ts), between the student and that side; null where only the student is in it. */
  | { readonly of: "sum"; readonly text: string; readonly side: SideName | null };

export const STUDENT: SideName = { kind: "student" };
export const COMPARED: SideName = { kind: "compared" };
const named = (name: string): SideName => ({ kind: "named", name });

interface Told {
  readonly written: string;
  readonly about: string;
}

export interface PlainQuantity extends Told {
  readonly quantity: Quantity;
  readonly shape: Shape;
  readonly unit: Unit;
  readonly notNegative: boolean;
}

const saidBy = (written: string, side: SideName, who: string): PlainQuantity => ({
  written,
  about: `The log-probability that ${who} gives the generated token.`,
  quantity: { of: "side", column: "logProb", side },
  shape: "token",
  unit: "nats",
  notNegative: false,
});

const ofAnswer = (
  column: "position" | "length" | "correct",
  about: string,
  shape: Shape,
  unit: Unit,
): PlainQuantity => ({
  ...{ written: column, about, shape, unit, notNegative: true },
  quantity: { of: "answer", column },
});

/** Names without parentheses. */
export const QUANTITIES: Readonly<Record<string, PlainQuantity>> = {
  lS: saidBy("lS", STUDENT, "the student"),
  lQ: saidBy("lQ", COMPARED, "the compared side"),
  lT: saidBy("lT", named("teacher"), "the teacher"),
  "l+": saidBy("l+", named("positive"), "the side with the evidence crop"),
  "l-": saidBy("l-", named("negative"), "the side with the irrelevant crop"),
  lD: saidBy("lD", named("degraded"), "the side with the degraded image"),
  lM: saidBy("lM", named("masked"), "the side with the masked image"),
  position: ofAnswer("position", "The place of the token in its answer; 1 for the first.", "token", "count"),
  length: ofAnswer("length", "The number of tokens of the answer.", "answer", "count"),
  correct: ofAnswer(
    "correct",
    "The reward of the answer: 1 where it was judged right, 0 where wrong.",
    "answer",
    "weight",
  ),
  attention: {
    written: "attention",
    about: "The evidence box’s share of the student’s relative attention where it emits the token.",
    quantity: { of: "attention" },
    shape: "token",
    unit: "probability",
    notNegative: true,
  },
};

/** How many sides a function takes: one, one other than the student, or two of which one is the student. */
export type SideArity = "one" | "other" | "two";

export interface SideFunction extends Told {
  readonly takes: SideArity;
  readonly column: Column;
  readonly unit: Unit;
  readonly notNegative: boolean;
}

type Column = (typeof SIDE_COLUMNS)[number] | (typeof PAIR_COLUMNS)[number] | (typeof OTHER_COLUMNS)[number];

const between = (
  takes: SideArity,
  column: Column,
  unit: Unit,
  written: string,
  about: string,
): SideFunction => ({ takes, column, unit, written, about, notNegative: column !== "logProb" });

/** Functions of the distributions p, q and r(NAME). */
export const SIDE_FUNCTIONS: Readonly<Record<string, SideFunction>> = {
  l: between("one", "logProb", "nats", "l(q)", "The log-probability that a side gives the generated token."),
  H: between("one", "entropy", "nats", "H(p)", "The entropy of a side’s next-token distribution."),
  rank: between("one", "rank", "count", "rank(p)", "The rank of the generated token; 1 for the most likely."),
  KL: between(
    "two",
    "KL",
    "nats",
    "KL(p, q)",
    "The Kullback–Leibler divergence of the first from the second.",
  ),
  CE: between("two", "CE", "nats", "CE(q, p)", "The cross-entropy of the first against the second."),
  JSD: between(
    "two",
    "JSD",
    "nats",
    "JSD(q, p, 0.5)",
    "The Jensen–Shannon divergence; the last number is the weight of the first side.",
  ),
  TV: between("two", "TV", "probability", "TV(p, q)", "The total variation distance."),
  sameTop: between(
    "two",
    "sameTop",
    "weight",
    "sameTop(p, q)",
    "1 where both have the same most likely token, else 0.",
  ),
  D: between("other", "D", "nats", "D(q)", "The divergence that the page is set to, on its support."),
  mass: between(
    "other",
    "mass",
    "probability",
    "mass(q)",
    "The side’s probability of the student’s listed tokens.",
  ),
  overlap: between(
    "other",
    "overlap",
    "weight",
    "overlap(q)",
    "The Jaccard index of the listed tokens of both sides.",
  ),
};

/** The distributions themselves: functions of sides take them, and sums over the vocabulary their values. */
const DISTRIBUTIONS: Readonly<Record<string, Told>> = {
  p: { written: "p", about: "The student’s next-token distribution." },
  q: {
    written: "q",
    about: "The next-token distribution of the side that the strip compares with the student.",
  },
  r: {
    written: "r(teacher)",
    about: 'The distribution of the side with that role or view, such as r("blank").',
  },
};

/** `sum_top` adds up over the tokens that the sides list. */
export type VocabularyFunction = "sum_v" | "max_v" | "top_v" | "sum_top";

/** Functions of values per vocabulary entry, which are computed where a model scores the answer, or from lists of tokens. */
const OVER_VOCABULARY: Readonly<Record<VocabularyFunction, Told>> = {
  sum_v: {
    written: "sum_v(p * log p)",
    about: "The sum over the vocabulary of a value of p and one other side.",
  },
  max_v: { written: "max_v(p)", about: "The largest of these values." },
  top_v: {
    written: "top_v(10, p)",
    about: "The sum of the K largest of these values; K is a number of at most 1024.",
  },
  sum_top: {
    written: "sum_top(p * (log p - log q))",
    about:
      "The sum over the tokens that every side in it lists, which needs no rows of logits; the rest is left out.",
  },
};

/** What a function over the vocabulary expects, as a sentence, where it is given another number of values; else null. */
export function misuse(name: VocabularyFunction, given: number): string | null {
  const counts = name === "top_v";
  if (given === (counts ? 2 : 1)) return null;
  return `“${name}” expects ${counts ? "a number and a value" : "one value"}, as in ${OVER_VOCABULARY[name].written}.`;
}

export function isOverVocabulary(name: string): name is VocabularyFunction {
  return Object.hasOwn(OVER_VOCABULARY, name);
}

export interface Entry extends Told {
  readonly name: string;
  readonly kind:
    | "measured"
    | "side"
    | "over sides"
    | "over the vocabulary"
    | "function"
    | "over tokens"
    | "over answers";
}

const listed = (kind: Entry["kind"], names: Readonly<Record<string, Told>>): readonly Entry[] =>
  Object.entries(names).map(([name, { written, about }]) => ({ name, kind, written, about }));

const reductions = (from: Shape) =>
  Object.fromEntries(Object.entries(REDUCTIONS).filter(([, reduction]) => reduction.from === from));

/** All names, in the order of the documentation. */
export const NAMES: readonly Entry[] = [
  ...listed("measured", QUANTITIES),
  ...listed("side", DISTRIBUTIONS),
  ...listed("over sides", { ...SIDE_FUNCTIONS, ...DIVERGENCES }),
  ...listed("over the vocabulary", OVER_VOCABULARY),
  ...listed("function", FUNCTIONS),
  ...listed("over tokens", reductions("token")),
  ...listed("over answers", reductions("answer")),
];

const taken: ReadonlySet<string> = new Set([
  ...NAMES.map(({ name }) => name),
  ...Object.keys(OPERATIONS),
  "in",
]);

/** Whether the language itself has that name, so that a formula cannot define it. */
export function isTaken(name: string): boolean {
  return taken.has(name);
}

/** The defined name that begins alike: what a person may have meant. */
export function suggestion(name: string, defined: Iterable<string>): string {
  const known = [...NAMES.map((entry) => entry.name), ...defined];
  const lower = name.toLowerCase();
  const near =
    known.find((each) => each.toLowerCase() === lower) ?? known.find((each) => each.startsWith(name));
  return near === undefined ? "" : ` Did you mean “${near}”?`;
}

/** Whether a function may stand before its one argument without parentheses, as in `log x`. */
export function isPrefix(name: string): boolean {
  return name in FUNCTIONS && FUNCTIONS[name as keyof typeof FUNCTIONS].arity === 1;
}

/** The side that a node names; null where it names none. */
export function sideOf(node: Node): SideName | null {
  if (node.kind === "name" && node.name === "p") return STUDENT;
  if (node.kind === "name" && node.name === "q") return COMPARED;
  if (node.kind !== "call" || node.name !== "r" || node.args.length !== 1) return null;
  const [argument] = node.args;
  if (argument?.kind === "text") return { kind: "named", name: argument.value };
  if (argument?.kind !== "name") return null;
  return argument.name === "student" ? STUDENT : { kind: "named", name: argument.name };
}

const isStudent = (side: SideName): boolean => side.kind === "student";

/** The quantity that a function takes from its sides, or what was expected, as a sentence. */
export function readQuantity(
  { takes, column, written }: SideFunction,
  [first, second]: readonly (SideName | null | undefined)[],
  beta: number,
): Quantity | string {
  if (first === null || first === undefined) return `Expected a side, as in ${written}.`;
  if (takes === "one") return { of: "side", column: column as (typeof SIDE_COLUMNS)[number], side: first };
  if (takes === "other") {
    if (isStudent(first)) return `Expected a side other than the student, as in ${written}.`;
    return { of: "other", column: column as (typeof OTHER_COLUMNS)[number], side: first };
  }
  if (second === null || second === undefined) return `Expected a second side, as in ${written}.`;
  if (isStudent(first) === isStudent(second))
    return `One of the two sides must be the student, p, as in ${written}: a session holds no other comparison.`;
  return { of: "pair", column: column as (typeof PAIR_COLUMNS)[number], first, second, beta };
}
