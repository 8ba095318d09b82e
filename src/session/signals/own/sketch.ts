/** A formula at one token as a function of one of its numbers, all others as they are. */
import { Evaluation, lackingFor, type Measured, partsOf } from "../../../formula/evaluate.ts";
import { readFormula, withConstant } from "../../../formula/formula.ts";
import type { Quantity } from "../../../formula/names.ts";
import type { Constant } from "../../../formula/syntax.ts";
import type { Checked, Term } from "../../../formula/term.ts";
import type { Against, Answer } from "../signal.ts";
import { measuredIn } from "./measured.ts";

/** A number that can be varied: a measured one at the token, or a constant with a slider. */
export interface Variable {
  /** As it is written in the formula. */
  readonly name: string;
  readonly of:
    | { readonly kind: "measured"; readonly quantity: Quantity; readonly isLogProb: boolean }
    | { readonly kind: "constant"; readonly constant: Constant };
}

export interface Sketch {
  readonly from: number;
  readonly to: number;
  /** The value of the variable as it is, and the formula there; NaN where it is undefined. */
  readonly here: readonly [x: number, y: number];
  /** From `from` to `to` in equal steps. */
  readonly values: readonly number[];
}

const STEPS = 48;

/** The measured numbers of a formula that differ from token to token, each once, as they are written first. */
function measuredParts(text: string, checked: Checked): readonly Variable[] {
  const found = new Map<string, Variable>();
  const seen = new Set<Term>();
  const visit = (term: Term): void => {
    if (seen.has(term)) return;
    seen.add(term);
    if (term.kind === "measured" && term.shape === "token" && term.quantity.of !== "answer") {
      const key = JSON.stringify(term.quantity);
      const name = text.slice(term.place.from, term.place.to).replaceAll(/\s+/g, " ");
      const isLogProb = term.quantity.of === "side" && term.quantity.column === "logProb";
      if (!found.has(key))
        found.set(key, { name, of: { kind: "measured", quantity: term.quantity, isLogProb } });
    }
    for (const part of partsOf(term)) visit(part);
  };
  for (const { term } of checked.definitions) visit(term);
  visit(checked.result);
  return [...found.values()];
}

/** What of a formula can be varied; none where it cannot be read. */
export function variablesOf(text: string): readonly Variable[] {
  const found = readFormula(text);
  if (!found.ok) return [];
  const constants = found.value.constants.map(
    (constant): Variable => ({ name: constant.name, of: { kind: "constant", constant } }),
  );
  return [...measuredParts(text, found.value), ...constants];
}

/** The same numbers with another one at a token. */
function withNumber(
  measured: Measured,
  quantity: Quantity,
  [answer, token]: readonly [number, number],
  value: number,
): Measured {
  const key = JSON.stringify(quantity);
  return {
    lengths: measured.lengths,
    read(asked, at) {
      const found = measured.read(asked, at);
      return at === answer && JSON.stringify(asked) === key && "length" in found
        ? found.map((each, t) => (t === token ? value : each))
        : found;
    },
  };
}

function valueAt({ result }: Checked, measured: Measured, answer: number, token: number): number {
  const values = new Evaluation(measured).at(result, answer);
  return values[result.shape === "token" ? token : 0] ?? Number.NaN;
}

/** Twice as far from 0 as the number, at least 1, and to 0; a log-probability from at least 8 nats below 0. */
function rangeOf(value: number, isLogProb: boolean): readonly [from: number, to: number] {
  const size = Number.isFinite(value) ? Math.abs(value) : 0;
  if (isLogProb) return [-Math.max(8, 2 * size), 0];
  const far = Math.max(1, 2 * size);
  return value < 0 ? [-far, far] : [0, far];
}

/** The formula as a function of the variable; null where a number of it is missing. */
export function sketchOf(
  text: string,
  { experiment, sibling }: Answer,
  against: Against,
  token: number,
  { of }: Variable,
): Sketch | null {
  const found = readFormula(text);
  const measured = measuredIn(experiment, against);
  if (!found.ok || lackingFor(found.value, measured, sibling) !== null) return null;
  const checked = found.value;
  const here = valueAt(checked, measured, sibling, token);
  const along = (from: number, to: number, value: (x: number) => number) =>
    Array.from({ length: STEPS + 1 }, (_, step) => value(from + ((to - from) * step) / STEPS));
  if (of.kind === "constant") {
    const { least, most, value } = of.constant;
    const at = (x: number): number => {
      const other = readFormula(withConstant(text, of.constant, x));
      return other.ok ? valueAt(other.value, measured, sibling, token) : Number.NaN;
    };
    return { from: least, to: most, here: [value, here], values: along(least, most, at) };
  }
  const column = measured.read(of.quantity, sibling);
  const value = "length" in column ? (column[token] ?? Number.NaN) : Number.NaN;
  const [from, to] = rangeOf(value, of.isLogProb);
  const at = (x: number): number =>
    valueAt(checked, withNumber(measured, of.quantity, [sibling, token], x), sibling, token);
  return { from, to, here: [value, here], values: along(from, to, at) };
}
