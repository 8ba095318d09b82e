/** The commands of a session: every change of it is one of these. */
import type { ModelId } from "../base/ids.ts";
import type { GapSplit } from "../evidence/gap.ts";
import type { Divergence, Replay } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { Plan, SideModel } from "../evidence/views/plan.ts";
import type { Recipe, RoledRecipe } from "../evidence/views/recipe.ts";
import type { GateChoice } from "../gate/gate.ts";
import type { GateResult } from "../gate/group.ts";
import type { Box } from "../view/box.ts";
import type { DocumentImage, OwnFormula, Sampling, SessionContent } from "./document/document.ts";

export type Command =
  | { readonly kind: "openImage"; readonly image: DocumentImage; readonly plan: Plan }
  | { readonly kind: "openSession"; readonly session: SessionContent }
  | { readonly kind: "setTitle"; readonly title: string }
  | { readonly kind: "setBox"; readonly box: Box }
  | { readonly kind: "setQuestion"; readonly question: string }
  | { readonly kind: "setModel"; readonly model: ModelId; readonly boxWords: string | null }
  | { readonly kind: "setTeacherModel"; readonly teacher: SideModel | null }
  /** The answering model and the teacher, with the views and the sampling: one step. */
  | {
      readonly kind: "setReaders";
      readonly student: SideModel;
      readonly teacher: SideModel | null;
      readonly others: readonly RoledRecipe[];
      readonly sampling: Sampling;
    }
  | { readonly kind: "setLongestEdge"; readonly longestEdge: number }
  | { readonly kind: "setStudent"; readonly recipe: Recipe }
  | { readonly kind: "setOthers"; readonly others: readonly RoledRecipe[] }
  | { readonly kind: "setSampling"; readonly sampling: Partial<Sampling> }
  | { readonly kind: "setDivergence"; readonly divergence: Divergence }
  | { readonly kind: "setGate"; readonly choice: GateChoice }
  | { readonly kind: "setSignal"; readonly signal: string }
  | { readonly kind: "setLines"; readonly lines: readonly string[] }
  /** Puts a formula in the place of the one with the former name, behind all others where there is none; null removes it. */
  | { readonly kind: "setFormula"; readonly former: string | null; readonly formula: OwnFormula | null }
  /** A new experiment, which is shown. */
  | {
      readonly kind: "keepRollouts";
      readonly plan: Plan;
      readonly rollouts: readonly Rollout[];
      readonly verdicts: readonly (boolean | null)[];
    }
  | { readonly kind: "keepTeacherAnswer"; readonly id: string; readonly rollout: Rollout }
  /** One replay per rollout of that experiment. */
  | { readonly kind: "keepReplays"; readonly id: string; readonly replays: readonly (Replay | null)[] }
  /** Answers of that experiment, by their places, that a side refused to score, and why, which it keeps. */
  | {
      readonly kind: "leaveOut";
      readonly id: string;
      readonly answers: readonly number[];
      readonly why: string;
    }
  | { readonly kind: "keepGap"; readonly id: string; readonly gap: GapSplit }
  | { readonly kind: "keepGates"; readonly id: string; readonly gates: readonly GateResult[] }
  | {
      readonly kind: "setVerdict";
      readonly id: string;
      readonly answer: number;
      readonly verdict: boolean | null;
    }
  | { readonly kind: "setNote"; readonly id: string; readonly note: string }
  /** Shows an earlier experiment with the plan under which it was asked. */
  | { readonly kind: "show"; readonly id: string }
  | { readonly kind: "remove"; readonly id: string };
