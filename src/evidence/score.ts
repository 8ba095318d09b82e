/** Teacher-forced scores of answers under one showing, before two sides are compared. */
import type { TokenId } from "../base/ids.ts";
import type { NoiseFloor, Side } from "./replay.ts";
import type { Rollout } from "./rollout.ts";
import type { Role, Showing } from "./views/showing.ts";

/** A token that ends an answer. */
export interface EndToken {
  readonly token: TokenId;
  readonly text: string;
}

/** The facts that decide whether two models share a tokenizer and a vocabulary. */
export interface TokenFacts {
  readonly title: string;
  readonly tokenizerSha256: string;
  /** Null where a server does not say. */
  readonly vocabularySize: number | null;
  /** The tokens that end an answer; left out where a server does not say. */
  readonly ends?: readonly EndToken[];
}

/** Token ids by answer and position. */
export type WantedTokens = readonly (readonly (readonly TokenId[])[])[];

export interface ScoreRequest {
  /** An answer, or the siblings of a group. */
  readonly rollouts: readonly Rollout[];
  /** The role of the side. */
  readonly role: "student" | Role;
  readonly showing: Showing;
  /** The temperature by which logits are divided. */
  readonly temperature: number;
  /** How many of the most likely tokens to list at every position; an engine may list fewer. */
  readonly alternatives: number;
  /**
   * Tokens by answer and position that another side lists. An engine with whole rows gives their log-probabilities too, any
   * other ignores them.
   */
  readonly wanted?: WantedTokens;
  /** The token facts of the model that answered, if it runs in another engine. */
  readonly tokens?: TokenFacts;
}

/** The scores of an answer by one side. */
export interface Scored {
  readonly side: Side;
  /** Null if the answer was not generated under this showing by these weights. */
  readonly noiseFloor: NoiseFloor | null;
}
