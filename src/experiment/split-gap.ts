/** The gap of one question, split in three: the model answers under the four conditions and scores the crop's answer. */
import { type Outcome, success } from "../base/outcome.ts";
import type { Engine } from "../engine/port.ts";
import {
  GAP_CONDITIONS,
  GAP_RECIPES,
  type GapCondition,
  type GapReading,
  type GapSplit,
} from "../evidence/gap.ts";
import { GREEDY, type Rollout } from "../evidence/rollout.ts";
import { type Subject, showingOf } from "../evidence/views/plan.ts";
import { askWhole } from "./ask.ts";
import type { Judge } from "./step.ts";

/** How far it is: conditions that were answered and scored, of all. */
export type OnGapProgress = (done: number, total: number) => void;

interface Work {
  readonly engine: Pick<Engine, "rollout" | "score">;
  readonly subject: Subject;
  readonly judge: Judge;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
}

interface Given {
  readonly rollout: Rollout;
  readonly right: boolean | null;
}

/** How the crop's answer is scored: nothing but its own tokens is asked for. */
const BY_ITSELF = { role: "control", temperature: 1, alternatives: 1 } as const;

async function answerUnder(
  { engine, subject, judge, maxTokens, signal }: Work,
  condition: GapCondition,
): Promise<Outcome<Given | null>> {
  const showing = showingOf(subject, GAP_RECIPES[condition]);
  const answered = await askWhole(engine, { showing, sampler: GREEDY, maxTokens }, judge, signal);
  if (!answered.ok || answered.value === null) return answered as Outcome<null>;
  const rollout = answered.value.rollouts[0];
  return success(rollout === undefined ? null : { rollout, right: answered.value.verdicts[0] ?? null });
}

/**
 * Splits the gap of a question; null where it was stopped on the way. Faults: those of the engine, such as `unsupported`
 * where it cannot say which pixels its model keeps of a full image.
 */
export async function splitGap(work: Work, onProgress: OnGapProgress): Promise<Outcome<GapSplit | null>> {
  const total = GAP_CONDITIONS.length;
  const readings: [GapCondition, GapReading][] = [];
  let crops: Rollout | null = null;
  for (const [done, condition] of GAP_CONDITIONS.entries()) {
    onProgress(done, total);
    const given = await answerUnder(work, condition);
    if (!given.ok || given.value === null) return given as Outcome<null>;
    const { rollout, right } = given.value;
    crops ??= rollout;
    const request = { ...BY_ITSELF, rollouts: [crops], showing: rollout.showing };
    const scored = await work.engine.score(request, work.signal, () => undefined);
    if (!scored.ok) return scored;
    const [score] = scored.value;
    if (score === undefined || work.signal.aborted) return success(null);
    const logProb = score.side.logProb.reduce((sum: number, nats) => sum + nats, 0);
    readings.push([condition, { rollout, right, logProb }]);
  }
  return success(Object.fromEntries(readings) as unknown as GapSplit);
}
