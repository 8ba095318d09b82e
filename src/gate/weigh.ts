/** A gate by its choice, in float64. */
import { failure, type Outcome } from "../base/outcome.ts";
import { gateOf } from "./catalog.ts";
import type { Weights } from "./gate.ts";
import type { WeighRequest } from "./reading.ts";

/**
 * What the gate says of the group. Faults: badInput (a missing or ragged reading, settings that contradict each other),
 * notFound (a gate that this version does not know).
 */
export function weigh({ gate, settings, group }: WeighRequest): Outcome<Weights> {
  const known = gateOf(gate);
  return known === undefined
    ? failure("notFound", `This version of Fovea knows no gate “${gate}”.`)
    : known.weigh(group, settings);
}
