/** Answers and run cards as a session's file stores them. */
import * as v from "valibot";
import type { Nats } from "../../base/ids.ts";
import { LARGEST_GROUP, type Rollout, type RunCard, type Sampler } from "../../evidence/rollout.ts";
import { numbers } from "./numbers.ts";
import { showing } from "./showing.ts";
import { modelId, positive, share, texts, tokenIds, whole } from "./words.ts";

export const nats = v.pipe(
  numbers,
  v.transform((list) => list as readonly Nats[]),
);

export const card = v.object({
  build: v.string(),
  modelBackend: v.string(),
  numbersBackend: v.string(),
  adapter: v.string(),
  weightsSha256: v.string(),
  weights: v.exactOptional(v.object({ id: modelId, version: whole, parent: v.nullable(v.string()) })),
  runtime: v.string(),
}) satisfies v.GenericSchema<unknown, RunCard>;

export const sampler = v.object({
  temperature: positive,
  topP: share,
  topK: whole,
  seed: v.pipe(v.number(), v.integer()),
}) satisfies v.GenericSchema<unknown, Sampler>;

export const end = v.picklist(["stopToken", "length", "cancelled"]);

/** Checks that all columns of an answer have its length. */
export const rollout = v.pipe(
  v.object({
    showing,
    sampler,
    sibling: v.pipe(whole, v.maxValue(LARGEST_GROUP - 1)),
    forced: whole,
    ids: tokenIds,
    texts,
    logProbs: nats,
    end,
    rebuilt: v.exactOptional(v.literal(true)),
    card,
  }),
  v.check(
    ({ ids, texts: each, logProbs }) => each.length === ids.length && logProbs.length === ids.length,
    "its tokens, texts and log-probabilities differ in length",
  ),
) satisfies v.GenericSchema<unknown, Rollout>;
