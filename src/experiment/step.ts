/** The inputs of an experiment, its results so far, and the steps that it reports. */
import type { Fault } from "../base/outcome.ts";
import type { EngineEvent } from "../engine/port.ts";
import type { Divergence, Replay } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { Contrast } from "../evidence/views/showing.ts";
import type { GateChoice } from "../gate/gate.ts";
import type { GateResult } from "../gate/group.ts";
import type { Box } from "../view/box.ts";

/** How many alternatives of each side are listed at every token. */
export const ALTERNATIVES = 5;

/** Whether an answer is right; null if that is unknown. */
export type Judge = (answer: string) => boolean | null;

/** The settings under which answers are scored and gate weights are computed. */
export interface Setup {
  readonly contrast: Contrast;
  readonly divergence: Divergence;
  /** Sums of formulas over the vocabulary, and attention, that the answers are scored with; none where left out. */
  readonly sums?: readonly string[];
  /** The evidence box, which attention needs. */
  readonly evidence?: Box;
  /** The maximum length of the teacher's own answer, in tokens. */
  readonly maxTokens: number;
  /** Called when the gate weights are computed, since a person may change settings until then. */
  gates(): readonly GateChoice[];
  /** Called at the same time, since a person may judge answers too. Null keeps the verdicts of the judge. */
  verdicts(): readonly (boolean | null)[] | null;
}

/** The results so far. */
export interface Known {
  /** The siblings of a group, or a single answer. */
  readonly rollouts: readonly Rollout[];
  readonly verdicts: readonly (boolean | null)[];
  /** One per answer, as far as it was scored under the contrast; null if it was not. */
  readonly replays: readonly (Replay | null)[];
  /** The teacher's own answer under its current showing; null if it has not answered. */
  readonly teacherAnswer: Rollout | null;
}

/**
 * The phases, in order: the student answers, the answers are scored as the teacher, the teacher generates its own answer,
 * the answers are scored under the other showings, the gate weights are computed.
 */
export type Phase = "answer" | "scoreAsTeacher" | "teacherAnswer" | "scoreAsOthers" | "computeWeights";

export type ExperimentStep =
  | { readonly kind: "begun"; readonly phase: Phase }
  /** An event of the engine during the current phase. */
  | { readonly kind: "event"; readonly phase: Phase; readonly event: EngineEvent }
  | {
      readonly kind: "answered";
      readonly rollouts: readonly Rollout[];
      readonly verdicts: readonly (boolean | null)[];
    }
  /** Siblings that a side refused to score, by their places; the experiment goes on without them. */
  | { readonly kind: "leftOut"; readonly answers: readonly number[]; readonly fault: Fault }
  /** One replay per answer, merged with what was known. */
  | { readonly kind: "scored"; readonly phase: Phase; readonly replays: readonly (Replay | null)[] }
  | { readonly kind: "teacherAnswered"; readonly rollout: Rollout }
  | { readonly kind: "weightsComputed"; readonly gates: readonly GateResult[] }
  /** A phase failed, or one gate of the last phase. */
  | { readonly kind: "failed"; readonly phase: Phase; readonly fault: Fault };

/** The experiment waits until a step has been stored, so that a later failure cannot lose it. */
export type OnStep = (step: ExperimentStep) => void | Promise<void>;
