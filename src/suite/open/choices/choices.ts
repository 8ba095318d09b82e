/** The choices of a row in the notations that occur in practice: columns, records, lists, printed lists, lettered texts. */
import { LETTERS } from "../../score/letter.ts";
import { choicesInQuestion } from "./choices-in-question.ts";
import { readWritten } from "./printed-list.ts";
import { quoted } from "./quoted.ts";

export interface Choices {
  /** Without letters. */
  readonly texts: readonly string[];
  /** The letter that the file gives each, which the key may name; "A", "B" … by their places where it gives none. */
  readonly letters: readonly string[];
  /** Whether the question already lists them with their letters. */
  readonly inQuestion: boolean;
}

export type ChoicesOrReason = { readonly choices: Choices } | { readonly reason: string };

export const NO_CHOICES: Choices = { texts: [], letters: [], inQuestion: false };

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is what tools make of an empty cell. */
export function isEmptyCell(value: unknown): boolean {
  if (value === undefined || value === null || Number.isNaN(value)) return true;
  return typeof value === "string" && /^\s*(?:nan|<na>)?\s*$/i.test(value);
}

/** "(A) red", "A. red", "A) red", "A: red", "A、red"; but not "A.M.". */
const LETTERED =
  /^\s*(?:[([{（【]\s*([A-Za-z])\s*[)\]}）】]|([A-Za-z])\s*[.):：、．](?![A-Za-z]\b))\s*(\S[\s\S]*)$/u;

interface Place {
  readonly letter: string;
  readonly value: unknown;
}

const byPlace = (values: readonly unknown[]): readonly Place[] =>
  values.map((value, index) => ({ letter: LETTERS[index] ?? "", value }));

/** Places whose every text begins with its own letter, without those letters; null where one does not. */
function unlettered(places: readonly Place[]): readonly Place[] | null {
  const stripped = places.map(({ letter, value }) => {
    if (isEmptyCell(value)) return { letter, value: null };
    const [, bracketed, plain, text] = LETTERED.exec(String(value)) ?? [];
    return (bracketed ?? plain)?.toUpperCase() === letter ? { letter, value: text } : null;
  });
  const known = stripped.filter((place) => place !== null);
  return known.length === places.length && known.length > 1 ? known : null;
}

const isText = (value: unknown): boolean => ["string", "number", "boolean", "bigint"].includes(typeof value);

function ofPlaces(places: readonly Place[], inQuestion: boolean): ChoicesOrReason {
  const used = (unlettered(places) ?? places).filter(({ value }) => !isEmptyCell(value));
  if (used.length === 0) return { choices: NO_CHOICES };
  const strange = used.find(({ value }) => !isText(value));
  if (strange !== undefined)
    return { reason: `One of its choices is not a text: ${quoted(JSON.stringify(strange.value))}.` };
  if (used.length === 1)
    return { reason: `It has a single choice, ${quoted(String(used[0]?.value))}; write choices as a list.` };
  if (places.length > LETTERS.length)
    return { reason: `It has ${places.length} choices; at most ${LETTERS.length} have a letter.` };
  const texts = used.map(({ value }) => String(value).trim());
  return { choices: { texts, letters: used.map(({ letter }) => letter), inQuestion } };
}

/** Places of a record named by letters or numbers: `{"A": "red"}`, `{"0": "red"}`; null for other names. */
function placesOfNames(record: Fields): readonly Place[] | null {
  const names = Object.keys(record).filter((name) => name.trim() !== "");
  const cells = names.map((name) => ({ name: name.trim().toUpperCase(), value: record[name] }));
  if (cells.every(({ name }) => LETTERS.includes(name)))
    return cells
      .map(({ name, value }) => ({ letter: name, value }))
      .sort((a, b) => LETTERS.indexOf(a.letter) - LETTERS.indexOf(b.letter));
  if (!cells.every(({ name }) => /^\d+$/.test(name))) return null;
  return byPlace(cells.sort((a, b) => Number(a.name) - Number(b.name)).map(({ value }) => value));
}

/** Labels and texts as two lists, as in `{"label": ["A", "B"], "text": ["red", "blue"]}`. */
function placesOfColumns({ label, text, labels, texts, choices }: Fields): readonly Place[] | null {
  const [names, values] = [label ?? labels, text ?? texts ?? choices];
  if (!Array.isArray(names) || !Array.isArray(values) || names.length !== values.length) return null;
  return placesOfNames(Object.fromEntries(names.map((name, i) => [String(name), values[i]])));
}

