/** The noise floor of an answer: its scores under its own showing against what was measured while it was generated. */
import type { Nats } from "../base/ids.ts";
import type { NoiseFloor } from "./replay.ts";
import type { Rollout, RunCard } from "./rollout.ts";
import { type Showing, showingKey } from "./views/showing.ts";

/** Whether an answer was generated under a showing and by the current weights. */
function answeredUnder({ showing, card }: Rollout, student: Showing, now: RunCard): boolean {
  const version = (of: RunCard) => of.weights?.version ?? 0;
  return (
    showingKey(showing) === showingKey(student) &&
    card.weightsSha256 === now.weightsSha256 &&
    version(card) === version(now)
  );
}

/** Differences from the log-probabilities at generation; null if other weights or another showing generated the answer. */
export function noiseFloorOf(
  rollout: Rollout,
  student: Showing,
  now: RunCard,
  own: readonly number[],
): NoiseFloor | null {
  if (!answeredUnder(rollout, student, now)) return null;
  const perToken = own.map((nats, t) => {
    const before = rollout.logProbs[t] as number;
    return (before === nats ? 0 : Math.abs(nats - before)) as Nats;
  });
  return { perToken, max: Math.max(0, ...perToken) as Nats };
}
