/** Complete comparisons of answers under other showings. */
import { type Outcome, success } from "../base/outcome.ts";
import type { Engine } from "../engine/port.ts";
import { JSD_HALF, type Replay } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { Contrast, Role, Showing } from "../evidence/views/showing.ts";

/** A contrast of the showing under which an answer was generated with other showings, all in one role. */
export function besides(rollout: Rollout, role: Role, showings: readonly Showing[]): Contrast {
  return { student: rollout.showing, others: showings.map((showing) => ({ role, showing })) };
}

/** The replays of answers with JSD(0.5) over the full vocabulary, and sums of formulas; null if it was stopped. */
export async function compareWhole(
  engine: Pick<Engine, "compare">,
  rollouts: readonly Rollout[],
  contrast: Contrast,
  alternatives: number,
  signal: AbortSignal,
  sums: readonly string[] = [],
): Promise<Outcome<readonly Replay[] | null>> {
  const asked = { rollouts, contrast, divergence: JSD_HALF, alternatives };
  const request = sums.length === 0 ? asked : { ...asked, sums };
  const compared = await engine.compare(request, signal, () => undefined);
  if (!compared.ok) return compared;
  const complete =
    compared.value.length === rollouts.length && compared.value.every(({ end }) => end === "done");
  return success(complete ? compared.value : null);
}
