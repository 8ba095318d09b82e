/** A served model that is open here, its facts and its run card. */
import { servedId } from "../../../base/served-id.ts";
import { LARGEST_GROUP, type RunCard } from "../../../evidence/rollout.ts";
import type { ModelFacts } from "../../port.ts";
import { SERVED_TOKENIZER } from "../../same-tokens.ts";
import type { Prompts } from "./prompts.ts";
import type { Route, Served } from "./served.ts";
import type { Target } from "./target.ts";

export interface OpenModel {
  readonly served: Served;
  readonly facts: ModelFacts;
  readonly card: RunCard;
  readonly target: Target;
  readonly prompts: Prompts;
}

/** Where a served model is. */
export interface Place {
  /** The engine's name on our server. */
  readonly engine: string;
  /** The host that our server sends requests to. */
  readonly host: string;
}

/** What the page needs to know about a served model. Its weights cannot be read, so their identity is where they are. */
export function factsOf(served: Served, place: Place): ModelFacts {
  const { name, most, tokenizer, remarks, noise } = served;
  const id = servedId({ engine: place.engine, model: name });
  return {
    id,
    title: name,
    knows: `Served by ${place.engine} at ${place.host}.`,
    placeholder: false,
    licence: "as its publisher says",
    vocabularySize: null,
    bytes: 0,
    weights: { id, version: 0, parent: null, sha256: `unknown:${name}@${place.host}` },
    tokenizerSha256: `${SERVED_TOKENIZER}${tokenizer}`,
    boxWords: null,
    gives: {
      logits: { kind: "topK", most },
      entropy: false,
      attention: false,
      gradients: false,
      sampling: true,
      largestGroup: LARGEST_GROUP,
      text: true,
      mostPictures: null,
      tiling: null,
    },
    golden: { kind: "needless" },
    served: { ...place, noise, remarks },
  };
}

const ROUTES: Readonly<Record<Route, string>> = {
  generate: "render, then token ids with prompt_logprobs",
  native: "SGLang's generate with input_ids and image_data",
  continue: "chat continuation with prompt_logprobs",
};

export function cardOf(
  { runtime, route }: Served,
  { weights }: ModelFacts,
  host: string,
  build: string,
): RunCard {
  const { sha256, ...identity } = weights;
  return {
    build,
    modelBackend: "remote",
    numbersBackend: "cpu",
    adapter: host,
    weightsSha256: sha256,
    weights: identity,
    runtime: `${runtime}, ${ROUTES[route]}`,
  };
}
