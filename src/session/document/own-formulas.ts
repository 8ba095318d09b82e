/** The person's own formulas among the settings, and the ids of their signals. */
import type { OwnFormula, Settings } from "./document.ts";

const PREFIX = "formula:";

/** The id of the gate that is a formula, beside those of the catalog. */
export const OWN_GATE = "formula";

/** What colours the tokens where the formula that did is removed. */
const USUAL = "divergence";

/** The id of a formula's signal. */
export const formulaSignalId = (name: string): string => `${PREFIX}${name}`;

/** The name of the formula whose signal has that id; null for any other signal. */
export function formulaNameOf(signal: string): string | null {
  return signal.startsWith(PREFIX) ? signal.slice(PREFIX.length) : null;
}

/** The same empty list every time, so that what reads it sees no change. */
const NONE: readonly OwnFormula[] = [];

export const formulasOf = ({ formulas }: Settings): readonly OwnFormula[] => formulas ?? NONE;

/** The formulas that colour the tokens or are plotted. */
export function shownFormulas({ formulas = [], signal, lines = [] }: Settings): readonly OwnFormula[] {
  const [coloured] = signal.split("@");
  return formulas.filter(({ name }) => {
    const id = formulaSignalId(name);
    return id === coloured || lines.includes(id);
  });
}

/** The formula that is used as a gate: the one that colours the tokens, else the last; null without one. */
export function gateFormula(settings: Settings): OwnFormula | null {
  const formulas = formulasOf(settings);
  const name = formulaNameOf(settings.signal.split("@")[0] ?? "");
  return formulas.find((formula) => formula.name === name) ?? formulas.at(-1) ?? null;
}

/** The first name of these that no formula has: the wanted one, else with a number behind it. */
export function freeName(wanted: string, formulas: readonly OwnFormula[]): string {
  const taken = new Set(formulas.map(({ name }) => name));
  const numbered = [wanted, ...formulas.map((_, at) => `${wanted}_${at + 2}`)];
  return numbered.find((name) => !taken.has(name)) ?? wanted;
}

/** What is coloured or plotted by a formula follows its new name, and ends with it. */
function followed(signal: string, former: string, name: string | null): string | null {
  const [id = "", ...side] = signal.split(/(@.*)/s);
  if (id !== formulaSignalId(former)) return signal;
  return name === null ? null : `${formulaSignalId(name)}${side.join("")}`;
}

/** The settings with a formula in the place of the one with the former name, or behind the others; null removes it. */
export function withFormula(
  { formulas = [], lines, ...rest }: Settings,
  former: string | null,
  formula: OwnFormula | null,
): Settings {
  const at = formulas.findIndex(({ name }) => name === former);
  const added = formula === null ? [] : [formula];
  const next =
    at < 0 ? [...formulas, ...added] : [...formulas.slice(0, at), ...added, ...formulas.slice(at + 1)];
  const name = formula?.name ?? null;
  const follow = (signal: string) => (former === null ? signal : followed(signal, former, name));
  const kept = lines?.flatMap((line) => follow(line) ?? []) ?? [];
  return {
    ...rest,
    signal: follow(rest.signal) ?? USUAL,
    ...(kept.length === 0 ? {} : { lines: kept }),
    ...(next.length === 0 ? {} : { formulas: next }),
  };
}
