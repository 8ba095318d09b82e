/** The measured divergence in writing: its symbol, its support and its bound. */
import type { Divergence, Support } from "../../evidence/replay.ts";
import { withoutEnds } from "../../math/support.ts";

/** ½ where it is one half, else the number. */
function betaText(beta: number): string {
  return beta === 0.5 ? "½" : String(Number(beta.toFixed(3)));
}

/** `JSD_{½}(other ‖ student)`, `KL(other ‖ student)` for the forward and `KL(student ‖ other)` for the reverse KL. */
export function divergenceFormula(divergence: Divergence, other: string): string {
  const { kind } = withoutEnds(divergence);
  if (kind === "forwardKl") return `KL(${other} ‖ student)`;
  if (kind === "reverseKl") return `KL(student ‖ ${other})`;
  return `JSD_{${betaText(divergence.beta)}}(${other} ‖ student)`;
}

/** The largest value of a divergence in nats, `-β ln β - (1-β) ln(1-β)` for the JSD; null where it has no bound. */
export function divergenceBound(divergence: Divergence): number | null {
  const { beta, support } = divergence;
  if (withoutEnds(divergence).kind !== "jsd") return null;
  if (support.kind === "topK" && support.rest === "drop") return null;
  return -beta * Math.log(beta) - (1 - beta) * Math.log1p(-beta);
}

const RESTS: Readonly<Record<Extract<Support, { kind: "topK" }>["rest"], string>> = {
  tail: "one bin for the rest",
  flooredTail: "one bin for the rest, at least 10⁻⁷",
  renormalise: "renormalised, the rest left out",
  drop: "the rest left out",
};

/** "full vocabulary", or "the student’s top 100, one bin for the rest". */
export function supportText(support: Support): string {
  if (support.kind === "full") return "full vocabulary";
  return `the ${support.from}’s top ${support.k}, ${RESTS[support.rest]}`;
}
