/** The inspection of one token: its figures from the kernels and in float64 from the same logits, and the gradient of a loss. */
import type { Nats, TokenId } from "../base/ids.ts";
import type { Divergence } from "./replay.ts";
import type { Rollout, RunCard } from "./rollout.ts";
import type { Showing } from "./views/showing.ts";

export interface TokenRequest {
  readonly rollout: Rollout;
  /** The showings under which the student and the other side are scored. */
  readonly student: Showing;
  readonly other: Showing;
  /** The divergence that serves as the loss. */
  readonly divergence: Divergence;
  /** Index of the token in the answer. */
  readonly token: number;
  /** How many entries of the gradient, largest in magnitude first, 1 to 1,024. */
  readonly entries: number;
}

/** Figures of one position, at the temperature of the divergence. */
export interface TokenFigures {
  /** The requested divergence, over its support; null if it is undefined. */
  readonly divergence: Nats | null;
  readonly forwardKl: Nats;
  readonly reverseKl: Nats;
  readonly jsd: Nats;
  readonly totalVariation: number;
  readonly studentLogProb: Nats;
  readonly otherLogProb: Nats;
  readonly studentEntropy: Nats;
  readonly otherEntropy: Nats;
}

/** The two parts of JSD(beta): `beta KL(other ‖ m) + (1 - beta) KL(student ‖ m)` (Vision-OPD §3.2). */
export interface MixtureParts {
  readonly otherToMixture: Nats;
  readonly studentToMixture: Nats;
}

/** One entry of the gradient with respect to the student's logits: a step down it moves the logit the other way. */
export interface GradientEntry {
  readonly token: TokenId;
  readonly text: string;
  /** In nats per logit. */
  readonly gradient: number;
  /** The same in float64. */
  readonly reference: number;
}

export interface TokenInspection {
  readonly request: TokenRequest;
  readonly numbers: "wgsl" | "cpu";
  readonly measured: TokenFigures;
  /** In float64, from the same logits. */
  readonly reference: TokenFigures;
  readonly parts: MixtureParts;
  /** The largest entries of the gradient; null if the divergence is infinite and has no finite gradient. */
  readonly gradient: readonly GradientEntry[] | null;
  readonly card: RunCard;
}
