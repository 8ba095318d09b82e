/** Values of a log's fields: whatever has another type than it should counts as missing and stays among the other fields. */
import type { Fields, LoggedColumn } from "../rollout.ts";

/** A number, or a text that is one; true counts 1 and false 0. NaN is no number. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && !Number.isNaN(number) ? number : null;
}

/** The number of a training step: whole and not negative. */
export function stepOf(value: unknown): number | null {
  const step = typeof value === "boolean" ? null : numberOf(value);
  return step !== null && Number.isInteger(step) && step >= 0 ? step : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A value as a text for a person: texts as they are, everything else as JSON; null for what is not there. */
export function wordsOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  return JSON.stringify(value) ?? null;
}

/** A list of ids; null for anything else. */
export function idsOf(value: unknown): readonly number[] | null {
  return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id) && id >= 0) ? value : null;
}

/** A list of texts; null for anything else. */
export function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : null;
}

/** A list of numbers, truth values and gaps; null for anything else. */
export function columnOf(value: unknown): LoggedColumn | null {
  if (!Array.isArray(value)) return null;
  const numbers = value.map(numberOf);
  const odd = value.some((each, i) => numbers[i] === null && each !== null && !Number.isNaN(each));
  return odd ? null : numbers;
}

/** The fields that are not among the named ones. */
export function otherFields(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
