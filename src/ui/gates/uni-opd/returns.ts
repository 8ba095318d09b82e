/** Uni-OPD's returns against outcomes, as positions on one axis. */
import type { GateResult } from "../../../gate/group.ts";
import { answerValues } from "../rows.ts";

export interface ReturnDot {
  readonly index: number;
  readonly before: number;
  /** Null where the answer is masked. */
  readonly after: number | null;
}

export interface Outcomes {
  readonly verdict: boolean | null;
  readonly dots: readonly ReturnDot[];
}

export interface Returns {
  /** From the smallest to the largest, including 0. */
  readonly domain: readonly [low: number, high: number];
  /** Right, wrong, and unjudged where there is any. */
  readonly outcomes: readonly Outcomes[];
}

/** Returns in nats per token, before and after the remedy; answers without tokens have none. */
export function returnsOf(
  { weights }: Pick<GateResult, "weights">,
  verdicts: readonly (boolean | null)[],
): Returns {
  const [before, after] = [answerValues(weights, "G"), answerValues(weights, "G′")];
  const dots = before.flatMap((value, index) =>
    value === null ? [] : [{ index, before: value, after: after[index] ?? null }],
  );
  const of = (verdict: boolean | null): Outcomes => ({
    verdict,
    dots: dots.filter(({ index }) => (verdicts[index] ?? null) === verdict),
  });
  const unjudged = of(null);
  const values = dots.flatMap((dot) => [dot.before, dot.after ?? dot.before]);
  return {
    domain: [Math.min(0, ...values), Math.max(0, ...values)],
    outcomes: [of(true), of(false), ...(unjudged.dots.length > 0 ? [unjudged] : [])],
  };
}

/** The position of a value, 0 to 1. */
export function placeIn([low, high]: readonly [number, number], value: number): number {
  return high === low ? 0.5 : (value - low) / (high - low);
}
