/** The words of a formula: numbers, names, operators, and where each of them lies. */
import type { Place, Problem } from "./syntax.ts";

export type WordKind = "number" | "name" | "text" | "symbol" | "comment" | "end";

export interface Word {
  readonly kind: WordKind;
  /** A symbol as its ASCII form, a text without its quotation marks, and anything else as it is written. */
  readonly text: string;
  readonly place: Place;
}

export interface Words {
  readonly words: readonly Word[];
  /** The first character that begins no word; null where there is none. */
  readonly problem: Problem | null;
}

/** In this order: a name of a side's log-probability may end in a sign, and `0..1` is no decimal fraction. */
const PATTERN =
  /(?<space>[^\S\n]+)|(?<comment>#[^\n]*)|(?<end>[\n;])|(?<number>(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>l[+-](?![\d\p{L}_(])|[\p{L}_][\p{L}\d_]*)|(?<text>"[^"\n]*")|(?<symbol>\.\.|<=|>=|==|!=|[-+*/^(),=<>−·×≤≥≠])/uy;

/** Signs as papers write them. */
const WRITTEN: Readonly<Partial<Record<string, string>>> = {
  "−": "-",
  "·": "*",
  "×": "*",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
};

const KINDS = ["comment", "end", "number", "name", "text", "symbol"] as const;

function wordAt(groups: Readonly<Record<string, string | undefined>>, from: number): Word | null {
  const kind = KINDS.find((each) => groups[each] !== undefined);
  if (kind === undefined) return null;
  const written = groups[kind] ?? "";
  const place = { from, to: from + written.length };
  if (kind === "text") return { kind, text: written.slice(1, -1), place };
  return { kind, text: kind === "symbol" ? (WRITTEN[written] ?? written) : written, place };
}

/** Every word of the text, comments too. It stops at the first character that begins none. */
export function lex(text: string): Words {
  const words: Word[] = [];
  let from = 0;
  while (from < text.length) {
    PATTERN.lastIndex = from;
    const match = PATTERN.exec(text);
    if (match === null) {
      const [character = ""] = text.slice(from);
      const message =
        character === '"'
          ? "A quotation mark is not closed on this line."
          : `“${character}” means nothing here. Expected a number, a name or an operator.`;
      return { words, problem: { place: { from, to: from + character.length }, message } };
    }
    const word = wordAt(match.groups ?? {}, from);
    if (word !== null) words.push(word);
    from += match[0].length;
  }
  return { words, problem: null };
}
