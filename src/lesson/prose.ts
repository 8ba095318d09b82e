/**
 * The prose of lessons: plain text with four marks, so that it stays readable in the source. `*stressed*`, `$formula$` (with
 * `_t`, `_{max}` and `^{+}`), a `` `token` ``, and `[words](part)`, which points at a part of the screen.
 */

/** Parts of the screen that a lesson can point at; the screen names them by `data-part`. */
export const PARTS = [
  "pictures",
  "stage",
  "question",
  "answers",
  "student",
  "teacher",
  "views",
  "controls",
  "tokens",
  "signal",
  "divergence",
  "scale",
  "timeline",
  "token",
  "tail",
  "check",
  "gates",
] as const;
export type Part = (typeof PARTS)[number];

export type Piece =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "stressed"; readonly text: string }
  | { readonly kind: "formula"; readonly text: string }
  | { readonly kind: "token"; readonly text: string }
  | { readonly kind: "pointer"; readonly text: string; readonly part: Part };

const MARKED = /\*([^*]+)\*|\$([^$]+)\$|`([^`]+)`|\[([^\]]+)\]\(([a-z]+)\)/g;

function isPart(name: string | undefined): name is Part {
  return PARTS.some((part) => part === name);
}

function pieceOf(match: RegExpExecArray): Piece {
  const [whole, stressed, formula, token, pointer, part] = match;
  if (stressed !== undefined) return { kind: "stressed", text: stressed };
  if (formula !== undefined) return { kind: "formula", text: formula };
  if (token !== undefined) return { kind: "token", text: token };
  if (pointer !== undefined && isPart(part)) return { kind: "pointer", text: pointer, part };
  return { kind: "plain", text: whole };
}

/** The pieces of a text, in order; an unknown mark stays as it is written. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > end) pieces.push({ kind: "plain", text: text.slice(end, match.index) });
    pieces.push(pieceOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: "plain", text: text.slice(end) });
  return pieces;
}

/** A run of a formula: on the line, below or above it. */
export interface FormulaRun {
  readonly at: "line" | "below" | "above";
  readonly text: string;
}

const SHIFTED = /([_^])(?:\{([^}]*)\}|(.))/gu;

/** A formula split at its subscripts and superscripts. */
export function formulaRuns(formula: string): readonly FormulaRun[] {
  const runs: FormulaRun[] = [];
  let end = 0;
  for (const match of formula.matchAll(SHIFTED)) {
    if (match.index > end) runs.push({ at: "line", text: formula.slice(end, match.index) });
    runs.push({ at: match[1] === "_" ? "below" : "above", text: match[2] ?? match[3] ?? "" });
    end = match.index + match[0].length;
  }
  if (end < formula.length) runs.push({ at: "line", text: formula.slice(end) });
  return runs;
}
