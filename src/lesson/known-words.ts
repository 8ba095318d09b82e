/** Words at one position whose probability is known for both sides: a recording lists the most likely few of each. */
import type { TokenId } from "../base/ids.ts";
import type { Side } from "../evidence/replay.ts";

export interface KnownWord {
  readonly text: string;
  /** Natural log-probabilities. */
  readonly student: number;
  readonly teacher: number;
}

/** The words that are in both lists, and the generated one, the student's most likely first. */
export function knownWords(
  student: Side,
  teacher: Side,
  position: number,
  generated: { readonly id: TokenId; readonly text: string },
): readonly KnownWord[] {
  const theirs = new Map(teacher.alternatives[position]?.map(({ token, logProb }) => [token, logProb]));
  const listed = (student.alternatives[position] ?? []).flatMap(({ token, text, logProb }) => {
    const other = theirs.get(token);
    return token === generated.id || other === undefined ? [] : [{ text, student: logProb, teacher: other }];
  });
  const [own, other] = [student.logProb[position], teacher.logProb[position]];
  const words =
    own === undefined || other === undefined
      ? listed
      : [...listed, { text: generated.text, student: own, teacher: other }];
  return words.sort((a, b) => b.student - a.student);
}
