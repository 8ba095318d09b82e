/** Sums of a formula over the vocabulary in float64, from the softmax of both sides. */
import type { Softmax } from "../../math/support/pair-sums.ts";
import { elementwise } from "../elementwise.ts";
import type { Term, VocabularySum } from "../term.ts";

type AtEntry = (v: number) => number;

function compiled(term: Term, student: Softmax, other: Softmax): AtEntry {
  switch (term.kind) {
    case "number":
      return () => term.value;
    case "entry": {
      const side = term.side.kind === "student" ? student : other;
      const column = term.of === "p" ? side.probabilities : side.logProbs;
      return (v) => column[v] as number;
    }
    case "apply": {
      const { value } = elementwise(term.name);
      const [first, second, third] = term.args.map((each) => compiled(each, student, other));
      if (first === undefined) return () => Number.NaN;
      if (second === undefined) return (v) => value(first(v));
      if (third === undefined) return (v) => value(first(v), second(v));
      return (v) => value(first(v), second(v), third(v));
    }
    case "measured":
    case "reduce":
      return () => Number.NaN;
    default:
      return term satisfies never;
  }
}

/** The value at one position, and the sum of its terms' magnitudes, against which rounding is measured. */
export interface RowSum {
  readonly value: number;
  readonly size: number;
}

export function sumAtRow({ over, argument }: VocabularySum, student: Softmax, other: Softmax): RowSum {
  const at = compiled(argument, student, other);
  let [sum, most, size] = [0, Number.NEGATIVE_INFINITY, 0];
  for (let v = 0; v < student.logProbs.length; v++) {
    const term = at(v);
    sum += term;
    most = Math.max(most, term);
    size += Math.abs(term);
  }
  return over === "sum_v" ? { value: sum, size } : { value: most, size: Math.abs(most) };
}
