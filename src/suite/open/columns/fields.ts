/** Values of a row's fields, in the spellings and notations that occur in practice. */

import { NOT_PRINTED, readWritten } from "../choices/printed-list.ts";
import { folded } from "./names.ts";

export type Fields = Readonly<Record<string, unknown>>;

const foldedFields = new WeakMap<Fields, ReadonlyMap<string, unknown>>();

/** The fields by their folded names; of several that fold alike the first counts. */
function byFoldedName(fields: Fields): ReadonlyMap<string, unknown> {
  const known = foldedFields.get(fields);
  if (known !== undefined) return known;
  const made = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields)) {
    const key = folded(name);
    if (!made.has(key)) made.set(key, value);
  }
  foldedFields.set(fields, made);
  return made;
}

/** The field of that name, else the one whose name differs in case, spaces, "_" or "-" only. */
export function fieldOf(fields: Fields, name: string): unknown {
  return fields[name] ?? byFoldedName(fields).get(folded(name));
}

/** The row's own names of the fields that `fieldOf` finds under those names, in their order. */
export function namesIn(fields: Fields, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    if (fields[name] !== undefined) return [name];
    return Object.keys(fields).find((each) => folded(each) === folded(name)) ?? [];
  });
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");

/** Whether a field of one of the names holds anything. */
export function hasField(fields: Fields, ...names: readonly string[]): boolean {
  return names.some((name) => !isEmpty(fieldOf(fields, name)));
}

/** The first of the named fields that holds a text or a number, as a trimmed text; null where none does. */
export function textField(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = fieldOf(fields, name);
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "number" || typeof value === "boolean") return String(value);
  }
  return null;
}

/** A list or a record that is written as JSON or by Python in a cell of a table, else the value itself. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  const written = readWritten(value);
  return written === NOT_PRINTED ? value : written;
}

/** A list of texts: a list, a list as JSON, or one text cut at line ends, "|" or ";"; null where the field is absent. */
export function textsField(fields: Fields, ...names: readonly string[]): readonly string[] | null {
  for (const name of names) {
    const value = unpacked(fieldOf(fields, name));
    if (Array.isArray(value)) return value.map((each) => String(each).trim());
    if (typeof value === "string" && value.trim() !== "") {
      const separator = ["\n", "|", ";"].find((each) => value.includes(each));
      const texts = separator === undefined ? [value] : value.split(separator);
      return texts.map((text) => text.trim()).filter((text) => text !== "");
    }
  }
  return null;
}

function imageName(value: unknown): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  // Numbers name images too: "12" for 12.jpg.
  if (typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return null;
  if ("path" in value) return imageName(value.path);
  return "url" in value ? imageName(value.url) : null;
}

/** The names of a row's images: texts, lists of them, or records with a `path` or `url`; none where no field names one. */
export function imagesField(fields: Fields, ...names: readonly string[]): readonly string[] {
  for (const name of names) {
    const value = unpacked(fieldOf(fields, name));
    const found = (Array.isArray(value) ? value : [value]).map(imageName).filter((each) => each !== null);
    if (found.length > 0) return found;
  }
  return [];
}

/** A placeholder for an image in a text, which showings do not need: "<image>", "<image 1>". */
const PICTURE_MARK = /<image[ _]?\d*>\s*/gi;

export function hasPictureMark(text: string): boolean {
  return text.search(PICTURE_MARK) >= 0;
}

export function withoutPictureMarks(text: string): string {
  return text.replace(PICTURE_MARK, "").trim();
}
