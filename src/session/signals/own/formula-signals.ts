/** Signals that are formulas of the person's own. */

import { ROLES, type Role } from "../../../evidence/views/showing.ts";
import type { Unit } from "../../../formula/elementwise.ts";
import { Evaluation, lackingFor, type Step, stepsOf, valuesOf } from "../../../formula/evaluate.ts";
import { readFormula } from "../../../formula/formula.ts";
import type { Quantity, SideName } from "../../../formula/names.ts";
import type { Checked } from "../../../formula/term.ts";
import type { Experiment, OwnFormula } from "../../document/document.ts";
import { formulaSignalId } from "../../document/own-formulas.ts";
import { divergenceUnit } from "../formula.ts";
import {
  type Against,
  type Answer,
  missing,
  type NeededView,
  type Signal,
  type SignalReading,
  type SignalScale,
  values,
} from "../signal.ts";
import { boundAt, measuredIn, measuredOnDemand } from "./measured.ts";

/** Said of a formula that came with a file or a link until the person runs it. */
export const NOT_RUN = "This formula came with the session. Read it, then run it.";

/** Said of a formula that was being measured when the graphics device was lost, until the person runs it again. */
const lostWords = (name: string): string =>
  `The graphics device was lost while “${name}” was measured. It is off until you run it again.`;

const UNITS: Readonly<Record<Unit, string>> = {
  nats: "nats",
  probability: "probability",
  weight: "",
  count: "",
  number: "",
};

const isNeeded = (name: string): name is NeededView =>
  name === "erased" || ((ROLES as readonly string[]).includes(name) && name !== ("control" satisfies Role));

/** What an evaluation of an experiment's answers depends on; the last one is kept, since a strip reads every sibling. */
interface Kept {
  readonly experiment: Experiment;
  readonly side: string;
  readonly evaluation: Evaluation;
}

function comparedIn(quantity: Quantity): boolean {
  const isCompared = ({ kind }: SideName) => kind === "compared";
  switch (quantity.of) {
    case "side":
    case "other":
      return isCompared(quantity.side);
    case "pair":
      return isCompared(quantity.first) || isCompared(quantity.second);
    case "answer":
    case "attention":
      return false;
    case "listed":
    case "sum":
      return quantity.side !== null && isCompared(quantity.side);
    default:
      return quantity satisfies never;
  }
}

function scaleOf({ result }: Checked): SignalScale {
  if (result.notNegative) return { kind: "sequential", most: null, least: 1 };
  return {
    kind: "diverging",
    least: 1,
    below: { words: "below 0", tone: "less" },
    above: { words: "above 0", tone: "more" },
  };
}

/** Tokens without a defined value are counted in a remark. */
function reading(numbers: readonly number[], remarks: readonly string[]): SignalReading {
  const undefinedOnes = numbers.filter(Number.isNaN).length;
  return values(
    numbers.map((value) => (Number.isNaN(value) ? null : value)),
    undefinedOnes === 0
      ? remarks
      : [
          ...remarks,
          `The formula is undefined at ${undefinedOnes} of ${numbers.length} tokens, as 0 / 0 and the logarithm of a negative number are.`,
        ],
  );
}

function evaluator() {
  let kept: Kept | null = null;
  return (experiment: Experiment, against: Against): Evaluation => {
    const side = JSON.stringify(against);
    if (kept === null || kept.experiment !== experiment || kept.side !== side)
      kept = { experiment, side, evaluation: new Evaluation(measuredIn(experiment, against)) };
    return kept.evaluation;
  };
}

const LOWER_BOUND =
  "D is a lower bound here: only the most likely tokens of each side are known, and the rest as one.";

/** Whether a divergence in the formula is known as a lower bound only. */
function isBound(checked: Checked, experiment: Experiment, against: Against, answer: number): boolean {
  return checked.quantities.some(
    (quantity) =>
      quantity.of === "other" && quantity.column === "D" && boundAt(experiment, quantity, against, answer),
  );
}

