/** The text of a formula in pieces, each with what it is, so that the field can colour them. */
import { lex, type Word } from "../../formula/lex.ts";
import { NAMES } from "../../formula/names.ts";
import type { Problem } from "../../formula/syntax.ts";

export interface Piece {
  readonly text: string;
  /** "plain" is white space and what could not be read. */
  readonly kind: "plain" | "number" | "measured" | "function" | "own" | "symbol" | "comment" | "text";
  /** Whether the problem of the formula lies here. */
  readonly wrong: boolean;
}

const KINDS = new Map(NAMES.map(({ name, kind }) => [name, kind === "measured" || kind === "side"] as const));

function kindOf({ kind, text }: Word): Piece["kind"] {
  if (kind === "end") return "plain";
  if (kind !== "name") return kind;
  const measured = KINDS.get(text);
  if (measured === undefined) return "own";
  return measured ? "measured" : "function";
}

/** Every character of the text, in order; a problem at the very end marks nothing. */
export function piecesOf(text: string, problem: Problem | null): readonly Piece[] {
  const marked = problem?.place ?? { from: text.length, to: text.length };
  const { words } = lex(text);
  const cuts = [
    ...new Set([
      0,
      ...words.flatMap(({ place }) => [place.from, place.to]),
      marked.from,
      marked.to,
      text.length,
    ]),
  ].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, at) => {
    const to = cuts[at + 1] ?? text.length;
    const word = words.find(({ place }) => place.from <= from && to <= place.to);
    return {
      text: text.slice(from, to),
      kind: word === undefined ? "plain" : kindOf(word),
      wrong: from >= marked.from && to <= marked.to,
    };
  });
}

/** "line 2, character 5", both counted from 1. */
export function placeWords(text: string, { place }: Problem): string {
  const before = text.slice(0, place.from).split("\n");
  return `line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}`;
}
