/** The catalog of gates. A gate is registered only here; anything else that refers to a gate by its id is optional. */
import type { AnyGate, GateChoice, GateSettings } from "./gate.ts";
import { uniOpd } from "./uni-opd/uni-opd.ts";
import { vZero } from "./v-zero.ts";
import { vaOpd } from "./va-opd.ts";
import { vppo } from "./vppo.ts";

/** In the order in which they are listed. */
export const gates: readonly AnyGate[] = [vZero, vaOpd, uniOpd, vppo];

/** The gate with that id; undefined if this version does not know it. */
export function gateOf(id: string): AnyGate | undefined {
  return gates.find((gate) => gate.id === id);
}

/**
 * Every gate of the catalog with the settings in `given` under its id; missing settings have their start values.
 */
export function gateChoices(given: Readonly<Record<string, GateSettings>>): readonly GateChoice[] {
  return gates.map(({ id, start }) => ({ gate: id, settings: { ...start, ...given[id] } }));
}

/** Each gate with the default settings of its paper. */
export const usualChoices: readonly GateChoice[] = gateChoices({});
