/** A gate's settings as the panel shows and changes them: by name, whatever the gate. */
import { gateOf, gates } from "../../gate/catalog.ts";
import type { AnyGate, Choice, GateChoice, GateSettings, Knob } from "../../gate/gate.ts";

/** A gate as the panel tells of it. */
export interface Described extends Omit<AnyGate, "knobs" | "choices"> {
  readonly knobs: readonly (readonly [name: string, knob: Knob])[];
  readonly choices: readonly (readonly [name: string, choice: Choice<string>])[];
}

const entriesOf = <T>(named: Readonly<Partial<Record<string, T>>>): readonly (readonly [string, T])[] =>
  Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));

/** What the catalog says of a choice's gate; of one that it does not know, its first. */
export function describe({ gate }: Pick<GateChoice, "gate">): Described {
  const found = gateOf(gate) ?? (gates[0] as AnyGate);
  // Options are words; the catalog's type of any gate can only know that they are values.
  const choices = entriesOf(found.choices as Readonly<Partial<Record<string, Choice<string>>>>);
  return { ...found, knobs: entriesOf(found.knobs), choices };
}

export function settingOf({ settings }: GateChoice, name: string): number | string {
  const value = settings[name];
  return typeof value === "number" || typeof value === "string" ? value : 0;
}

/** The choice with other settings; names and values are those that the catalog lists for its gate. */
export function changed(choice: GateChoice, change: GateSettings): GateChoice {
  return { ...choice, settings: { ...choice.settings, ...change } };
}

/** Whether every setting is as given; settings that are not named may be anything. */
export function holds(choice: GateChoice, settings: GateSettings): boolean {
  return Object.entries(settings).every(([name, value]) => settingOf(choice, name) === value);
}
