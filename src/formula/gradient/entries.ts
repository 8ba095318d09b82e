/** Gradients of sums over the vocabulary with respect to the student's logits, at one token. */
import type { Softmax } from "../../math/support/pair-sums.ts";
import { elementwise, times } from "../elementwise.ts";
import { placesOfMost } from "../rows/float64.ts";
import type { Term, VocabularySum } from "../term.ts";
import { slopeOf } from "./slope.ts";

type Column = (v: number) => number;

/** The values of a term at every entry; each part is computed once. */
function columnsOf(student: Softmax, other: Softmax): (term: Term) => Column {
  const size = student.logProbs.length;
  const known = new Map<Term, Column>();
  const made = (term: Term): Column => {
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
        const args = term.args.map(of);
        const column = Float64Array.from({ length: size }, (_, v) => value(...args.map((each) => each(v))));
        return (v) => column[v] as number;
      }
      case "measured":
      case "reduce":
        return () => Number.NaN;
      default:
        return term satisfies never;
    }
  };
  const of = (term: Term): Column => {
    const found = known.get(term) ?? made(term);
    known.set(term, found);
    return found;
  };
  return of;
}

/**
 * Adds `weight` times the gradient of a sum to `into`, one number per entry: with g the derivative by log p, it is
 * `g - p Σ g`; of a maximum and of the K largest, only the entries that were chosen count.
 */
export function addSumGradient(
  { over, k, argument }: VocabularySum,
  student: Softmax,
  other: Softmax,
  weight: number,
  into: Float64Array,
): void {
  const slope = slopeOf(argument);
  if (slope === null || weight === 0) return;
  const at = columnsOf(student, other);
  const slopes = at(slope);
  const size = into.length;
  const most = over === "max_v" ? 1 : k;
  const value = at(argument);
  const chosen =
    most === 0
      ? null
      : new Set(
          placesOfMost(
            Float64Array.from({ length: size }, (_, v) => value(v)),
            most,
          ),
        );
  const counts = (v: number): number => (chosen === null || chosen.has(v) ? slopes(v) : 0);
  let total = 0;
  for (let v = 0; v < size; v++) total += counts(v);
  for (let v = 0; v < size; v++) {
    const p = student.probabilities[v] as number;
    into[v] = (into[v] as number) + times(weight, counts(v) - times(p, total));
  }
}

/** Adds `weight` times the gradient of the log-probability of one token. */
export function addTokenGradient(
  { probabilities }: Softmax,
  id: number | undefined,
  weight: number,
  into: Float64Array,
): void {
  for (let v = 0; v < into.length; v++)
    into[v] = (into[v] as number) + weight * ((v === id ? 1 : 0) - (probabilities[v] as number));
}