/** Whether the value has the unit of the divergence that the page is set to. */
const hasUnitOfDivergence = ({ result, quantities }: Checked): boolean =>
  result.unit === "nats" && quantities.some((quantity) => quantity.of === "other" && quantity.column === "D");

function readable(checked: Checked): Pick<Signal, "read" | "compares" | "unit" | "unitUnder" | "scale"> {
  const evaluationOf = evaluator();
  return {
    unit: UNITS[checked.result.unit],
    ...(hasUnitOfDivergence(checked) && { unitUnder: divergenceUnit }),
    compares: checked.quantities.some(comparedIn),
    scale: () => scaleOf(checked),
    read({ experiment, sibling }: Answer, against: Against) {
      const lacks = lackingFor(checked, measuredIn(experiment, against), sibling);
      if (lacks !== null) return missing(lacks.missing, lacks.needs.filter(isNeeded));
      const tokens = experiment.rollouts[sibling]?.ids.length ?? 0;
      const numbers = valuesOf(checked, evaluationOf(experiment, against), sibling, tokens);
      return reading(numbers, isBound(checked, experiment, against, sibling) ? [LOWER_BOUND] : []);
    },
  };
}

/** A longer formula stands in the editor only. */
const LONGEST_WRITTEN = 48;

function written(text: string, name: string, { node: { place } }: Checked): string {
  const value = text.slice(place.from, place.to).replaceAll(/\s+/g, " ");
  return value.length <= LONGEST_WRITTEN ? value : name;
}

/** The signal of a formula. One that cannot be read, or was not run, has no values and says why. */
function signalOfFormula({ name, text }: OwnFormula, isRun: boolean, isLost: boolean): Signal {
  const found = readFormula(text);
  const told = {
    id: formulaSignalId(name),
    title: name,
    about: "A formula of your own, computed in float64 from the numbers of this session.",
    source: "your own",
    over: "formula",
    formula: () => (found.ok ? written(text, name, found.value) : name),
  } as const;
  if (!found.ok)
    return {
      ...told,
      unit: "",
      compares: false,
      scale: () => ({ kind: "sequential", most: null, least: 1 }),
      read: () => missing(`The formula cannot be read: ${found.problem.message}`),
    };
  const signal = { ...told, ...readable(found.value) };
  return isRun ? signal : { ...signal, read: () => missing(isLost ? lostWords(name) : NOT_RUN) };
}

const NONE: ReadonlySet<string> = new Set();

/** One signal per formula; those whose text is not among `run` have no values yet, for those in `lost` because of the device. */
export function formulaSignals(
  formulas: readonly OwnFormula[],
  run: ReadonlySet<string>,
  lost: ReadonlySet<string> = NONE,
): readonly Signal[] {
  return formulas.map((formula) => signalOfFormula(formula, run.has(formula.text), lost.has(formula.text)));
}

/** What is measured on demand for the formulas that were run, each text once. */
export function sumsOf(formulas: readonly OwnFormula[], run: ReadonlySet<string>): readonly string[] {
  const texts = formulas
    .filter(({ text }) => run.has(text))
    .flatMap(({ text }) => {
      const found = readFormula(text);
      return found.ok ? measuredOnDemand(found.value) : [];
    });
  return [...new Set(texts)];
}

/** One evaluation serves all tokens of an experiment. */
const evaluators = new WeakMap<Checked, ReturnType<typeof evaluator>>();

/** Every part of a formula at a token, with its value; null where the formula has none there. */
export function stepsAt(
  text: string,
  { experiment, sibling }: Answer,
  against: Against,
  token: number,
): readonly Step[] | null {
  const found = readFormula(text);
  if (!found.ok) return null;
  const measured = measuredIn(experiment, against);
  if (lackingFor(found.value, measured, sibling) !== null) return null;
  const evaluationOf = evaluators.get(found.value) ?? evaluator();
  evaluators.set(found.value, evaluationOf);
  return stepsOf(text, found.value, evaluationOf(experiment, against), sibling, token);
}
