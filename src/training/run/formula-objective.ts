/** Formulas of one's own as the loss and as the gate of a step. */

import { failure, type Outcome, success } from "../../base/outcome.ts";
import { Evaluation, valuesOf } from "../../formula/evaluate.ts";
import { readFormula } from "../../formula/formula.ts";
import { gradientsOf, lackingInRows } from "../../formula/gradient/backward.ts";
import { measuredOfRows, type RowGroup } from "../../formula/gradient/row-group.ts";
import type { Checked } from "../../formula/term.ts";
import { type Softmax, softmax } from "../../math/support/pair-sums.ts";
import type { Losses } from "../numbers/row-numbers.ts";
import type { ScoredAnswer } from "../packed/decoder.ts";
import type { Counted } from "../recipe/coefficients.ts";

/** The answers of a step in groups, each an answer to one question, with the rows of every side. */
interface StepRows {
  readonly groups: readonly (readonly number[])[];
  readonly ids: readonly (readonly number[])[];
  readonly correct: readonly boolean[];
  /** Of one side, which formulas call by this name, at every token of an answer; null where it is not compared. */
  rows(side: string, answer: number): readonly Softmax[] | null;
}

function softmaxes({ ids, logits }: ScoredAnswer): readonly Softmax[] {
  const size = logits.length / ids.length;
  return ids.map((_, t) => softmax(logits.subarray(t * size, (t + 1) * size), 1));
}

/** The rows of a step's sides; each is computed when it is first asked for. */
function rowsOf(
  groups: StepRows["groups"],
  answers: readonly ScoredAnswer[],
  sides: ReadonlyMap<string, readonly ScoredAnswer[]>,
  correct: readonly boolean[],
): StepRows {
  const known = new Map<string, readonly Softmax[]>();
  return {
    groups,
    ids: answers.map(({ ids }) => ids),
    correct,
    rows(side, answer) {
      const scored = sides.get(side)?.[answer];
      if (scored === undefined) return null;
      const key = `${side} ${answer}`;
      const found = known.get(key) ?? softmaxes(scored);
      known.set(key, found);
      return found;
    },
  };
}

function groupOf({ ids, correct, rows }: StepRows, group: readonly number[]): RowGroup {
  const nameOf = { student: "student", compared: "teacher" } as const;
  return {
    ids: group.map((answer) => ids[answer] ?? []),
    correct: group.map((answer) => correct[answer] ?? false),
    rows: (side, at) => rows(side.kind === "named" ? side.name : nameOf[side.kind], group[at] ?? -1),
  };
}

/** The formula and what it needs over every group, or why it cannot be computed. */
function opened(
  what: string,
  text: string,
  rows: StepRows,
): Outcome<{ readonly formula: Checked; readonly groups: readonly RowGroup[] }> {
  const found = readFormula(text);
  if (!found.ok) return failure("badInput", `The ${what} cannot be read: ${found.problem.message}`);
  const groups = rows.groups.map((group) => groupOf(rows, group));
  for (const group of groups) {
    const lacks = lackingInRows(found.value, group);
    if (lacks !== null) return failure("badInput", `The ${what} cannot be computed: ${lacks}`);
  }
  return success({ formula: found.value, groups });
}

/**
 * The weight of each token as a multiple of its weight without a gate, `1 / (G T)` in a group of G answers, over the number of
 * groups. A weight that is infinite or undefined counts as 0.
 */
function formulaWeights(text: string, rows: StepRows): Outcome<Counted> {
  const found = opened("gate", text, rows);
  if (!found.ok) return found;
  const { formula, groups } = found.value;
  const coefficients: (readonly number[])[] = [];
  for (const [g, group] of groups.entries()) {
    const evaluation = new Evaluation(measuredOfRows(formula, group));
    for (const [at, answer] of (rows.groups[g] ?? []).entries()) {
      const tokens = group.ids[at]?.length ?? 0;
      const share = 1 / (group.ids.length * tokens * groups.length);
      coefficients[answer] = valuesOf(formula, evaluation, at, tokens).map((weight) =>
        Number.isFinite(weight) ? weight * share : 0,
      );
    }
  }
  return success({ coefficients, advantages: null, withoutSpread: null });
}

/** Rows with a number that is infinite or undefined teach nothing. */
function finiteRows(gradient: Float64Array, tokens: number): Float32Array {
  const found = Float32Array.from(gradient);
  const size = found.length / tokens;
  for (let t = 0; t < tokens; t++) {
    const row = found.subarray(t * size, (t + 1) * size);
    if (!row.every(Number.isFinite)) row.fill(0);
  }
  return found;
}

/**
 * The loss at every token and the gradient of the whole objective, in which tokens count by their coefficients. A token whose
 * loss is infinite or undefined adds nothing and is 0 in the mean.
 */
function formulaLosses(text: string, rows: StepRows, coefficients: Counted["coefficients"]): Outcome<Losses> {
  const found = opened("loss", text, rows);
  if (!found.ok) return found;
  const { formula, groups } = found.value;
  const losses: (readonly number[])[] = [];
  const ofLogits: Float32Array[] = [];
  for (const [g, group] of groups.entries()) {
    const members = rows.groups[g] ?? [];
    const evaluation = new Evaluation(measuredOfRows(formula, group));
    const values = group.ids.map(({ length }, at) => valuesOf(formula, evaluation, at, length));
    const weights = values.map((row, at) =>
      row.map((value, t) => (Number.isFinite(value) ? (coefficients[members[at] ?? -1]?.[t] ?? 0) : 0)),
    );
    const gradients = gradientsOf(formula, group, evaluation, weights);
    for (const [at, answer] of members.entries()) {
      losses[answer] = (values[at] ?? []).map((value) => (Number.isFinite(value) ? value : 0));
      ofLogits[answer] = finiteRows(gradients[at] ?? new Float64Array(), group.ids[at]?.length ?? 0);
    }
  }
  const entropies = rows.ids.map((_, answer) =>
    (rows.rows("student", answer) ?? []).map(({ entropy }) => entropy),
  );
  return success({ losses, entropies, ofLogits });
}

/** The formulas of a step over its answers, which are in groups, with the logits of every side. */
export function stepFormulas(
  groups: StepRows["groups"],
  answers: readonly ScoredAnswer[],
  sides: ReadonlyMap<string, readonly ScoredAnswer[]>,
  correct: readonly boolean[],
) {
  const rows = rowsOf(groups, answers, sides, correct);
  return {
    weights: (text: string) => formulaWeights(text, rows),
    losses: (text: string, coefficients: Counted["coefficients"]) => formulaLosses(text, rows, coefficients),
  };
}
