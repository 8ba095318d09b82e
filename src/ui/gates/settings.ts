/** A gate's settings as the panel shows and changes them: by name, for any gate. */
import { gateOf, gates } from "../../gate/catalog.ts";
import type { AnyGate, Choice, GateChoice, GateSettings, Knob } from "../../gate/gate.ts";

/** A gate as the panel describes it. */
export interface Described extends Omit<AnyGate, "knobs" | "choices"> {
  readonly knobs: readonly (readonly [name: string, knob: Knob])[];
  readonly choices: readonly (readonly [name: string, choice: Choice<string>])[];
}

const entriesOf = <T>(named: Readonly<Partial<Record<string, T>>>): readonly (readonly [string, T])[] =>
  Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));

/** The catalog's entry for a choice's gate; for an unknown one, the first entry. */
export function describe({ gate }: Pick<GateChoice, "gate">): Described {
  const found = gateOf(gate) ?? (gates[0] as AnyGate);
  // Options are words; the catalog's common type only knows them as values.
  const choices = entriesOf(found.choices as Readonly<Partial<Record<string, Choice<string>>>>);
  return { ...found, knobs: entriesOf(found.knobs), choices };
}

export function settingOf({ settings }: GateChoice, name: string): number | string {
  const value = settings[name];
  return typeof value === "number" || typeof value === "string" ? value : 0;
}

/** The choice with other settings; names and values must be those listed in the catalog for its gate. */
export function changed(choice: GateChoice, change: GateSettings): GateChoice {
  return { ...choice, settings: { ...choice.settings, ...change } };
}

/** Whether every given setting holds; settings that are not given may be anything. */
export function holds(choice: GateChoice, settings: GateSettings): boolean {
  return Object.entries(settings).every(([name, value]) => settingOf(choice, name) === value);
}
