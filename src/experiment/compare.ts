/** Complete comparisons of answers under other showings. */
import { type Outcome, success } from "../base/outcome.ts";
import type { Engine } from "../engine/port.ts";
import { JSD_HALF, type Replay, type ReplayRequest } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { Contrast, Role, Showing } from "../evidence/views/showing.ts";
import type { Box } from "../view/box.ts";

/** A contrast of the showing under which an answer was generated with other showings, all in one role. */
export function besides(rollout: Rollout, role: Role, showings: readonly Showing[]): Contrast {
  return { student: rollout.showing, others: showings.map((showing) => ({ role, showing })) };
}

/** The part of a request that says what is measured on demand. */
export const onDemand = (sums: readonly string[] = [], evidence?: Box): Partial<ReplayRequest> =>
  sums.length === 0 ? {} : { sums, ...(evidence === undefined ? {} : { evidence }) };

/** The replays of answers with JSD(0.5) over the full vocabulary, and sums of formulas; null if it was stopped. */
export async function compareWhole(
  engine: Pick<Engine, "compare">,
  rollouts: readonly Rollout[],
  contrast: Contrast,
  alternatives: number,
  signal: AbortSignal,
  sums?: readonly string[],
  evidence?: Box,
): Promise<Outcome<readonly Replay[] | null>> {
  const request = {
    ...{ rollouts, contrast, divergence: JSD_HALF, alternatives },
    ...onDemand(sums, evidence),
  };
  const compared = await engine.compare(request, signal, () => undefined);
  if (!compared.ok) return compared;
  const complete =
    compared.value.length === rollouts.length && compared.value.every(({ end }) => end === "done");
  return success(complete ? compared.value : null);
}
