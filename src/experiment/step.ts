/** What an experiment needs, what is known of it so far, and the steps that it goes through. */
import type { Fault } from "../base/outcome.ts";
import type { EngineEvent } from "../engine/port.ts";
import type { Divergence, Replay } from "../evidence/replay.ts";
import type { Rollout } from "../evidence/rollout.ts";
import type { Contrast } from "../evidence/views/showing.ts";
import type { GateChoice } from "../gate/gate.ts";
import type { GateResult } from "../gate/group.ts";

/** How many alternatives of each side are listed at every token. */
export const ALTERNATIVES = 5;

/** Whether an answer is right; null where nobody knows. */
export type Judge = (answer: string) => boolean | null;

/** Under what answers are scored and weighed. */
export interface Setup {
  readonly contrast: Contrast;
  readonly divergence: Divergence;
  /** Longest answer of the teacher's own, in tokens. */
  readonly maxTokens: number;
  /** Asked for when the answers are weighed, since a person may turn a knob until then. */
  gates(): readonly GateChoice[];
  /** Likewise: a person may judge answers, too. Null leaves it at what the judge said. */
  verdicts(): readonly (boolean | null)[] | null;
}

/** What is known so far. */
export interface Known {
  /** The siblings of a group, or a single answer. */
  readonly rollouts: readonly Rollout[];
  readonly verdicts: readonly (boolean | null)[];
  /** One an answer, as far as it was scored under the contrast; null where it was not. */
  readonly replays: readonly (Replay | null)[];
  /** The teacher's own answer under what it is shown now; null where it was not asked. */
  readonly teacherAnswer: Rollout | null;
}

/**
 * The parts, in order: the student answers, the answers are scored as the teacher, the teacher answers by itself, the
 * answers are scored under the other showings, the gates weigh them.
 */
export type Phase = "answer" | "scoreAsTeacher" | "teacherAnswer" | "scoreAsOthers" | "computeWeights";

export type ExperimentStep =
  | { readonly kind: "begun"; readonly phase: Phase }
  /** What the engine tells of the part under way. */
  | { readonly kind: "event"; readonly phase: Phase; readonly event: EngineEvent }
  | {
      readonly kind: "answered";
      readonly rollouts: readonly Rollout[];
      readonly verdicts: readonly (boolean | null)[];
    }
  /** One replay an answer, merged with what was known. */
  | { readonly kind: "scored"; readonly phase: Phase; readonly replays: readonly (Replay | null)[] }
  | { readonly kind: "teacherAnswered"; readonly rollout: Rollout }
  | { readonly kind: "weightsComputed"; readonly gates: readonly GateResult[] }
  /** A part, or of the weighing one gate, could not be done. */
  | { readonly kind: "failed"; readonly phase: Phase; readonly fault: Fault };

/** What is made is waited for until it is kept, so that nothing that comes later can cost it. */
export type OnStep = (step: ExperimentStep) => void | Promise<void>;
