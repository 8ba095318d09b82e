/** A few questions under an interpretation of the answer key, so that a person can check the right choices. */
import { spread } from "../../order.ts";
import type { OpenedSuite } from "../open-suite.ts";
import { correctUnder, type KeyInterpretation } from "./answer-key.ts";

export interface PreviewedKey {
  /** The position of the record in its file. */
  readonly place: string;
  readonly question: string;
  /** What the record states. */
  readonly stated: readonly string[];
  readonly choices: readonly { readonly letter: string; readonly text: string; readonly right: boolean }[];
  /** Why no choice is right under the interpretation; null where one is. */
  readonly reason: string | null;
}

/** `count` records with choices, spread evenly over those whose key could be read in several ways. */
export function previewKey(
  { source }: Pick<OpenedSuite, "source">,
  interpretation: KeyInterpretation,
  count: number,
): readonly PreviewedKey[] {
  const keyed = source.measured.flatMap(({ draft }) =>
    draft.key.kind === "stated" && draft.choices.texts.length > 0 ? [{ ...draft, key: draft.key.key }] : [],
  );
  return spread(keyed, count).map(({ row, question, key, choices: { texts, letters } }) => {
    const read = correctUnder(interpretation, key, { texts, letters });
    const right = new Set("correct" in read ? read.correct.flat() : []);
    return {
      place: row.place,
      question,
      stated: key.texts,
      choices: texts.map((text, index) => ({ letter: letters[index] ?? "", text, right: right.has(index) })),
      reason: "reason" in read ? read.reason : null,
    };
  });
}
