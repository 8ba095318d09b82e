/** The checked tree of a formula: what each part is, and what the whole needs. */
import type { ElementwiseName, Unit } from "./elementwise.ts";
import type { Quantity, SideName, VocabularyFunction } from "./names.ts";
import type { ReductionName, Shape } from "./reductions.ts";
import type { Constant, Node, Place, Problem } from "./syntax.ts";

export interface Inferred {
  readonly place: Place;
  readonly shape: Shape;
  readonly unit: Unit;
  /** Whether it can never be below 0. */
  readonly notNegative: boolean;
}

export type Term = Inferred &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "measured"; readonly quantity: Quantity }
    /** A side's probability or log-probability of a vocabulary entry. */
    | { readonly kind: "entry"; readonly of: "p" | "logP"; readonly side: SideName }
    | { readonly kind: "apply"; readonly name: ElementwiseName; readonly args: readonly Term[] }
    | {
        readonly kind: "reduce";
        readonly name: ReductionName;
        readonly argument: Term;
        /** The share of a quantile, the margin or ratio of a mask; null elsewhere. */
        readonly share: Term | null;
        /** Which answers are right, where a mask asks for it; null elsewhere. */
        readonly right: Term | null;
      }
  );

/** What is summed over the vocabulary, a value per entry of the student's and at most one other side's distribution. */
export interface VocabularySum {
  /** As it is stored: constants as their values, definitions written out. */
  readonly text: string;
  readonly over: VocabularyFunction;
  /** How many of the largest values `top_v` adds up; 0 for the others. */
  readonly k: number;
  /** The summed value; its leaves are numbers and entries. */
  readonly argument: Term;
  /** The other side; null where only the student is in it. */
  readonly side: SideName | null;
}

export interface Checked {
  readonly name: string | null;
  readonly constants: readonly Constant[];
  readonly definitions: readonly { readonly name: string; readonly term: Term; readonly node: Node }[];
  readonly result: Term;
  readonly node: Node;
  /** What is summed over the vocabulary, each once. */
  readonly sums: readonly VocabularySum[];
  /** What is summed over listed tokens, each once; it needs no rows. */
  readonly listed: readonly VocabularySum[];
  /** Each measured quantity, once. */
  readonly quantities: readonly Quantity[];
  /** Whether a value depends on the other answers of the group. */
  readonly overGroup: boolean;
  /** Sums of different units and the like: allowed, but rarely meant. */
  readonly remarks: readonly Problem[];
}

/** Whether a part is an even number, as the exponent of a square is. */
export const isEven = (term: Term | undefined): boolean => term?.kind === "number" && term.value % 2 === 0;

/** A number that is written, or a constant. */
export function numberTerm(value: number, place: Place, notNegative: boolean): Term {
  return { kind: "number", value, place, shape: "group", unit: "number", notNegative };
}

/** A side's probability of each vocabulary entry. */
export function entryTerm(side: SideName, place: Place): Term {
  return {
    kind: "entry",
    of: "p",
    side,
    place,
    shape: "vocabulary",
    unit: "probability",
    notNegative: true,
  };
}
