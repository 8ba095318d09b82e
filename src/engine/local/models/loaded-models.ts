/** The models of a run by id. */

import type { ModelId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { TokenFacts } from "../../../evidence/score.ts";
import type { Bench } from "./loaded-model.ts";

export interface Benches {
  /** An open model. Fault: notFound. */
  find(model: ModelId): Outcome<Bench>;
  /** The tokens of a model that is or was open: what it answered is read by others when it is long closed. Fault: notFound. */
  tokensOf(model: ModelId): Outcome<TokenFacts>;
}

export function benchesAmong(
  open: ReadonlyMap<ModelId, Bench>,
  known: ReadonlyMap<ModelId, TokenFacts>,
): Benches {
  const missing = (model: ModelId) =>
    open.size === 0
      ? failure("notFound", "No model is loaded.", "Load the model first.")
      : failure("notFound", `The model ${model} is not loaded.`, "Open it under Models, then ask again.");
  return {
    find(model) {
      const bench = open.get(model);
      return bench === undefined ? missing(model) : success(bench);
    },
    tokensOf(model) {
      const tokens = known.get(model);
      return tokens === undefined ? missing(model) : success(tokens);
    },
  };
}
