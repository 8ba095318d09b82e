/** Answers scored under one showing, teacher-forced: what one side says of tokens, before it is compared with another. */
import type { NoiseFloor, Side } from "./replay.ts";
import type { Rollout } from "./rollout.ts";
import type { Role, Showing } from "./views/showing.ts";

/** What says whether two models read the same ids as the same words. */
export interface TokenFacts {
  readonly title: string;
  readonly tokenizerSha256: string;
  readonly vocabularySize: number;
}

export interface ScoreRequest {
  /** An answer, or the siblings of a group. */
  readonly rollouts: readonly Rollout[];
  /** What the side stands for. */
  readonly role: "student" | Role;
  readonly showing: Showing;
  /** By which logits are divided. */
  readonly temperature: number;
  /** How many of the most likely tokens to list at every position; an engine may list fewer. */
  readonly alternatives: number;
  /** The tokens of the models that answered, where those run in another engine. */
  readonly tokens?: TokenFacts;
}

/** What one side says of an answer. */
export interface Scored {
  readonly side: Side;
  /** Null where the answer was not given under this showing, by these weights. */
  readonly noiseFloor: NoiseFloor | null;
}
