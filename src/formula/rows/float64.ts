/** Sums of a formula over the vocabulary in float64, from the softmax of both sides. */
import type { Softmax } from "../../math/support/pair-sums.ts";
import { elementwise } from "../elementwise.ts";
import type { Term, VocabularySum } from "../term.ts";

type AtEntry = (v: number) => number;

/** Probabilities of entries and their logarithms: of the whole vocabulary, or of the tokens that are listed. */
export type Entries = Pick<Softmax, "logProbs" | "probabilities">;

function compiled(term: Term, student: Entries, other: Entries): AtEntry {
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

const magnitude = (values: Iterable<number>): number => {
  let size = 0;
  for (const value of values) size += Math.abs(value);
  return size;
};

/** The places of the K largest values; of equal ones the first count. */
export function placesOfMost(column: Float64Array, k: number): readonly number[] {
  const least = Float64Array.from(column).sort()[Math.max(0, column.length - k)] ?? 0;
  const places = [...column.keys()];
  const above = places.filter((v) => (column[v] as number) > least);
  const equal = places.filter((v) => column[v] === least);
  return [...above, ...equal.slice(0, k - above.length)];
}

/** The sum of the K largest values; NaN where any is. */
function topOf(column: Float64Array, k: number): RowSum {
  if (column.some(Number.isNaN)) return { value: Number.NaN, size: Number.NaN };
  const most = placesOfMost(column, k).map((v) => column[v] as number);
  return { value: most.reduce((sum, value) => sum + value, 0), size: magnitude(most) };
}

export function sumAtRow({ over, k, argument }: VocabularySum, student: Entries, other: Entries): RowSum {
  const at = compiled(argument, student, other);
  if (over === "top_v")
    return topOf(
      Float64Array.from(student.logProbs, (_, v) => at(v)),
      k,
    );
  let [sum, most, size] = [0, Number.NEGATIVE_INFINITY, 0];
  for (let v = 0; v < student.logProbs.length; v++) {
    const term = at(v);
    sum += term;
    most = Math.max(most, term);
    size += Math.abs(term);
  }
  return over !== "max_v" ? { value: sum, size } : { value: most, size: Math.abs(most) };
}
