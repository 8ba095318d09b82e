/** Values of JSON texts with their places: a list, lines, a list within an object, one object; recognised by content. */
import { thrownWords } from "../choices/quoted.ts";
import type { BrokenRow } from "../draft.ts";
import { endingOf } from "./suite-file.ts";

export interface Placed {
  readonly place: string;
  readonly value: unknown;
}

export interface JsonValues {
  readonly values: readonly Placed[];
  readonly broken: readonly BrokenRow[];
}

/** A string, or a number that Python writes and JSON does not have. */
const STRING_OR_NO_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g;

/** JSON, also with the NaN and Infinity of Python's writer, which become null. Throws on anything else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (!/NaN|Infinity/.test(text)) throw thrown;
    return JSON.parse(text.replace(STRING_OR_NO_NUMBER, (part) => (part.startsWith('"') ? part : "null")));
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isRecords = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRecord);

/** Names under which a whole list is kept in an object. */
const WRAPPERS = ["data", "items", "questions", "annotations", "samples", "examples", "rows", "test"];

/** The list that an object contains: under one of the usual names, or as its only value; null where it is one record. */
function wrapped(value: Readonly<Record<string, unknown>>): readonly unknown[] | null {
  const lists = Object.entries(value).filter(([, each]) => isRecords(each));
  const named = lists.find(([name]) => WRAPPERS.includes(name.toLowerCase()));
  const [only] = Object.keys(value).length === 1 && lists.length === 1 && !isChat(lists[0]?.[0]) ? lists : [];
  const found = (named ?? only)?.[1];
  return isRecords(found) ? found : null;
}

/** The turns of one conversation are not a list of questions. */
const isChat = (name: string | undefined): boolean => name === "messages" || name === "conversations";

const isLines = (list: string): boolean => ["jsonl", "ndjson"].includes(endingOf(list));

function itemsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? wrapped(value) : null;
}

function valuesOf(list: string, value: unknown): readonly Placed[] {
  const items = itemsOf(value);
  if (items !== null) return items.map((each, i) => ({ place: `${list}, item ${i + 1}`, value: each }));
  return [{ place: isLines(list) ? `${list}, line 1` : list, value }];
}

function lineValues(list: string, text: string): JsonValues {
  const values: Placed[] = [];
  const broken: BrokenRow[] = [];
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    if (line.trim() === "") return;
    const place = `${list}, line ${index + 1}`;
    try {
      values.push({ place, value: parseJson(line) });
    } catch (thrown) {
      broken.push({ place, reason: `It is not JSON: ${thrownWords(thrown)}` });
    }
  });
  return { values, broken };
}

/** The values of a JSON text or of JSON lines, whichever it is, whatever its name says. */
export function readJson(list: string, text: string): JsonValues {
  try {
    return { values: valuesOf(list, parseJson(text)), broken: [] };
  } catch (thrown) {
    const lines = lineValues(list, text);
    if (lines.values.length > 0 || isLines(list)) return lines;
    return { values: [], broken: [{ place: list, reason: `It is not JSON: ${thrownWords(thrown)}` }] };
  }
}
