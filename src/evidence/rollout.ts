/** Rollouts: generated answers, the showing that they answer, and what is needed to generate them again. */
import type { Nats, TokenId } from "../base/ids.ts";
import type { Weights } from "../base/weights.ts";
import type { Showing } from "./views/showing.ts";

/**
 * How tokens are sampled: logits are divided by `temperature`, restricted to the `topK` largest (0: all), then to the
 * nucleus of mass `topP` (1: all), and a token is sampled from the rest. Temperature 0 is greedy: the most likely token,
 * ties to the lowest id.
 */
export interface Sampler {
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly seed: number;
}

export const GREEDY: Sampler = { temperature: 0, topP: 1, topK: 0, seed: 0 };

/** The largest number of siblings in a group. */
export const LARGEST_GROUP = 32;

export interface RolloutRequest {
  readonly showing: Showing;
  readonly sampler: Sampler;
  /** The maximum length of each answer, its given ids included. */
  readonly maxTokens: number;
  /** The number of siblings, 1 to 32; one by default. The answer of sibling i depends only on the seed and i. */
  readonly group?: number;
  /** Ids with which every answer begins. A branch is an answer up to a token, with another token in its place. */
  readonly forced?: readonly TokenId[];
  /** The whole answer as a text: it is turned into ids, its stop token last, and scored; nothing is sampled. */
  readonly answer?: string;
}

/** The run card: where and with what a number was computed, so that it can be reproduced. */
export interface RunCard {
  readonly build: string;
  readonly modelBackend: string;
  readonly numbersBackend: string;
  readonly adapter: string;
  readonly weightsSha256: string;
  /** The rest of the weights' identity. Absent on cards from before weights had versions, when they were always those of files. */
  readonly weights?: Omit<Weights, "sha256">;
  /** Name and version of the runtime that ran the model. */
  readonly runtime: string;
}

/** An answer. `texts[i]` is what token i adds to the text; `logProbs` are at temperature 1, in nats. */
export interface Rollout {
  readonly showing: Showing;
  readonly sampler: Sampler;
  /** The index in its group. */
  readonly sibling: number;
  /** How many of its first ids were given, not sampled. */
  readonly forced: number;
  readonly ids: readonly TokenId[];
  readonly texts: readonly string[];
  readonly logProbs: readonly Nats[];
  readonly end: "stopToken" | "length" | "cancelled";
  /** Present where the ids were computed from a text: those that were sampled may have been others. */
  readonly rebuilt?: true;
  readonly card: RunCard;
}

/** Said wherever numbers of such an answer are shown or saved. */
export const REBUILT = "ids rebuilt from text";

/** The text of a rollout without its stop token. */
export function answerText(rollout: Rollout): string {
  const texts = rollout.end === "stopToken" ? rollout.texts.slice(0, -1) : rollout.texts;
  return texts.join("").trim();
}

/** Given answers whose likelihood under a showing is requested, for multiple choice by likelihood. */
export interface LikelihoodRequest {
  readonly showing: Showing;
  readonly answers: readonly string[];
}
