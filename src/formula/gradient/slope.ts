/** The derivative of a value per vocabulary entry with respect to the student's log-probability of that entry, as a value per entry. */
import type { Term } from "../term.ts";
import { ONE, partialsOf, product, sum } from "./partials.ts";

const known = new WeakMap<Term, { readonly slope: Term | null }>();

function made(term: Term): Term | null {
  switch (term.kind) {
    case "number":
    case "measured":
    case "reduce":
      return null;
    case "entry":
      if (term.side.kind !== "student") return null;
      return term.of === "p" ? term : ONE;
    case "apply": {
      const partials = partialsOf(term);
      return term.args.reduce<Term | null>((total, argument, at) => {
        const [partial, slope] = [partials[at] ?? null, slopeOf(argument)];
        if (partial === null || slope === null) return total;
        const part = product(partial, slope);
        return total === null ? part : sum(total, part);
      }, null);
    }
    default:
      return term satisfies never;
  }
}

/** With p as the exponential of log p; null where the value does not depend on the student. */
export function slopeOf(term: Term): Term | null {
  const found = known.get(term) ?? { slope: made(term) };
  known.set(term, found);
  return found.slope;
}
