/**
 * What the answer key of a suite means: letters, texts of choices, or positions counted from 0 or 1. Files rarely say it,
 * so the interpretation is inferred from all rows together, stated with its reason, and can be changed.
 */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { equivalent } from "../../score/answer.ts";
import { goldLetter, LETTERS } from "../../score/letter.ts";
import { type Choices, isEmptyCell } from "./choices.ts";
import { NOT_PRINTED, readWritten } from "./printed-list.ts";
import { quoted } from "./quoted.ts";

/** In the order in which equally good interpretations are preferred. */
export const KEY_INTERPRETATIONS = ["letter", "text", "index-0", "index-1"] as const;
export type KeyInterpretation = (typeof KEY_INTERPRETATIONS)[number];

/** What a row gives as its answer: one text, or a list any of which is right. */
export interface AnswerKey {
  readonly texts: readonly string[];
}

/**
 * The right choices as sets of their indices: an answer is right if it picks exactly one of these sets. `[[1]]` is the
 * second choice, `[[0, 2]]` the first and the third together, `[[0], [2]]` either of them.
 */
export type Correct = readonly (readonly number[])[];

export function keyInterpretationWords(interpretation: KeyInterpretation): string {
  switch (interpretation) {
    case "letter":
      return "a letter";
    case "text":
      return "the text of a choice";
    case "index-0":
      return "a position counted from 0";
    case "index-1":
      return "a position counted from 1";
    default:
      return interpretation satisfies never;
  }
}

/** The interpretation with that name on the command line. */
export function parseKeyInterpretation(text: string): Outcome<KeyInterpretation> {
  const interpretation = KEY_INTERPRETATIONS.find((each) => each === text.trim().toLowerCase());
  if (interpretation !== undefined) return success(interpretation);
  return failure(
    "badInput",
    `There is no interpretation of keys ${quoted(text)}.`,
    `It can be ${KEY_INTERPRETATIONS.join(", ")}.`,
  );
}

/** The words of one item of a list of answers: itself, or a record's `answer` or `text`. */
function textOf(value: unknown): string | null {
  if (typeof value === "object" && value !== null) {
    const { answer, text } = value as { readonly answer?: unknown; readonly text?: unknown };
    const said = answer ?? text;
    return typeof said === "string" ? textOf(said) : null;
  }
  return isEmptyCell(value) ? null : String(value).trim();
}

