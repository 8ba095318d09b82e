/** What is said of a formula that is used as a loss. */
import type { Checked, Term } from "../term.ts";
import { movingParts } from "./backward.ts";

/**
 * Whether the part is made of numbers and knobs alone. One that is measured or reduced, as `mean_g(correct)`, depends on the
 * answers that were drawn even where no derivative passes through it.
 */
function isConstant(term: Term): boolean {
  return term.kind === "number" || (term.kind === "apply" && term.args.every(isConstant));
}

/** Whether a derivative comes from the log-probability of the generated token alone, with a factor that is the same for all. */
function isScore(term: Term, moving: ReadonlySet<Term>): boolean {
  if (!moving.has(term)) return true;
  if (term.kind === "measured") return term.quantity.of === "side" && term.quantity.column === "logProb";
  if (term.kind !== "apply") return false;
  const [first, second] = term.args;
  const all = term.args.every((each) => isScore(each, moving));
  switch (term.name) {
    case "+":
    case "-":
    case "negate":
      return all;
    case "*":
      return all && term.args.some(isConstant);
    case "/":
      return second !== undefined && first !== undefined && isConstant(second) && all;
    default:
      return false;
  }
}

const NO_DERIVATIVE =
  "As a loss it teaches nothing: no derivative with respect to the student’s logits passes through it.";

const ZERO_EXPECTED =
  "As a loss on the student’s own answers its expected gradient is zero: the log-probability of every token has the same factor, whichever token was drawn. Its value is an estimate (k1), but its gradient is noise; sg(lS - lT) * lS has the gradient of what it estimates.";

/**
 * Why a formula would teach nothing as a loss; null where that is not known. Over answers that the student draws,
 * `E[c ∇ ln p(y)] = c ∇ Σ p = 0` for a factor c that does not depend on what is drawn.
 */
export function lossRemark(formula: Checked): string | null {
  const moving = new Set(movingParts(formula));
  if (moving.size === 0) return NO_DERIVATIVE;
  return isScore(formula.result, moving) ? ZERO_EXPECTED : null;
}
