/** A divergence written out: its symbol, its formula, and the support and temperature that it is taken over. */
import type { Divergence } from "../evidence/replay.ts";
import { withoutEnds } from "../math/support.ts";

const half = (beta: number): string => (beta === 0.5 ? "½" : String(Number(beta.toFixed(3))));

type Written = Pick<Divergence, "kind" | "beta">;

export function DivergenceSymbol(divergence: Written) {
  const { kind } = withoutEnds(divergence);
  if (kind === "forwardKl") return <span className="formula">KL(q ‖ p)</span>;
  if (kind === "reverseKl") return <span className="formula">KL(p ‖ q)</span>;
  return (
    <span className="formula">
      JSD<sub>{half(divergence.beta)}</sub>
    </span>
  );
}

export function DivergenceFormula(divergence: Written) {
  const { beta } = divergence;
  const { kind } = withoutEnds(divergence);
  if (kind === "forwardKl") return <span className="formula">= Σ q (ln q − ln p)</span>;
  if (kind === "reverseKl") return <span className="formula">= Σ p (ln p − ln q)</span>;
  const [teacher, student] = [half(beta), half(1 - beta)];
  return (
    <>
      <span className="formula">
        = {teacher} KL(q ‖ m) + {student} KL(p ‖ m),
      </span>{" "}
      <span className="formula">
        m = {teacher} q + {student} p
      </span>
    </>
  );
}

const REST = {
  tail: "and one bin for the tail",
  flooredTail: "and one bin for the tail, floored at 1e-7",
  renormalise: "renormalised",
  drop: "and nothing else",
} as const;

/** "full vocabulary of 1,174 pieces", "the student’s 20 most likely tokens and one bin for the tail". */
export function supportWords({ support }: Divergence, vocabulary: number | null): string {
  if (support.kind === "full")
    return `full vocabulary${vocabulary === null ? "" : ` of ${vocabulary.toLocaleString("en")} pieces`}`;
  return `the ${support.from}’s ${support.k} most likely tokens ${REST[support.rest]}`;
}

/** The most that it can be, in words; empty where it has no bound. */
export function boundWords({ kind, beta }: Divergence): string {
  return kind === "jsd" && beta === 0.5 ? "; at most ln 2 = 0.6931" : "";
}
