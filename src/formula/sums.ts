/**
 * What is summed over the vocabulary: a value of the student's and at most one other side's probabilities and
 * log-probabilities. It is computed where the rows of logits are, and stored under its own text, in which the student is p and
 * the other side is q.
 */

import { OPERATIONS } from "./elementwise.ts";
import type { SideName } from "./names.ts";
import type { Problem } from "./syntax.ts";
import type { Term, VocabularySum } from "./term.ts";

/** The most parts of a summed value, once its definitions are written out. */
const MOST_PARTS = 400;

class Writer {
  side: SideName | null = null;
  problem: Problem | null = null;
  private parts = 0;

  private fail(term: Term, message: string): string {
    this.problem ??= { place: term.place, message };
    return "";
  }

  private entry(term: Extract<Term, { kind: "entry" }>): string {
    const { side, of } = term;
    const isStudent = side.kind === "student";
    if (!isStudent && this.side !== null && JSON.stringify(this.side) !== JSON.stringify(side))
      return this.fail(term, "A sum compares the student with one other side; expected no second one here.");
    if (!isStudent) this.side = side;
    const name = isStudent ? "p" : "q";
    return of === "p" ? name : `log(${name})`;
  }

  private applied({ name, args }: Extract<Term, { kind: "apply" }>): string {
    const [first = "", second = "", ...rest] = args.map((each) => this.written(each));
    if (name === "negate") return `(-${first})`;
    if (name in OPERATIONS) return `(${first} ${name} ${second})`;
    return `${name}(${[first, second, ...rest].slice(0, args.length).join(", ")})`;
  }

  written(term: Term): string {
    this.parts++;
    if (this.problem !== null) return "";
    if (this.parts > MOST_PARTS)
      return this.fail(term, `A summed value has at most ${MOST_PARTS} parts, its definitions written out.`);
    switch (term.kind) {
      case "number":
        return term.value < 0 ? `(-${-term.value})` : String(term.value);
      case "entry":
        return this.entry(term);
      case "apply":
        return this.applied(term);
      case "measured":
      case "reduce":
        return this.fail(
          term,
          "Only p, q, one side’s r(…) and constants can be summed over the vocabulary; expected this outside of the sum.",
        );
      default:
        return term satisfies never;
    }
  }
}

/** The sum of a value per vocabulary entry, or why it cannot be one, at its place. */
export function vocabularySum(
  over: VocabularySum["over"],
  k: number,
  argument: Term,
): VocabularySum | Problem {
  const writer = new Writer();
  const text = `${over}(${over === "top_v" ? `${k}, ` : ""}${writer.written(argument)})`;
  return writer.problem ?? { text, over, k, argument, side: writer.side };
}