function ofRecord(record: Fields): ChoicesOrReason {
  if (Object.values(record).every(isEmptyCell)) return { choices: NO_CHOICES };
  const places = placesOfColumns(record) ?? placesOfNames(record);
  return places === null
    ? { reason: "Its choices are a record whose names are neither letters nor numbers." }
    : ofPlaces(places, false);
}

/** A list's item that is a record of its own: `{"label": "A", "text": "red"}` or `{"A": "red"}`. */
function entryOf(item: unknown): readonly [string, unknown] | null {
  if (!isRecord(item)) return null;
  const [label, text] = [item["label"] ?? item["key"] ?? item["id"], item["text"] ?? item["value"]];
  if (isText(label) && text !== undefined) return [String(label), text];
  const [only, second] = Object.entries(item);
  return only === undefined || second !== undefined ? null : only;
}

function ofList(list: readonly unknown[]): ChoicesOrReason {
  const entries = list.map(entryOf);
  if (list.length > 0 && entries.every((entry) => entry !== null))
    return ofRecord(Object.fromEntries(entries));
  return ofPlaces(byPlace(list), false);
}

const SEPARATORS = ["\n", "|", ";", "；"] as const;

function ofText(text: string): ChoicesOrReason {
  const trimmed = text.trim();
  if (/^(?:[[{]|array\()/.test(trimmed)) {
    const written = readWritten(trimmed);
    if (Array.isArray(written)) return ofList(written);
    if (isRecord(written)) return ofRecord(written);
  }
  const { texts } = choicesInQuestion(trimmed);
  if (texts.length > 0) return ofPlaces(byPlace(texts), false);
  if (/^[[{]/.test(trimmed))
    return { reason: `Its choices begin like a list but cannot be read as one: ${quoted(trimmed)}.` };
  const separator = SEPARATORS.find((each) => trimmed.includes(each));
  const parts = separator === undefined ? [trimmed] : trimmed.split(separator);
  return ofPlaces(byPlace(parts.filter((part) => part.trim() !== "")), false);
}

/** What one field holds as choices; none where it is empty. */
export function readChoices(value: unknown): ChoicesOrReason {
  if (isEmptyCell(value)) return { choices: NO_CHOICES };
  if (Array.isArray(value)) return ofList(value);
  if (isRecord(value)) return ofRecord(value);
  return typeof value === "string" ? ofText(value) : { reason: "Its choices are neither a list nor a text." };
}

/** "A", "option_a", "Choice B", "option1". */
const COLUMN = /^\s*(?:(?:option|choice)[\s_-]*([a-z]|\d{1,2})|([a-z]))\s*$/i;

/** The columns of a row that hold a choice each, by letter or number; empty where they do not begin with A, 0 or 1. */
export function choiceColumns(fields: Fields): Fields {
  const columns = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields)) {
    const [, named, bare] = COLUMN.exec(name) ?? [];
    const place = named ?? bare;
    if (place !== undefined) columns.set(place.toUpperCase(), value);
  }
  const kept: Record<string, unknown> = {};
  const start = columns.has("0") ? 0 : 1;
  const lettered = columns.has("A");
  for (let index = 0; index < LETTERS.length; index++) {
    const place = lettered ? (LETTERS[index] ?? "") : String(start + index);
    if (!columns.has(place)) break;
    kept[place] = columns.get(place);
  }
  return Object.keys(kept).length > 1 ? kept : {};
}

/** A row's choices: of the first of the named fields that holds any, else of its columns, else of its question. */
export function choicesOfRow(fields: Fields, question: string, names: readonly string[]): ChoicesOrReason {
  const name = names.find((each) => !isEmptyCell(fields[each]));
  if (name !== undefined) {
    const named = readChoices(fields[name]);
    if ("reason" in named || named.choices.texts.length > 0) return named;
  }
  const columns = readChoices(choiceColumns(fields));
  if ("reason" in columns || columns.choices.texts.length > 0) return columns;
  const { texts } = choicesInQuestion(question);
  return texts.length === 0 ? { choices: NO_CHOICES } : ofPlaces(byPlace(texts), true);
}
