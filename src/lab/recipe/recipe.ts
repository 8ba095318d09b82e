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
  /** Those of another bundled model with the same tokenizer. */
  | { readonly kind: "model"; readonly model: string };

export type TrainingLoss =
  /** A divergence between student and teacher at every token of the answer. */
  | { readonly kind: "divergence"; readonly divergence: DivergenceKind; readonly support: LossSupport }
  /** The policy gradient of the reverse KL divergence at the sampled tokens, whose log-ratio is held within a bound. */
  | { readonly kind: "sampled-token"; readonly largest: number }
  /** A policy gradient: -A ln p of the answer's tokens, with the advantage A of a gate or of the right answers of a group. */
  | { readonly kind: "policy-gradient"; readonly advantage: "gate" | "right-answers" }
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
  readonly student: View;
  /** Null where the loss needs none. */
  readonly teacher: { readonly weights: TeacherWeights; readonly view: View } | null;
  readonly loss: TrainingLoss | FormulaLoss;
  /** Null where every answer counts alike. */
  readonly gate: TrainingGate | null;
  /** A formula that weighs the tokens in the gate's place; it is detached, and 1 counts as without a gate. */
  readonly weights?: string;
  /** Over what losses are averaged where no gate says so: tokens of all answers, or answers of the means over their tokens. */
  readonly average: "tokens" | "sequences";
  readonly trained: TrainedPart;
  readonly optimizer: OptimizerChoice;
  /** Pictures of a step, each shown once, and questions about each. */
  readonly pictures: number;
  readonly questions: number;
}
