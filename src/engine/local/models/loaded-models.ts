/** The models available to a run, by id. */

import type { ModelId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { TokenFacts } from "../../../evidence/score.ts";
import type { LoadedModel } from "./loaded-model.ts";

export interface LoadedModels {
  /** An open model. Fault: notFound. */
  find(model: ModelId): Outcome<LoadedModel>;
  /** The token facts of a model that is or was open: other models may score its answers after it is closed. Fault: notFound. */
  tokensOf(model: ModelId): Outcome<TokenFacts>;
}

export function loadedModelsAmong(
  open: ReadonlyMap<ModelId, LoadedModel>,
  known: ReadonlyMap<ModelId, TokenFacts>,
): LoadedModels {
  const missing = (model: ModelId) =>
    open.size === 0
      ? failure("notFound", "No model is loaded.", "Load the model first.")
      : failure("notFound", `The model ${model} is not loaded.`, "Open it under Models, then ask again.");
  return {
    find(model) {
      const loaded = open.get(model);
      return loaded === undefined ? missing(model) : success(loaded);
    },
    tokensOf(model) {
      const tokens = known.get(model);
      return tokens === undefined ? missing(model) : success(tokens);
    },
  };
}
