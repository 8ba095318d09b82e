/** Whether an answer is right: by evidence words, by equivalence, or by the letter or text of a choice. */
import type { KnownAnswer } from "../../evidence/views/plan.ts";
import { correctOf } from "../item.ts";
import { equivalent, extractAnswer } from "./answer.ts";
import { wantsSeveral } from "./choice.ts";
import { pickedChoices } from "./pick.ts";

/** Words of a sentence: runs of letters, digits, apostrophes and hyphens. */
function words(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}'-]+/gu) ?? [];
}

/**
 * Exact match of the evidence: every evidence word or phrase occurs in the answer as whole words. Case counts only
 * where the evidence is not all lower-case, as in a sign's "K7P". Without evidence words the result is false.
 */
export function evidenceMatches(answer: string, evidence: readonly string[]): boolean {
  if (evidence.length === 0) return false;
  return evidence.every((phrase) => {
    const caseless = phrase === phrase.toLowerCase();
    const wanted = words(phrase).join(" ");
    const said = words(caseless ? answer.toLowerCase() : answer).join(" ");
    return wanted !== "" && ` ${said} `.includes(` ${wanted} `);
  });
}

/** Whether the picked choices are exactly one of the right sets. */
export function isCorrect(picked: readonly number[], correct: readonly (readonly number[])[]): boolean {
  return correct.some((set) => set.length === picked.length && set.every((index) => picked.includes(index)));
}

/** "yes" or "no", whichever occurs first in the answer; null where neither does. */
function yesOrNo(answer: string): string | null {
  return /(?<!\p{L})(yes|no)(?!\p{L})/iu.exec(answer)?.[1]?.toLowerCase() ?? null;
}

/**
 * Whether a written answer is right. Where the papers' code asks a language model to judge, an answer that these rules do
 * not accept counts as wrong. Of "yes" and "no" the first whole word counts; the code of Zooming without Zooming accepts
 * "yes" inside other words, and that of Vision-OPD rejects "Yes, it is".
 */
export function isRight(text: string, item: Omit<KnownAnswer, "question">): boolean {
  const { choices, answer, evidence, numberWords = false } = item;
  if (choices.length > 0) {
    const correct = item.correct ?? correctOf(choices, answer);
    const picked = pickedChoices(text, choices, { several: wantsSeveral(correct), numberWords });
    return picked !== null && isCorrect(picked, correct);
  }
  if (evidence.length > 0) return evidenceMatches(text, evidence);
  const said = extractAnswer(text);
  // An announced answer may continue: "The answer is 46. I counted twice."
  const [line = ""] = said.split("\n");
  const [sentence = ""] = line.split(/(?<=[.!?])\s/);
  const stated = said.length < text.trim().length ? [said, line, sentence] : [said];
  const wanted = item.answers === undefined || item.answers.length === 0 ? [answer] : item.answers;
  return wanted.some((each) =>
    /^(yes|no)\.?$/i.test(each.trim())
      ? yesOrNo(said) === yesOrNo(each)
      : stated.some((part) => equivalent(part, each, numberWords)),
  );
}
