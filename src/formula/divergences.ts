/** Divergences of the catalog that a session does not hold as a column: written out in the language itself. */
import type { Node, Operator, Place } from "./syntax.ts";

type Unplaced = (place: Place) => Node;

const binary =
  (left: Unplaced, operator: Operator, right: Unplaced): Unplaced =>
  (place) => ({ kind: "binary", operator, left: left(place), right: right(place), place });

const call =
  (name: string, ...args: readonly Unplaced[]): Unplaced =>
  (place) => ({ kind: "call", name, args: args.map((each) => each(place)), place });

const number =
  (value: number): Unplaced =>
  (place) => ({ kind: "number", value, place });

interface WrittenDivergence {
  readonly written: string;
  readonly about: string;
  /** The start value of its parameter; null where it has none. */
  readonly parameter: number | null;
  /** Of the first side from the second. */
  readonly of: (a: Unplaced, b: Unplaced, parameter: number) => Unplaced;
}

const halved = (value: Unplaced): Unplaced => binary(value, "/", number(2));

const difference = (a: Unplaced, b: Unplaced): Unplaced => binary(a, "-", b);

const logs = (a: Unplaced, b: Unplaced): Unplaced => difference(call("log", a), call("log", b));

/** This close to order 1, the Rényi divergence is the KL divergence, as in the catalog. */
const NEAR_ONE = 1e-3;

export const DIVERGENCES: Readonly<Record<string, WrittenDivergence>> = {
  hellinger: {
    written: "hellinger(p, q)",
    about: "The squared Hellinger distance.",
    parameter: null,
    of: (a, b) => halved(call("sum_v", binary(difference(call("sqrt", a), call("sqrt", b)), "^", number(2)))),
  },
  renyi: {
    written: "renyi(q, p, 0.5)",
    about: "The Rényi divergence of the first from the second; the last number is its order.",
    parameter: 0.5,
    of: (a, b, alpha) =>
      Math.abs(alpha - 1) <= NEAR_ONE
        ? call("KL", a, b)
        : binary(
            call(
              "log",
              call("sum_v", binary(binary(a, "^", number(alpha)), "*", binary(b, "^", number(1 - alpha)))),
            ),
            "/",
            number(alpha - 1),
          ),
  },
  skewKL: {
    written: "skewKL(p, q, 0.9)",
    about: "The KL divergence of the first from a mixture; the last number is the second’s weight in it.",
    parameter: 0.9,
    of(a, b, lambda) {
      if (lambda === 1) return call("KL", a, b);
      const mixture = binary(binary(number(lambda), "*", b), "+", binary(number(1 - lambda), "*", a));
      return call("sum_v", binary(a, "*", logs(a, mixture)));
    },
  },
};

/**
 * The divergence by that name of one side from another as a part of a formula, or what was expected, as a sentence. What is
 * written out lies at `place`; `chosen` is its parameter, where one is given.
 */
export function writtenOut(
  name: string,
  args: readonly Node[],
  chosen: number | null,
  place: Place,
): Node | string {
  const told = DIVERGENCES[name];
  const [first, second] = args;
  const most = told === undefined || told.parameter === null ? 2 : 3;
  if (told === undefined || first === undefined || second === undefined || args.length > most)
    return `“${name}” expects two sides${most === 3 ? " and a number" : ""}, as in ${told?.written ?? ""}.`;
  const side = (node: Node) => () => node;
  return told.of(side(first), side(second), chosen ?? told.parameter ?? 0)(place);
}
