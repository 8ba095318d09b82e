/** The float64 reading of a formula, over the numbers that were measured for the answers of a group. */

import { elementwise } from "./elementwise.ts";
import type { Quantity } from "./names.ts";
import { REDUCTIONS } from "./reductions.ts";
import type { Checked, Term } from "./term.ts";

/** Why a quantity is not there, as a sentence, and the names of the sides that are missing. */
export interface Lacking {
  readonly missing: string;
  readonly needs: readonly string[];
}

/** What was measured, for each answer of a group. */
export interface Measured {
  /** The number of tokens of each answer. */
  readonly lengths: readonly number[];
  /** One number per token, or one for the answer; NaN where it is undefined. */
  read(quantity: Quantity, answer: number): readonly number[] | Lacking;
}

type Numbers = readonly number[];

const isLacking = (found: Numbers | Lacking): found is Lacking => !Array.isArray(found);

/** The reason why a formula cannot be evaluated for an answer; null where everything is there. */
export function lackingFor(
  { quantities, overGroup }: Checked,
  measured: Measured,
  answer: number,
): Lacking | null {
  const answers = overGroup ? [...measured.lengths.keys()] : [answer];
  for (const quantity of quantities) {
    for (const each of answers) {
      const found = measured.read(quantity, each);
      if (isLacking(found)) return found;
    }
  }
  return null;
}

/** Evaluates the terms of one formula; each term once per answer. Everything that it needs must have been measured. */
export class Evaluation {
  private readonly known = new Map<Term, Map<number, Numbers>>();
  private readonly measured: Measured;

  constructor(measured: Measured) {
    this.measured = measured;
  }

  /** One number per token of the answer, or a single one for the answer or the group, as the term's shape says. */
  at(term: Term, answer: number): Numbers {
    const place = term.shape === "group" ? 0 : answer;
    const values = this.known.get(term) ?? new Map<number, Numbers>();
    this.known.set(term, values);
    const found = values.get(place) ?? this.computed(term, place);
    values.set(place, found);
    return found;
  }

  private computed(term: Term, answer: number): Numbers {
    switch (term.kind) {
      case "number":
        return [term.value];
      case "entry":
        return [];
      case "measured": {
        const found = this.measured.read(term.quantity, answer);
        return isLacking(found) ? [] : found;
      }
      case "apply":
        return this.applied(term, answer);
      case "reduce":
        return this.reduced(term, answer);
      default:
        return term satisfies never;
    }
  }

  private applied({ name, args, shape }: Extract<Term, { kind: "apply" }>, answer: number): Numbers {
    const { value } = elementwise(name);
    const columns = args.map((each) => ({ values: this.at(each, answer), perToken: each.shape === "token" }));
    const length = shape === "token" ? (this.measured.lengths[answer] ?? 0) : 1;
    return Array.from({ length }, (_, t) =>
      value(...columns.map(({ values, perToken }) => values[perToken ? t : 0] ?? Number.NaN)),
    );
  }

  private reduced(
    { name, argument, share, right }: Extract<Term, { kind: "reduce" }>,
    answer: number,
  ): Numbers {
    const { from, to, value } = REDUCTIONS[name];
    const part = share === null ? Number.NaN : (this.at(share, answer)[0] ?? Number.NaN);
    if (from === "token") return value(this.at(argument, answer), part, []);
    const counted = [...this.measured.lengths.keys()].filter(
      (each) => (this.measured.lengths[each] ?? 0) > 0,
    );
    const of = (term: Term): Numbers => counted.map((each) => this.at(term, each)[0] ?? Number.NaN);
    const values = value(of(argument), part, right === null ? [] : of(right));
    if (to === "group") return values;
    return [values[counted.indexOf(answer)] ?? Number.NaN];
  }
}

/** The formula's value at every token of an answer; NaN where it is undefined. A coarser value is that of each token. */
export function valuesOf(
  { result }: Checked,
  evaluation: Evaluation,
  answer: number,
  tokens: number,
): Numbers {
  const values = evaluation.at(result, answer);
  return result.shape === "token" ? values : new Array<number>(tokens).fill(values[0] ?? Number.NaN);
}

export interface Step {
  /** The part as it is written, and the name that it was given where it has one. */
  readonly text: string;
  readonly name: string | null;
  readonly shape: Term["shape"];
  /** NaN where it is undefined. */
  readonly value: number;
}

/** What a part is computed from. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case "number":
    case "entry":
    case "measured":
      return [];
    case "apply":
      return term.args;
    case "reduce":
      return [term.share, term.argument, term.right].filter((part) => part !== null);
    default:
      return term satisfies never;
  }
}

/** Every part of a formula with its value at a token, the inner ones first and each once; numbers are left out. */
export function stepsOf(
  text: string,
  { definitions, result }: Checked,
  evaluation: Evaluation,
  answer: number,
  token: number,
): readonly Step[] {
  const seen = new Set<Term>();
  const steps = new Map<string, Step>();
  const visit = (term: Term, name: string | null): void => {
    if (term.kind === "number" || term.shape === "vocabulary" || seen.has(term)) return;
    seen.add(term);
    for (const part of partsOf(term)) visit(part, null);
    const written = text.slice(term.place.from, term.place.to).replaceAll(/\s+/g, " ");
    const values = evaluation.at(term, answer);
    const value = values[term.shape === "token" ? token : 0] ?? Number.NaN;
    if (name !== null || !steps.has(written))
      steps.set(written, { text: written, name, shape: term.shape, value });
  };
  for (const { name, term } of definitions) visit(term, name);
  visit(result, null);
  return [...steps.values()];
}
