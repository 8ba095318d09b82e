/** A recipe: how a model is trained, as data. Every part is a choice of its own, with the paper or code that it comes from. */

import type { DivergenceKind } from "../../math/divergences/definition.ts";
import type { LossSupport } from "../../math/loss/divergence-gradient.ts";

/** How one side is shown the image. */
export type TrainingView =
  | { readonly kind: "full" }
  /** The evidence cut out with a margin (a share of the box on every side), enlarged twice. */
  | { readonly kind: "crop"; readonly margin: number }
  /** A crop of the same size that misses the evidence. */
  | { readonly kind: "wrong-crop"; readonly margin: number };

/** Whose answers are trained on. */
export type RolloutChoice =
  /** The student's own, drawn from its own view at a temperature. */
  | { readonly kind: "student"; readonly temperature: number }
  /** The right answers of the scenes. */
  | { readonly kind: "right-answers" };

/** Whose weights the teacher has. */
export type TeacherWeights =
  /** The student's as they were before the first step. */
  | { readonly kind: "frozen" }
  /** The student's as they are. */
  | { readonly kind: "current" }
  /** An exponential moving average of the student's; its half-life as a share of all steps of the run. */
  | { readonly kind: "average"; readonly halfLife: number };

export type TrainingLoss =
  /** A divergence between student and teacher at every token of the answer. */
  | { readonly kind: "divergence"; readonly divergence: DivergenceKind; readonly support: LossSupport }
  /** -ln p of the answer's tokens; no teacher is needed. */
  | { readonly kind: "cross-entropy" };

export type TrainedPart =
  /** All weights of the decoder's blocks and its last norm. */
  | { readonly kind: "decoder" }
  /** A product of two matrices of this rank beside each linear map of the decoder, scaled by alpha / rank. */
  | { readonly kind: "lora"; readonly rank: number; readonly alpha: number };

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
  readonly student: TrainingView;
  /** Null where the loss needs none. */
  readonly teacher: { readonly weights: TeacherWeights; readonly view: TrainingView } | null;
  readonly loss: TrainingLoss;
  /** Over what losses are averaged: tokens of all answers, or answers of the means over their tokens. */
  readonly average: "tokens" | "sequences";
  readonly trained: TrainedPart;
  readonly optimizer: OptimizerChoice;
  /** Pictures of a step, each shown once, and questions about each. */
  readonly pictures: number;
  readonly questions: number;
}
