/** `record --signal "name = …"`: the formula that colours the recorded tokens. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { readFormula } from "../../formula/formula.ts";
import { mean } from "../../math/statistics/statistics.ts";
import type { Experiment, OwnFormula, Sampling, Settings } from "../../session/document/document.ts";
import { formulaSignalId, withFormula } from "../../session/document/own-formulas.ts";
import { USUAL_SETTINGS } from "../../session/settings.ts";
import { TEACHER } from "../../session/signals/choice.ts";
import { formulaSignals } from "../../session/signals/own/formula-signals.ts";
import { namedFormula } from "../../session/signals/own/named-formula.ts";

/** The formula of the option; null without one. Faults: badInput, with the place in the text and what was expected there. */
export function formulaOf(text: string | null): Outcome<OwnFormula | null> {
  if (text === null) return success(null);
  const found = readFormula(text);
  if (found.ok) return success(namedFormula(text, []));
  const { place, message } = found.problem;
  return failure("badInput", `--signal, at character ${place.from + 1}: ${message}`);
}

/** The settings of the recorded session. */
export function settingsWith(formula: OwnFormula | null, sampling: Sampling): Settings {
  const usual = { ...USUAL_SETTINGS, sampling };
  if (formula === null) return usual;
  return { ...withFormula(usual, null, formula), signal: formulaSignalId(formula.name) };
}

/** The mean of the formula over an answer, or why it has none. */
export function formulaWords(experiment: Experiment, sibling: number, formula: OwnFormula): string {
  const [signal] = formulaSignals([formula], new Set([formula.text]));
  const reading = signal?.read({ experiment, sibling }, TEACHER);
  if (reading?.kind !== "values") return `${formula.name}: ${reading?.reason ?? ""}`;
  return `${formula.name} ${mean(reading.values.filter((value) => value !== null))?.toFixed(4) ?? "undefined"} on average`;
}
