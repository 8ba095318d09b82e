/** Seeded random models in the layout of the bundled ones, for tests and as stand-ins. */

import type { ModelConfig } from "../../src/graph/config.ts";
import type { ModelFiles, ModelTitle } from "./assemble.ts";
import { assembleModel } from "./assemble.ts";
import { randomWeights } from "./random-weights.ts";
import { tokenizerConfigJson, tokenizerJson } from "./tokenizer-files.ts";

export interface TrioRequest {
  readonly config: ModelConfig;
  readonly seed: number;
  /** Replaces the default id, title and so on. */
  readonly title?: Partial<ModelTitle>;
  /** The text of another model's tokenizer.json and tokenizer_config.json, with pieces for all of the vocabulary. */
  readonly tokenizer?: { readonly json: string; readonly config: string };
  readonly splitAt?: number;
}

/** A complete model folder in memory; the same request gives the same bytes. */
export function writeTrio({ config, seed, title = {}, ...more }: TrioRequest): Promise<ModelFiles> {
  const standIn: ModelTitle = {
    id: `random-${seed}`,
    title: `Random weights, seed ${seed}`,
    licence: "Apache-2.0",
    source: "scripts/model/write-trio.mjs",
    knows: "Nothing: its weights are random, so its answers mean nothing.",
    placeholder: true,
    ...title,
  };
  return assembleModel(standIn, {
    config,
    weights: randomWeights(config, seed),
    tokenizer: more.tokenizer?.json ?? tokenizerJson(config.vocab_size),
    tokenizerConfig: more.tokenizer?.config ?? tokenizerConfigJson(),
    ...(more.splitAt === undefined ? {} : { splitAt: more.splitAt }),
  });
}
