/** Gradients of a formula with respect to the student's logits, backwards through its parts. */
import { times } from "../elementwise.ts";
import { type Evaluation, lackingFor } from "../evaluate.ts";
import type { Quantity } from "../names.ts";
import { REDUCTIONS } from "../reductions.ts";
import type { Checked, Term } from "../term.ts";
import { addSumGradient, addTokenGradient } from "./entries.ts";
import { partialsOf } from "./partials.ts";
import { reductionGradient } from "./reduction-gradients.ts";
import { measuredOfRows, otherSide, type RowGroup, summedBy } from "./row-group.ts";
import { slopeOf } from "./slope.ts";

/** Whether a quantity changes with the student's logits: ranks, lists and the most likely token pass no derivative. */
function moves(quantity: Quantity, formula: Checked): boolean {
  if (quantity.of === "side" && quantity.column === "logProb") return quantity.side.kind === "student";
  const sum = summedBy(quantity, formula);
  return sum !== null && slopeOf(sum.argument) !== null;
}

/** The parts of a formula through which a derivative passes, each after those that it is computed from. */
export function movingParts(formula: Checked): readonly Term[] {
  const known = new Map<Term, boolean>();
  const order: Term[] = [];
  const visited = (term: Term): boolean => {
    const found = known.get(term);
    if (found !== undefined) return found;
    const passes = passing(term);
    known.set(term, passes);
    if (passes) order.push(term);
    return passes;
  };
  const passing = (term: Term): boolean => {
    switch (term.kind) {
      case "number":
      case "entry":
        return false;
      case "measured":
        return moves(term.quantity, formula);
      case "apply": {
        const partials = partialsOf(term);
        return term.args.map((each, at) => (partials[at] ?? null) !== null && visited(each)).some(Boolean);
      }
      case "reduce":
        return reductionGradient(term.name) !== null && visited(term.argument);
      default:
        return term satisfies never;
    }
  };
  visited(formula.result);
  return order;
}

type Adjoint = number[][];

class Backward {
  readonly gradients: readonly Float64Array[];
  private readonly adjoints = new Map<Term, Adjoint>();
  private readonly formula: Checked;
  private readonly group: RowGroup;
  private readonly evaluation: Evaluation;
  private readonly moving: ReadonlySet<Term>;

  constructor(formula: Checked, group: RowGroup, evaluation: Evaluation, moving: readonly Term[]) {
    this.formula = formula;
    this.group = group;
    this.evaluation = evaluation;
    this.moving = new Set(moving);
    this.gradients = group.ids.map((ids, answer) => {
      const [row] = group.rows({ kind: "student" }, answer) ?? [];
      return new Float64Array(ids.length * (row?.logProbs.length ?? 0));
    });
  }

  private of(term: Term): Adjoint {
    const found =
      this.adjoints.get(term) ??
      this.group.ids.map((ids) => new Array<number>(term.shape === "token" ? ids.length : 1).fill(0));
    this.adjoints.set(term, found);
    return found;
  }

  /** Adds to the derivative by a part; that of a coarser part is the sum over those of the finer ones. */
  add(term: Term, answer: number, token: number, value: number): void {
    const row = this.of(term)[term.shape === "group" ? 0 : answer];
    const at = term.shape === "token" ? token : 0;
    if (row !== undefined) row[at] = (row[at] ?? 0) + value;
  }

  /** The answers at which a part has values of its own. */
  private answersOf(term: Term): readonly number[] {
    return term.shape === "group" ? [0] : [...this.group.ids.keys()];
  }

  private throughFunction(term: Extract<Term, { kind: "apply" }>): void {
    const partials = partialsOf(term);
    const own = this.of(term);
    for (const [at, argument] of term.args.entries()) {
      const partial = partials[at] ?? null;
      if (partial === null || !this.moving.has(argument)) continue;
      for (const answer of this.answersOf(term)) {
        const slopes = this.evaluation.at(partial, answer);
        for (const [t, adjoint] of (own[answer] ?? []).entries())
          this.add(argument, answer, t, times(adjoint, slopes[partial.shape === "token" ? t : 0]));
      }
    }
  }

  private throughReduction(term: Extract<Term, { kind: "reduce" }>): void {
    const { name, argument } = term;
    const gradient = reductionGradient(name);
    if (gradient === null) return;
    const own = this.of(term);
    const { from } = REDUCTIONS[name];
    if (from === "token") {
      for (const answer of this.group.ids.keys()) {
        const slopes = gradient(this.evaluation.at(argument, answer), own[answer] ?? []);
        for (const [t, slope] of slopes.entries()) this.add(argument, answer, t, slope);
      }
      return;
    }
    const counted = [...this.group.ids.keys()].filter((answer) => (this.group.ids[answer]?.length ?? 0) > 0);
    const values = counted.map((answer) => this.evaluation.at(argument, answer)[0] ?? Number.NaN);
    const adjoints = term.shape === "group" ? (own[0] ?? []) : counted.map((answer) => own[answer]?.[0] ?? 0);
    for (const [at, slope] of gradient(values, adjoints).entries())
      this.add(argument, counted[at] ?? 0, 0, slope);
  }

  /** What one token's number passes on to the logits there. */
  private intoRow(quantity: Quantity, answer: number, t: number, adjoint: number): void {
    const row = this.group.rows({ kind: "student" }, answer)?.[t];
    const other = this.group.rows(otherSide(quantity), answer)?.[t];
    if (row === undefined || other === undefined || adjoint === 0) return;
    const size = row.logProbs.length;
    const into = this.gradients[answer]?.subarray(t * size, (t + 1) * size) ?? new Float64Array();
    const sum = summedBy(quantity, this.formula);
    if (sum === null) addTokenGradient(row, this.group.ids[answer]?.[t], adjoint, into);
    else addSumGradient(sum, row, other, adjoint, into);
  }

  private intoLogits(term: Extract<Term, { kind: "measured" }>): void {
    for (const [answer, adjoints] of this.of(term).entries())
      for (const [t, adjoint] of adjoints.entries()) this.intoRow(term.quantity, answer, t, adjoint);
  }

  through(term: Term): void {
    if (term.kind === "apply") this.throughFunction(term);
    if (term.kind === "reduce") this.throughReduction(term);
    if (term.kind === "measured") this.intoLogits(term);
  }
}

/**
 * The gradient of `Σ weight · value` over all tokens of a group with respect to the student's logits: one array of
 * [tokens, vocabulary] per answer. `sg`, ranks, quantiles and conditions pass no derivative; a maximum passes it to what was
 * chosen. `weights` has one number per token; the formula's value at an answer or a group counts at each of its tokens.
 */
export function gradientsOf(
  formula: Checked,
  group: RowGroup,
  evaluation: Evaluation,
  weights: readonly (readonly number[])[],
): readonly Float64Array[] {
  const moving = movingParts(formula);
  const backward = new Backward(formula, group, evaluation, moving);
  if (moving.length === 0) return backward.gradients;
  for (const [answer, row] of weights.entries())
    for (const [t, weight] of row.entries()) backward.add(formula.result, answer, t, weight);
  for (const term of [...moving].reverse()) backward.through(term);
  return backward.gradients;
}

/** Why a group lacks what a formula needs; null where it has everything. */
export function lackingInRows(formula: Checked, group: RowGroup): string | null {
  const measured = measuredOfRows(formula, group);
  const found = group.ids.map((_, answer) => lackingFor(formula, measured, answer)?.missing ?? null);
  return found.find((reason) => reason !== null) ?? null;
}
