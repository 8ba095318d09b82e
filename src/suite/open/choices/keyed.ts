/** A draft's choices and right answer under the suite's interpretation of its key, or why it cannot be asked. */

import type { Draft } from "../draft.ts";
import type { SuiteEntry } from "../entry.ts";
import { correctUnder, correctWords, type KeyInterpretation } from "./answer-key.ts";
import { seemsToListChoices } from "./choices-in-question.ts";

type Keyed = Pick<SuiteEntry, "answer" | "answers" | "choices" | "correct" | "choicesInQuestion">;

/** An open question with its right answers. */
function openKey([answer = "", ...others]: readonly string[]): Keyed {
  const answers = others.length === 0 ? [] : [answer, ...others];
  return { answer, answers, choices: [], correct: [], choicesInQuestion: false };
}

/** The draft's choices and right answer under an interpretation, with a note where it is asked as an open question; else why it is left out. */
export function keyedOf(
  { key, choices, question }: Draft,
  interpretation: KeyInterpretation | null,
): { readonly keyed: Keyed; readonly note?: string } | { readonly reason: string } {
  const { texts, inQuestion } = choices;
  const listed = { choices: texts, answers: [], choicesInQuestion: inQuestion };
  if (key.kind === "known") return { keyed: { ...listed, answer: key.answer, correct: key.correct } };
  if (texts.length === 0) return openly(key.key.texts, question);
  const read = correctUnder(interpretation ?? "letter", key.key, choices);
  if ("correct" in read)
    return { keyed: { ...listed, answer: correctWords(read.correct, texts), correct: read.correct } };
  return inQuestion ? openly(key.key.texts, question) : read;
}

/** A question without known choices. A key that is a letter shows that it has some, so it is then left out. */
function openly(
  answers: readonly string[],
  question: string,
): { readonly keyed: Keyed; readonly note?: string } | { readonly reason: string } {
  if (!seemsToListChoices(question)) return { keyed: openKey(answers) };
  if (answers.some((answer) => /^\s*[([]?[A-Za-z][)\].]?\s*$/.test(answer)))
    return {
      reason: `Its question seems to list choices that could not be read, and its answer is a letter.`,
    };
  return {
    keyed: openKey(answers),
    note: "Its question seems to list choices; it is asked as an open question.",
  };
}
