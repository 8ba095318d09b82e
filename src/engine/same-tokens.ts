/** Whether two models have the same tokenizer and vocabulary. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { TokenFacts } from "../evidence/score.ts";

/** Refuses a side for which the student's token ids mean other tokens. Fault: badInput, with the reason. */
export function checkSameTokens(student: TokenFacts, other: TokenFacts): Outcome<null> {
  if (student.tokenizerSha256 !== other.tokenizerSha256) {
    return failure(
      "badInput",
      `${other.title} cannot score the tokens of ${student.title}: their tokenizers differ (${other.tokenizerSha256.slice(0, 8)}… and ${student.tokenizerSha256.slice(0, 8)}…), so the same ids stand for other tokens.`,
      "Choose a teacher with the student's tokenizer, or the student's own weights.",
    );
  }
  if (student.vocabularySize === other.vocabularySize) return success(null);
  return failure(
    "badInput",
    `${other.title} has logits for ${other.vocabularySize} tokens and ${student.title} for ${student.vocabularySize}; they cannot be compared one by one.`,
    "Choose a teacher whose vocabulary has the size of the student's.",
  );
}
