/** Whether two models read the same ids as the same words. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { TokenFacts } from "../evidence/score.ts";

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
