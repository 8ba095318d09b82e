/** Which gates can weigh a group. */
import { gateOf } from "./catalog.ts";
import type { Member } from "./gate.ts";
import type { GateChoice } from "./reading.ts";

/** The sides that a gate needs and some answer was not read as. */
export function lackingSides(gate: string, group: readonly Member[]): readonly string[] {
  const needs = gateOf(gate)?.needs ?? [];
  return needs.filter((side) => group.some(({ logProbs }) => logProbs[side] === undefined));
}

/** The choices of gates whose sides were all read; none for an empty group. */
export function applicable(choices: readonly GateChoice[], group: readonly Member[]): readonly GateChoice[] {
  return group.length === 0 ? [] : choices.filter(({ gate }) => lackingSides(gate, group).length === 0);
}
