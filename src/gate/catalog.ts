/** Every gate; the only place where one is registered. What else knows a gate by its id is optional. */
import type { AnyGate, GateChoice, GateSettings } from "./gate.ts";
import { uniOpd } from "./uni-opd/uni-opd.ts";
import { vZero } from "./v-zero.ts";
import { vaOpd } from "./va-opd.ts";
import { vppo } from "./vppo.ts";

/** In the order in which a person is told of them. */
export const gates: readonly AnyGate[] = [vZero, vaOpd, uniOpd, vppo];

/** The gate of that id; undefined for one that this version does not know. */
export function gateOf(id: string): AnyGate | undefined {
  return gates.find((gate) => gate.id === id);
}

/**
 * Every gate of the catalog under the settings that `given` holds by its id: what is missing there is as the gate starts.
 */
export function gateChoices(given: Readonly<Record<string, GateSettings>>): readonly GateChoice[] {
  return gates.map(({ id, start }) => ({ gate: id, settings: { ...start, ...given[id] } }));
}

/** Each gate under the settings that its paper starts from. */
export const usualChoices: readonly GateChoice[] = gateChoices({});
