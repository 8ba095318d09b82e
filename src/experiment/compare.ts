/** Answers scored under other showings, where a part of it is none. */
import { type Outcome, success } from "../base/outcome.ts";
import type { Engine } from "../engine/port.ts";
import { JSD_HALF, type Replay } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { Contrast, Role, Showing } from "../evidence/views/showing.ts";

/** Every one of these showings in one role, beside that under which an answer was given. */
export function besides(rollout: Rollout, role: Role, showings: readonly Showing[]): Contrast {
  return { student: rollout.showing, others: showings.map((showing) => ({ role, showing })) };
}

/** The replays of answers by JSD(0.5) over the full vocabulary; null where it was stopped on the way. */
export async function compareWhole(
  engine: Pick<Engine, "compare">,
  rollouts: readonly Rollout[],
  contrast: Contrast,
  alternatives: number,
  signal: AbortSignal,
): Promise<Outcome<readonly Replay[] | null>> {
  const request = { rollouts, contrast, divergence: JSD_HALF, alternatives };
  const compared = await engine.compare(request, signal, () => undefined);
  if (!compared.ok) return compared;
  const whole =
    compared.value.length === rollouts.length && compared.value.every(({ end }) => end === "done");
  return success(whole ? compared.value : null);
}
