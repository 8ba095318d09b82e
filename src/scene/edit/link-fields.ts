/** The smallest pieces of a scene's link: numbers in base 36, words in base64url, and parts of lettered fields. */

/** `t3.p0a1b2c3d.a1z`: what the part is about, and its fields by their letters. Some letters occur once for each line. */
export interface LinkPart {
  readonly kind: string;
  readonly id: number;
  readonly fields: readonly (readonly [letter: string, value: string])[];
}

/** A whole number in base 36, padded to `digits` where they are given. */
export const digits = (value: number, width = 1): string => value.toString(36).padStart(width, "0");

/** A whole number of at most `most`; null for any other text. */
export function numberFrom(text: string | undefined, most: number): number | null {
  if (text === undefined || !/^[0-9a-z]{1,6}$/.test(text)) return null;
  const value = Number.parseInt(text, 36);
  return value <= most ? value : null;
}

/** Text of U+0020 to U+007E in base64url. */
export const wordsTo = (text: string): string =>
  btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Null where it is no base64url of such text. */
export function wordsFrom(value: string): string | null {
  if (!/^[\w-]+$/.test(value) || value.length % 4 === 1) return null;
  const text = atob(value.replaceAll("-", "+").replaceAll("_", "/"));
  return /^[\x20-\x7e]+$/.test(text) && wordsTo(text) === value ? text : null;
}

export const writePart = ({ kind, id, fields }: LinkPart): string =>
  [`${kind}${digits(id)}`, ...fields.map(([letter, value]) => `${letter}${value}`)].join(".");

/** Null where it is not written as a part. */
export function readPart(text: string): LinkPart | null {
  const [head = "", ...rest] = text.split(".");
  const id = numberFrom(head.slice(1), 999);
  if (id === null || !/^[a-z]$/.test(head[0] ?? "")) return null;
  if (!rest.every((field) => /^[a-z][\w-]*$/.test(field))) return null;
  return { kind: head[0] as string, id, fields: rest.map((field) => [field[0] as string, field.slice(1)]) };
}
