/** A recipe: how a model is trained, as data. Every part is a choice of its own, with the paper or code that it comes from. */

import type { Recipe as View } from "../../evidence/views/recipe.ts";
import type { Role } from "../../evidence/views/showing.ts";
import type { GateChoice } from "../../gate/gate.ts";
import type { DivergenceKind } from "../../math/divergences/definition.ts";
import type { LossSupport } from "../../math/loss/divergence-gradient.ts";

/** Whose answers are trained on. */
export type RolloutChoice =
  /** The student's own, drawn from its own view at a temperature: a group of so many to each question. */
  | { readonly kind: "student"; readonly temperature: number; readonly group: number }
  /** The teacher's own, drawn from the teacher's view: off-policy, so the student may never say them by itself. */
  | { readonly kind: "teacher"; readonly temperature: number; readonly group: number }
  /** The right answers of the scenes. */
  | { readonly kind: "right-answers" };

/** Whose weights the teacher has. */
export type TeacherWeights =
  /** The student's as they were before the first step. */
  | { readonly kind: "frozen" }
  /** The student's as they are. */
  | { readonly kind: "current" }
  /** An exponential moving average of the student's; its half-life as a share of all steps of the run. */
  | { readonly kind: "average"; readonly halfLife: number }
  /**
   * Two copies given the teacher's view, the student's as they were and as they are, whose logits are mixed before the softmax: `rate`
   * is the share of the second (Vision-OPD §4.3.1, TrustRegionTeacher of its code).
   */
  | { readonly kind: "trust-region"; readonly rate: number }
  /** Those of another bundled model with the same tokenizer. */
  | { readonly kind: "model"; readonly model: string };

export interface TeacherChoice {
  readonly weights: TeacherWeights;
  readonly view: View;
  /** Whether the right answer stands in its prompt, as in OPSD. */
  readonly told?: true;
}

/**
 * What makes an answer right: the scene's own right answer, or what most of `answers` drawn by the teacher agree on. Without at least
 * `agreeing` equal ones the question has no label, and its answers give no gradient (Zooming without Zooming, §3.1).
 */
export type RewardChoice =
  | { readonly kind: "right-answers" }
  | { readonly kind: "consensus"; readonly answers: number; readonly agreeing: number };

/** The ratio of an answer's probability to that at which it was drawn has no gradient above 1 + high or below 1 - low. */
export interface RatioClip {
  readonly low: number;
  readonly high: number;
}

export type TrainingLoss =
  /** A divergence between student and teacher at every token of the answer. */
  | { readonly kind: "divergence"; readonly divergence: DivergenceKind; readonly support: LossSupport }
  /** The policy gradient of the reverse KL divergence at the sampled tokens, whose log-ratio is held within a bound. */
  | { readonly kind: "sampled-token"; readonly largest: number }
  /**
   * An estimate of the reverse KL divergence at the sampled tokens, differentiated as it stands. In expectation k1 then has no
   * gradient, k2 that of the reverse KL divergence and k3 that of the forward one (Schulman, "Approximating KL divergence", 2020).
   */
  | { readonly kind: "estimate"; readonly estimate: "k1" | "k2" | "k3" }
  /**
   * A policy gradient: -A ln p of the answer's tokens, with the advantage A of a gate or of a group's rewards. With `clip` it is PPO's
   * (arXiv 1707.06347, eq. 7), of the ratio to the probability at which the answer was drawn.
   */
  | {
      readonly kind: "policy-gradient";
      readonly advantage: "gate" | "right-answers";
      readonly clip?: RatioClip;
    }
  /** -ln p of the answer's tokens; no teacher is needed. */
  | { readonly kind: "cross-entropy" };

/** A formula of one's own (docs/formulas.md), whose value at each token is its loss. */
export interface FormulaLoss {
  readonly kind: "formula";
  readonly text: string;
}

/** A gate of the catalog, and how the sides that it compares are shown the image; "teacher" is the teacher's own view. */
export interface TrainingGate extends GateChoice {
  readonly sides: Readonly<Partial<Record<Role, View | "teacher">>>;
}

export type TrainedPart =
  /** All weights of the decoder's blocks and its last norm. */
  | { readonly kind: "decoder" }
  /** All weights of the model: also the vision encoder's, the connector's and the embeddings, which are the head. */
  | { readonly kind: "all" }
  /**
   * A product of two matrices of this rank beside linear maps of the decoder, scaled by alpha / rank: beside all of them, or beside
   * those of `maps`.
   */
  | {
      readonly kind: "lora";
      readonly rank: number;
      readonly alpha: number;
      readonly maps?: readonly DecoderMap[];
    };

/** The linear maps of a block: those of attention, then those of the feed-forward layer. */
export const DECODER_MAPS = ["q", "k", "v", "o", "gate", "up", "down"] as const;
export type DecoderMap = (typeof DECODER_MAPS)[number];

export interface OptimizerChoice {
  readonly rate: number;
  /** The share of all steps over which the rate rises from 0. */
  readonly warmUp: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** The largest norm of a step's gradient. */
  readonly clip: number;
}

export interface Recipe {
  readonly id: string;
  readonly title: string;
  /** What it does, in one sentence. */
  readonly about: string;
  /** The paper and section, or what it is a control for. */
  readonly source: string;
  readonly rollout: RolloutChoice;
  readonly student: View;
  /** Null where the loss needs none. */
  readonly teacher: TeacherChoice | null;
  readonly loss: TrainingLoss | FormulaLoss;
  /** Null where every answer counts alike. */
  readonly gate: TrainingGate | null;
  /** A formula that weighs the tokens in the gate's place; it is detached, and 1 counts as without a gate. */
  readonly weights?: string;
  /** Over what losses are averaged where no gate says so: tokens of all answers, or answers of the means over their tokens. */
  readonly average: "tokens" | "sequences";
  /** What policy gradients are rewarded for; the scenes' right answers where it is left out. */
  readonly reward?: RewardChoice;
  /** Whether groups of equal reward are left out of the mean, instead of counting with no gradient (DAPO, arXiv 2503.14476). */
  readonly dropsEqual?: true;
  /**
   * The ratio of right to wrong answers of a group that is aimed at: of the kind that is too frequent, answers are left out at random
   * (Uni-OPD's online balance). All are kept where it is left out.
   */
  readonly balance?: number;
  /**
   * Into how many parts a step's pictures are cut, each with an update of its own, so that the answers of later parts were drawn by
   * somewhat older weights; 1 where it is left out.
   */
  readonly updates?: number;
  readonly trained: TrainedPart;
  readonly optimizer: OptimizerChoice;
  /** Pictures of a step, each shown once, and questions about each. */
  readonly pictures: number;
  readonly questions: number;
}
