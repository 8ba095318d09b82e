/** The models of a run by id, and whether two of them may read the same tokens. */
import type { ModelId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Bench } from "./bench.ts";

/** What says whether two models read the same ids as the same words. */
export type TokenFacts = Pick<Manifest, "title" | "tokenizerSha256" | "vocabularySize">;

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

/** Refuses a side that would read the student's ids as other words. Fault: badInput, with the reason. */
export function checkSameTokens(student: TokenFacts, other: TokenFacts): Outcome<null> {
  if (student.tokenizerSha256 !== other.tokenizerSha256) {
    return failure(
      "badInput",
      `${other.title} cannot read the tokens of ${student.title}: their tokenizers differ (${other.tokenizerSha256.slice(0, 8)}… and ${student.tokenizerSha256.slice(0, 8)}…), so the same ids are other words.`,
      "Take a teacher with the student's tokenizer, or the student's own weights.",
    );
  }
  if (student.vocabularySize === other.vocabularySize) return success(null);
  return failure(
    "badInput",
    `${other.title} has logits for ${other.vocabularySize} tokens and ${student.title} for ${student.vocabularySize}; they cannot be compared one by one.`,
    "Take a teacher whose vocabulary is as large as the student's.",
  );
}
