/** The measured divergence in writing: its symbol, its support, its bound and its unit. */
import type { Divergence, Support } from "../../evidence/replay.ts";
import { settledDivergence } from "../../math/divergences/catalog.ts";

/** `JSD_{½}(other ‖ student)`, `KL(other ‖ student)` for the forward and `KL(student ‖ other)` for the reverse KL. */
export function divergenceFormula(divergence: Divergence, other: string): string {
  const chosen = settledDivergence(divergence);
  return chosen === null
    ? `${divergence.kind}, unknown to this version of Fovea`
    : chosen.definition.between("student", other, chosen.parameter);
}

/** The maximum of a divergence, `-β ln β - (1-β) ln(1-β)` for the JSD; null where it has no bound. */
export function divergenceBound(divergence: Divergence): number | null {
  const { support } = divergence;
  if (support.kind === "topK" && support.rest === "drop") return null;
  const chosen = settledDivergence(divergence);
  return chosen === null ? null : chosen.definition.bound(chosen.parameter);
}

/** "nats", or empty where the divergence is a plain number. */
export function divergenceUnit(divergence: Divergence): string {
  return settledDivergence(divergence)?.definition.unit ?? "nats";
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
