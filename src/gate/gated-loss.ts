/** What training would see of an answer: its tokens' losses under a gate. */
import type { GateReading } from "./reading.ts";

/**
 * How many times as much a token of that answer counts as it would without the gate. V-Zero's `w` (eq. 22) is that already;
 * VA-OPD's coefficients (eq. 4 and 5) are put against `1 / (K T)`; Uni-OPD keeps an answer or masks it.
 */
export function tokenFactors(
  { gate, weights }: Pick<GateReading, "gate" | "weights">,
  answer: number,
): readonly number[] {
  const row = weights.perToken[answer] ?? [];
  if (gate === "va-opd") {
    const ungated = weights.perAnswer.length * row.length;
    return row.map((coefficient) => coefficient * ungated);
  }
  return row.map(() => weights.perAnswer[answer] ?? 0);
}

/**
 * The loss of each token as the gate lets training see it, on the scale of `losses` (nats): factor times loss. Under
 * Uni-OPD the loss is the policy gradient's `−A`, whose advantage holds the log-ratio, so `losses` are not looked at
 * (loss.py). Null where a loss is unknown.
 */
export function gatedLosses(
  reading: Pick<GateReading, "gate" | "weights">,
  answer: number,
  losses: readonly (number | null)[],
): readonly (number | null)[] {
  if (reading.gate === "uni-opd") {
    // From 0, since −0 would be written with a minus sign.
    return (reading.weights.perToken[answer] ?? []).map((advantage) => 0 - advantage);
  }
  return tokenFactors(reading, answer).map((factor, token) => {
    const loss = losses[token] ?? null;
    return loss === null ? null : factor * loss;
  });
}
