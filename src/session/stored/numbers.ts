/** Numbers as a session's file stores them. JSON has no infinities, so they are words there; a NaN is not allowed. */
import * as v from "valibot";

type StoredNumber = number | "Infinity" | "-Infinity" | null;

function isStored(value: unknown, nullable: boolean): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === "Infinity" || value === "-Infinity" || (nullable && value === null);
}

/** One check per list instead of a schema check per number: sessions hold millions. */
function listOf(nullable: boolean) {
  return v.custom<readonly StoredNumber[]>(
    (value) => Array.isArray(value) && value.every((each) => isStored(each, nullable)),
    "not a list of numbers",
  );
}

/** A list of numbers, infinities among them as words. */
const storedNumbers = listOf(false);
/** The same with null where a number is not defined. */
const storedNullable = listOf(true);

export const numbers = v.pipe(
  storedNumbers,
  v.transform((list): readonly number[] => list.map(Number)),
);

export const nullableNumbers = v.pipe(
  storedNullable,
  v.transform((list): readonly (number | null)[] =>
    list.map((each) => (each === null ? null : Number(each))),
  ),
);

/** A list of non-negative whole numbers. */
export const counts = v.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((each) => Number.isInteger(each) && each >= 0),
  "not a list of whole numbers",
);

/** A single number, or the word for an infinity. */
export const numeral = v.pipe(
  v.custom<number | "Infinity" | "-Infinity">((value) => isStored(value, false), "not a number"),
  v.transform(Number),
);

const word = { enum: ["Infinity", "-Infinity"] } as const;

/** The published schema of the lists above, which cannot be derived from the checks. */
export const numbersInJsonSchema: ReadonlyMap<unknown, object> = new Map<unknown, object>([
  [storedNumbers, { type: "array", items: { anyOf: [{ type: "number" }, word] } }],
  [storedNullable, { type: "array", items: { anyOf: [{ type: "number" }, { type: "null" }, word] } }],
  [counts, { type: "array", items: { type: "integer", minimum: 0 } }],
  [numeral.pipe[0], { anyOf: [{ type: "number" }, word] }],
]);

/**
 * A measured number as sessions store it: to the nearest `10^-decimals`, but with at least three and at most six significant
 * digits, since most are computed in float32, which has about seven. Counts and ids are whole and stay.
 */
export function rounded(value: number, decimals = 6): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return value + 0;
  const digits = Math.floor(Math.log10(Math.abs(value))) + 1 + decimals;
  return Number(value.toPrecision(Math.min(6, Math.max(3, digits))));
}

/** A number's representation in a file. */
export function storedNumber(value: number): number | string {
  if (Number.isNaN(value)) throw new Error("A session must not contain NaN.");
  return Number.isFinite(value) ? value : String(value);
}
