/** Whether two models have the same tokenizer and vocabulary. */
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { TokenFacts } from "../evidence/score.ts";

/** With this begins the tokenizer's identity where it was learnt from a server's answers and not from its file. */
export const SERVED_TOKENIZER = "served:";

export function isServedTokenizer({ tokenizerSha256 }: TokenFacts): boolean {
  return tokenizerSha256.startsWith(SERVED_TOKENIZER);
}

const hashOf = ({ tokenizerSha256 }: TokenFacts): string =>
  tokenizerSha256.replace(SERVED_TOKENIZER, "").slice(0, 8);

/**
 * Refuses a side for which the student's token ids mean other tokens. Fault: badInput, with the reason. Where the
 * student's tokenizer is a file and the other's is a server's, nothing can be said here: the server checks each answer's text.
 */
export function checkSameTokens(student: TokenFacts, other: TokenFacts): Outcome<null> {
  if (isServedTokenizer(other) && !isServedTokenizer(student)) return success(null);
  if (isServedTokenizer(student) && !isServedTokenizer(other))
    return failure(
      "badInput",
      `${other.title} runs in the tab, where it cannot be checked whether the tokens of ${student.title} are its own.`,
      "Choose a teacher of the same engine.",
    );
  if (student.tokenizerSha256 !== other.tokenizerSha256) {
    return failure(
      "badInput",
      `${other.title} cannot score the tokens of ${student.title}: their tokenizers differ (${hashOf(other)}… and ${hashOf(student)}…), so the same ids stand for other tokens.`,
      "Choose a teacher with the student's tokenizer, or the student's own weights.",
    );
  }
  const [ours, theirs] = [student.vocabularySize, other.vocabularySize];
  if (ours === null || theirs === null || ours === theirs) return success(null);
  return failure(
    "badInput",
    `${other.title} has logits for ${theirs} tokens and ${student.title} for ${ours}; they cannot be compared one by one.`,
    "Choose a teacher whose vocabulary has the size of the student's.",
  );
}
