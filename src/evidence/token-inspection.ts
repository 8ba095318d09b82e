/** One token looked at again: its numbers by the kernels and in float64 from the same logits, and what a loss would do. */
import type { Nats, TokenId } from "../base/ids.ts";
import type { Divergence } from "./replay.ts";
import type { Rollout, RunCard } from "./rollout.ts";
import type { Showing } from "./views/showing.ts";

export interface TokenRequest {
  readonly rollout: Rollout;
  /** Under which the student is read, and under which another side is. */
  readonly student: Showing;
  readonly other: Showing;
  /** The loss is this divergence. */
  readonly divergence: Divergence;
  /** Index of the token in the answer. */
  readonly token: number;
  /** How many of the gradient's entries, largest in magnitude first, 1 to 1,024. */
  readonly entries: number;
}

/** Numbers of one position, at the divergence's temperature. */
export interface TokenFigures {
  /** The one that was asked for, over its support; null where it is undefined. */
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
  /** Null where the divergence is infinite and has no finite gradient. */
  readonly gradient: readonly GradientEntry[] | null;
  readonly card: RunCard;
}
