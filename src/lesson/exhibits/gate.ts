/** V-Zero's gate on four sibling answers with made-up evidence gaps (arXiv 2606.25319, eq. 17 to 22). */
import type { Outcome } from "../../base/outcome.ts";
import type { Weights } from "../../gate/gate.ts";
import { vZero } from "../../gate/v-zero.ts";
import type { ExhibitState } from "../exhibit-state.ts";

/** `ln q(y | z+) - ln q(y | z-)` of each token of each answer, in nats. */
const GAPS = [[0.8, -0.2, 0.3], [0.1, 0.1], [-0.5, 0.2, 0, -0.1], [1.2]] as const;

/** Any log-probability for the positive crop will do: only the gap matters. */
const POSITIVE = -1.5;

/** The gate's weights. Faults: badInput, for settings that contradict each other. */
export function weighGroup({ alpha, gamma, answers, crops }: ExhibitState["gate"]): Outcome<Weights> {
  const group = GAPS.slice(0, answers).map((gaps) => ({
    logProbs: {
      positive: gaps.map(() => POSITIVE),
      negative: gaps.map((gap) => (crops === "same" ? POSITIVE : POSITIVE - gap)),
    },
    correct: null,
  }));
  return vZero.computeWeights(group, { ...vZero.start, alpha, gamma });
}
