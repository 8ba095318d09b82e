/** From replayed answers to what gates read of them. */
import type { PairSignals, Replay } from "../evidence/replay.ts";
import type { Role } from "../evidence/views/showing.ts";
import type { Member } from "./gate.ts";

function pairsByRole(
  [, ...others]: Replay["sides"],
  pairs: readonly PairSignals[],
): Readonly<Partial<Record<Role, PairSignals>>> {
  const read = others.flatMap(({ role }, i) => (pairs[i] === undefined ? [] : [[role, pairs[i]] as const]));
  return Object.fromEntries(read.reverse());
}

/** The readings of each answer's sides by role; of several sides of one role the first counts. */
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
