/**
 * Sums over the vocabulary that need no read of their own: those of `p log p`, `p log q`, `q log q`, `q log p`, p, q and
 * constants, each with a factor. They follow from both entropies and both Kullback–Leibler divergences, which the first read of
 * both sides gives.
 */
import type { Term, VocabularySum } from "../term.ts";

/** A product of at most one probability and at most one log-probability, by its name; its factor. */
type Polynomial = ReadonlyMap<string, number>;

const PROBABILITIES = ["", "p", "q"];
const LOGS = ["", "lp", "lq"];

/** `p lp`; null where the product has two probabilities or two log-probabilities. */
function productOf(a: string, b: string): string | null {
  const [[pa = "", la = ""], [pb = "", lb = ""]] = [a.split(" "), b.split(" ")];
  const isKnown = (pa === "" || pb === "") && (la === "" || lb === "");
  return isKnown ? `${pa + pb} ${la + lb}` : null;
}

function times(a: Polynomial, b: Polynomial): Polynomial | null {
  const found = new Map<string, number>();
  for (const [left, x] of a)
    for (const [right, y] of b) {
      const product = productOf(left, right);
      if (product === null) return null;
      found.set(product, (found.get(product) ?? 0) + x * y);
    }
  return found;
}

function plus(a: Polynomial, b: Polynomial, factor: number): Polynomial {
  const found = new Map(a);
  for (const [name, value] of b) found.set(name, (found.get(name) ?? 0) + factor * value);
  return found;
}

const CONSTANT = " ";

const scaled = (a: Polynomial, factor: number): Polynomial =>
  new Map([...a].map(([name, value]) => [name, factor * value]));

function applied({ name, args }: Extract<Term, { kind: "apply" }>): Polynomial | null {
  const [a, b] = args.map(polynomialOf);
  if (a === null || a === undefined) return null;
  if (name === "negate") return scaled(a, -1);
  if (name === "sg") return a;
  if (b === null || b === undefined) return null;
  if (name === "+") return plus(a, b, 1);
  if (name === "-") return plus(a, b, -1);
  if (name === "*") return times(a, b);
  const divisor = b.size === 1 ? b.get(CONSTANT) : undefined;
  return name === "/" && divisor !== undefined && divisor !== 0 ? scaled(a, 1 / divisor) : null;
}

function polynomialOf(term: Term): Polynomial | null {
  switch (term.kind) {
    case "number":
      return Number.isFinite(term.value) ? new Map([[CONSTANT, term.value]]) : null;
    case "entry": {
      const side = term.side.kind === "student" ? "p" : "q";
      return new Map([[term.of === "p" ? `${side} ` : ` l${side}`, 1]]);
    }
    case "apply":
      return applied(term);
    case "measured":
    case "reduce":
      return null;
    default:
      return term satisfies never;
  }
}

/** What the first read gives of a pair of rows, in nats: `reverseKl` is that of the student from the other side. */
export interface PairMoments {
  readonly studentEntropy: number;
  readonly otherEntropy: number;
  readonly reverseKl: number;
  readonly forwardKl: number;
  readonly vocabulary: number;
}

/** A factor of 0 gives 0, whatever the other is. */
const part = (factor: number, value: number): number => (factor === 0 ? 0 : factor * value);

/** The sum from what the first read gives; null for a sum that needs a read of its own. */
export function fromMoments({ over, argument }: VocabularySum): ((moments: PairMoments) => number) | null {
  const polynomial = over === "sum_v" ? polynomialOf(argument) : null;
  if (polynomial === null) return null;
  const of = (probability: string, log: string): number => polynomial.get(`${probability} ${log}`) ?? 0;
  if (LOGS.slice(1).some((log) => of("", log) !== 0)) return null;
  const plain = PROBABILITIES.slice(1).reduce((sum, side) => sum + of(side, ""), 0);
  // a Σ p ln p + b Σ p ln q = -(a + b) H(p) - b KL(p, q), so that a difference of the two does not cancel.
  const own = [of("p", "lp") + of("p", "lq"), of("p", "lq")] as const;
  const theirs = [of("q", "lq") + of("q", "lp"), of("q", "lp")] as const;
  return ({ studentEntropy, otherEntropy, reverseKl, forwardKl, vocabulary }) =>
    plain +
    of("", "") * vocabulary -
    part(own[0], studentEntropy) -
    part(own[1], reverseKl) -
    part(theirs[0], otherEntropy) -
    part(theirs[1], forwardKl);
}
