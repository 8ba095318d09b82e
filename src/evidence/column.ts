/** Numbers of an answer, entry t about token t, or why there are none: not every engine can give every column. */

/** What an engine could not give, and why, as a sentence for a person. */
export interface Missing {
  readonly missing: string;
}

export type Column<T> = readonly T[] | Missing;

export function isMissing<T>(column: Column<T>): column is Missing {
  return !Array.isArray(column);
}

/** The numbers of a column; none where it is missing. */
export function given<T>(column: Column<T> | undefined): readonly T[] {
  return column === undefined || isMissing(column) ? [] : column;
}

/** Why a column is missing; null where it is there. */
export function whyMissing<T>(column: Column<T> | undefined): string | null {
  if (column === undefined) return null;
  return isMissing(column) ? column.missing : null;
}

/** Why columns are missing, each reason once. */
export function reasonsOf(columns: readonly (Column<unknown> | undefined)[]): readonly string[] {
  return [...new Set(columns.flatMap((column) => whyMissing(column) ?? []))];
}