/** The key that a field holds: a text, a number, a list, or a list written into a cell. Null where it is empty. */
export function readAnswerKey(value: unknown): AnswerKey | null {
  const written = typeof value === "string" && /^\s*(?:\[|array\()/.test(value) ? readWritten(value) : value;
  const given = written === NOT_PRINTED ? value : written;
  const said = (Array.isArray(given) ? given : [given]).map(textOf).filter((text) => text !== null);
  const texts = [...new Set(said)];
  return texts.length === 0 ? null : { texts };
}

/** The key of the first of the named fields that holds one. */
export function answerKeyField(
  fields: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
): AnswerKey | null {
  for (const name of names) {
    const key = readAnswerKey(fields[name]);
    if (key !== null) return key;
  }
  return null;
}

type RowChoices = Pick<Choices, "texts" | "letters">;

/** The one choice of that text; null for none and for several. */
function byText(text: string, { texts }: RowChoices): number | null {
  const same = texts.flatMap((choice, index) => (equivalent(choice, text) ? [index] : []));
  return same.length === 1 ? (same[0] ?? null) : null;
}

const ascending = (indices: readonly number[]): readonly number[] =>
  [...new Set(indices)].sort((a, b) => a - b);

/** All parts as indices; null where one has none. */
function allOf(parts: readonly string[], indexOf: (part: string) => number | null): readonly number[] | null {
  const indices = parts.map(indexOf).filter((index) => index !== null);
  return indices.length === parts.length && indices.length > 0 ? ascending(indices) : null;
}

/** "A,C", "A and C", "A/C", "A C". */
const BETWEEN = /\s*(?:[,;、，/&+|]|\band\b|\s)\s*/i;

function letterSet(text: string, choices: RowChoices): readonly number[] | null {
  const indexOf = (letter: string): number | null => {
    const index = choices.letters.indexOf(letter.toUpperCase());
    return index < 0 ? null : index;
  };
  const gold = goldLetter(text, LETTERS.length);
  if (gold !== null) return allOf([gold], indexOf);
  const bare = text.replace(/^[\s([{（【]+|[\s)\]}）】.。]+$/g, "");
  if (/^[A-Za-z]$/.test(bare)) return allOf([bare], indexOf);
  const lowerLead = /^\s*[([]?([a-z])[.)\]]\s*\S/.exec(text)?.[1];
  if (lowerLead !== undefined && byText(text, choices) === null) return allOf([lowerLead], indexOf);
  const parts = bare.split(BETWEEN).filter((part) => part !== "");
  if (parts.length > 1 && parts.every((part) => /^[A-Za-z]$/.test(part))) return allOf(parts, indexOf);
  // "AC" may be a word that a choice contains.
  const together = /^(?:[A-Z]{2,}|[a-z]{2,})$/.test(bare) && new Set(bare).size === bare.length;
  return together && byText(text, choices) === null ? allOf([...bare], indexOf) : null;
}

function placeSet(text: string, choices: RowChoices, first: number): readonly number[] | null {
  const parts = text.split(BETWEEN).filter((part) => part !== "");
  return allOf(parts, (part) => {
    if (!/^\d+(?:\.0+)?$/.test(part)) return null;
    const index = choices.letters.indexOf(LETTERS[Number(part) - first] ?? "-");
    return index < 0 ? null : index;
  });
}

/** The choices that one text means, all of them together; null where it means none under this interpretation. */
function setUnder(
  interpretation: KeyInterpretation,
  text: string,
  choices: RowChoices,
): readonly number[] | null {
  switch (interpretation) {
    case "letter":
      return letterSet(text, choices);
    case "text": {
      const index = byText(text, choices);
      return index === null ? null : [index];
    }
    case "index-0":
      return placeSet(text, choices, 0);
    case "index-1":
      return placeSet(text, choices, 1);
    default:
      return interpretation satisfies never;
  }
}

/** What a key means under a strict interpretation; null where some part of it means nothing. */
function strictly(
  interpretation: KeyInterpretation,
  { texts }: AnswerKey,
  choices: RowChoices,
): Correct | null {
  const sets = texts.map((text) => setUnder(interpretation, text, choices)).filter((set) => set !== null);
  return sets.length === texts.length ? sets : null;
}

/** Whether a choice is itself just a letter, so that a letter and a text cannot be distinguished. */
function hasLetterChoices({ texts }: RowChoices): boolean {
  return texts.some((text) => /^\s*[([]?[A-Za-z][)\].]?\s*$/.test(text));
}

/** The other of the two interpretations that never contradict each other unless a choice is itself a letter. */
const COMPLEMENT: Readonly<Partial<Record<KeyInterpretation, KeyInterpretation>>> = {
  letter: "text",
  text: "letter",
};

export type CorrectOrReason = { readonly correct: Correct } | { readonly reason: string };

/**
 * The right choices of a row under the suite's interpretation. A text among letters, or a letter among texts, is accepted
 * where no choice of the row is itself a letter.
 */
export function correctUnder(
  interpretation: KeyInterpretation,
  key: AnswerKey,
  choices: RowChoices,
): CorrectOrReason {
  const strict = strictly(interpretation, key, choices);
  if (strict !== null) return { correct: strict };
  const other = COMPLEMENT[interpretation];
  const mixed = other === undefined || hasLetterChoices(choices) ? null : strictly(other, key, choices);
  if (mixed !== null) return { correct: mixed };
  const said = key.texts.map(quoted).join(", ");
  return {
    reason: `Its answer ${said} is not one of its options, read as ${keyInterpretationWords(interpretation)}.`,
  };
}

/** A row's key with its choices. */
export interface KeyedRow {
  readonly key: AnswerKey;
  readonly choices: RowChoices;
}

export interface KeyInference {
  readonly interpretation: KeyInterpretation;
  /** Why this one, for a person. */
  readonly reason: string;
  /** Whether another interpretation fits equally well and means other choices, so that a person has to decide. */
  readonly doubtful: boolean;
  readonly rows: number;
  /** How many rows each interpretation fits strictly, in the order of `KEY_INTERPRETATIONS`. */
  readonly fits: readonly { readonly interpretation: KeyInterpretation; readonly rows: number }[];
}

const same = (one: Correct | null, other: Correct | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The interpretation that fits most rows, ties by the order of `KEY_INTERPRETATIONS`; null where no row has choices. */
export function inferKey(rows: readonly KeyedRow[]): KeyInference | null {
  if (rows.length === 0) return null;
  const found = KEY_INTERPRETATIONS.map((interpretation) => ({
    interpretation,
    sets: rows.map(({ key, choices }) => strictly(interpretation, key, choices)),
  }));
  const fits = found.map(({ interpretation, sets }) => ({
    interpretation,
    rows: sets.filter((set) => set !== null).length,
  }));
  const most = Math.max(...fits.map((fit) => fit.rows));
  const best = found.filter((_, index) => fits[index]?.rows === most);
  const [chosen, ...others] = best;
  if (chosen === undefined) return null;
  const alternatives = others.filter(
    ({ sets }) => !sets.every((set, row) => same(set, chosen.sets[row] ?? null)),
  );
  const { interpretation } = chosen;
  const doubtful = most > 0 && alternatives.length > 0;
  const because = reasonOf(
    most,
    rows.length,
    interpretation,
    doubtful ? alternatives.map((alternative) => alternative.interpretation) : [],
  );
  return { interpretation, reason: because, doubtful, rows: rows.length, fits };
}

function countWords(most: number, rows: number): string {
  if (most < rows) return `${most} of ${rows} answers`;
  return rows === 1 ? "the only answer" : `all ${rows} answers`;
}

function reasonOf(
  most: number,
  rows: number,
  interpretation: KeyInterpretation,
  alternatives: readonly KeyInterpretation[],
): string {
  if (most === 0) return "No interpretation of the answers means a single choice.";
  const count = countWords(most, rows);
  if (alternatives.length === 0)
    return `Read as ${keyInterpretationWords(interpretation)}, which fits ${count}.`;
  const others = alternatives.map(keyInterpretationWords).join(" or ");
  return `Fovea cannot know: ${count} can be ${keyInterpretationWords(interpretation)}, or equally well ${others}, which means other choices.`;
}

/** The right choices in words: "red", "red and blue", "red, or blue". */
export function correctWords(correct: Correct, texts: readonly string[]): string {
  return correct.map((set) => set.map((index) => texts[index] ?? "").join(" and ")).join(", or ");
}
