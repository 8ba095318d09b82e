/** What a name that is being typed may become. */
import { lex } from "../../formula/lex.ts";
import { NAMES } from "../../formula/names.ts";

export interface Candidate {
  readonly name: string;
  readonly written: string;
  readonly about: string;
}

const MOST = 8;

/** The beginning of a name that ends at the caret. */
function begunAt(text: string, caret: number): string {
  return /[\p{L}_][\p{L}\d_]*$/u.exec(text.slice(0, caret))?.[0] ?? "";
}

/** The names that the text itself defines. */
function defined(text: string): readonly Candidate[] {
  const { words } = lex(text);
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (word.kind !== "name" || next?.kind !== "symbol" || next.text !== "=") return [];
    return [{ name: word.text, written: word.text, about: "Defined in this formula." }];
  });
}

/** Names that begin with what stands before the caret; none where nothing does, or where it is a whole name already. */
export function candidatesAt(text: string, caret: number): readonly Candidate[] {
  const begun = begunAt(text, caret).toLowerCase();
  if (begun === "") return [];
  const known = [...defined(text.slice(0, caret - begun.length)), ...NAMES];
  const found = known.filter(({ name }) => name.toLowerCase().startsWith(begun));
  const whole = found.length === 1 && found[0]?.name.toLowerCase() === begun;
  return whole ? [] : found.slice(0, MOST);
}

/** The text with the candidate in the place of what was begun, and the caret behind it. */
export function completed(
  text: string,
  caret: number,
  { name }: Candidate,
): readonly [text: string, caret: number] {
  const from = caret - begunAt(text, caret).length;
  return [text.slice(0, from) + name + text.slice(caret), from + name.length];
}
