/** A group of replayed answers as gates see it: which gates apply, and the weights that a gate gives it. */
import { failure, type Outcome } from "../base/outcome.ts";
import type { PairSignals, Replay } from "../evidence/replay.ts";
import type { Role } from "../evidence/views/showing.ts";
import { gateOf } from "./catalog.ts";
import type { GateChoice, Member, Weights } from "./gate.ts";

function pairsByRole(
  [, ...others]: Replay["sides"],
  pairs: readonly PairSignals[],
): Readonly<Partial<Record<Role, PairSignals>>> {
  const known = others.flatMap(({ role }, i) => (pairs[i] === undefined ? [] : [[role, pairs[i]] as const]));
  return Object.fromEntries(known.reverse());
}

/** The answers of a group, each with its log-probabilities by role; where two sides share a role, the first counts. */
export function membersOf(
  replays: readonly Pick<Replay, "sides" | "pairs">[],
  verdicts: readonly (boolean | null)[],
): readonly Member[] {
  return replays.map(({ sides, pairs }, answer) => ({
    logProbs: Object.fromEntries([...sides].reverse().map(({ role, logProb }) => [role, logProb])),
    pairs: pairsByRole(sides, pairs),
    correct: verdicts[answer] ?? null,
  }));
}

/** The sides that a gate needs and under which some answer has not been scored. */
export function lackingSides(gate: string, group: readonly Member[]): readonly string[] {
  const needs = gateOf(gate)?.needs ?? [];
  return needs.filter((side) => group.some(({ logProbs }) => logProbs[side] === undefined));
}

/** The choices of gates whose sides have all been scored; none for an empty group. */
export function applicable(choices: readonly GateChoice[], group: readonly Member[]): readonly GateChoice[] {
  return group.length === 0 ? [] : choices.filter(({ gate }) => lackingSides(gate, group).length === 0);
}

export type WeightsRequest = GateChoice & { readonly group: readonly Member[] };

/** The weights that a gate gave a group, with the settings under which it did. */
export type GateResult = GateChoice & {
  readonly weights: Weights;
  /** Where the weights were computed; their derivation always comes from the float64 reference. */
  readonly numbers: "wgsl" | "cpu";
  /**
   * The largest distance of the WGSL weights from the reference, as a multiple of the kernel's tolerance; null where the
   * reference computed them. Where a margin is met to the last digit, one route may mask an answer that the other keeps.
   */
  readonly deviation: number | null;
};

/**
 * The weights of a group in float64. Faults: badInput (log-probabilities that are missing or of different lengths, settings
 * that contradict each other), notFound (a gate that this version does not know).
 */
export function computeWeights({ gate, settings, group }: WeightsRequest): Outcome<Weights> {
  const known = gateOf(gate);
  return known === undefined
    ? failure("notFound", `This version of Fovea knows no gate “${gate}”.`)
    : known.computeWeights(group, settings);
}
