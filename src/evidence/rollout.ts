/** What was said, under which showing, and how it can be said again. */
import type { Nats, TokenId } from "../base/ids.ts";
import type { Weights } from "../base/weights.ts";
import type { Showing } from "./views/showing.ts";

/**
 * How tokens are chosen: logits are divided by `temperature`, then cut to the `topK` largest (0: all), then to the
 * nucleus of mass `topP` (1: all), and one of the rest is drawn. Temperature 0 is greedy: the most likely token, ties to
 * the lowest id.
 */
export interface Sampler {
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly seed: number;
}

export const GREEDY: Sampler = { temperature: 0, topP: 1, topK: 0, seed: 0 };

/** The most siblings of a group. */
export const LARGEST_GROUP = 32;

export interface RolloutRequest {
  readonly showing: Showing;
  readonly sampler: Sampler;
  /** Of each answer, its given ids included. */
  readonly maxTokens: number;
  /** How many siblings answer, 1 to 32; one where not said. What sibling i says depends on the seed and i alone. */
  readonly group?: number;
  /** Ids that every answer begins with: what was said up to a token, and another in its place, make a branch. */
  readonly forced?: readonly TokenId[];
}

/** Where and on what a number was made, so that it can be made again. */
export interface RunCard {
  readonly build: string;
  readonly modelBackend: string;
  readonly numbersBackend: string;
  readonly adapter: string;
  readonly weightsSha256: string;
  /** What else identifies those weights. Left out on cards from before weights had versions: they were those of files. */
  readonly weights?: Omit<Weights, "sha256">;
  /** Name and version of what ran the model. */
  readonly runtime: string;
}

/** An answer. `texts[i]` is what token i adds to the text; `logProbs` are at temperature 1, in nats. */
export interface Rollout {
  readonly showing: Showing;
  readonly sampler: Sampler;
  /** Its index in its group. */
  readonly sibling: number;
  /** How many of its first ids were given and not chosen. */
  readonly forced: number;
  readonly ids: readonly TokenId[];
  readonly texts: readonly string[];
  readonly logProbs: readonly Nats[];
  readonly end: "stopToken" | "length" | "cancelled";
  readonly card: RunCard;
}

/** The text of a rollout without its stop token. */
export function answerText(rollout: Rollout): string {
  const said = rollout.end === "stopToken" ? rollout.texts.slice(0, -1) : rollout.texts;
  return said.join("").trim();
}

/** Given answers whose likelihood under a showing is requested, for multiple choice by likelihood. */
export interface LikelihoodRequest {
  readonly showing: Showing;
  readonly answers: readonly string[];
}
