/** A gate's settings as the panel shows and changes them: by name, whatever the gate. */
import { gates } from "../../gate/catalog.ts";
import type { Choice, Convention, Knob } from "../../gate/gate.ts";
import type { GateChoice } from "../../gate/reading.ts";

/** Settings by their names. */
type Named = Readonly<Record<string, number | string>>;

/** A gate as the panel tells of it. */
export interface Described {
  readonly title: string;
  readonly idea: string;
  readonly formula: string;
  readonly source: string;
  readonly needs: readonly string[];
  readonly judges: boolean;
  readonly knobs: readonly (readonly [name: string, knob: Knob])[];
  readonly choices: readonly (readonly [name: string, choice: Choice<string>])[];
  readonly conventions: readonly (Omit<Convention<unknown>, "settings"> & { readonly settings: Named })[];
  readonly start: Named;
}

/** What the catalog says of a choice's gate. */
export function describe({ gate }: Pick<GateChoice, "gate">): Described {
  const found = gates.find(({ id }) => id === gate) ?? gates[0];
  // The catalog's types know each gate's own settings; a list of all can only know that they are numbers and words.
  const told = found as unknown as Omit<Described, "knobs" | "choices"> & {
    readonly knobs: Readonly<Record<string, Knob>>;
    readonly choices: Readonly<Record<string, Choice<string>>>;
  };
  return { ...told, knobs: Object.entries(told.knobs), choices: Object.entries(told.choices) };
}

export function settingOf({ settings }: GateChoice, name: string): number | string {
  return (settings as unknown as Named)[name] ?? 0;
}

/** The choice with other settings; names and values are those that the catalog lists for its gate. */
export function changed(choice: GateChoice, change: Named): GateChoice {
  return { ...choice, settings: { ...choice.settings, ...change } } as GateChoice;
}

/** Whether every setting is as given; settings that are not named may be anything. */
export function holds(choice: GateChoice, settings: Named): boolean {
  return Object.entries(settings).every(([name, value]) => settingOf(choice, name) === value);
}
