/** Numbers of an answer, entry t for token t, or the reason why they are missing: not every engine provides every column. */

/** A missing column, with the reason as a sentence for a person. */
export interface Missing {
  readonly missing: string;
}

export type Column<T> = readonly T[] | Missing;

export function isMissing<T>(column: Column<T>): column is Missing {
  return !Array.isArray(column);
}

/** The numbers of a column; empty if it is missing. */
export function given<T>(column: Column<T> | undefined): readonly T[] {
  return column === undefined || isMissing(column) ? [] : column;
}

/** Why a column is missing; null if it is present. */
export function whyMissing<T>(column: Column<T> | undefined): string | null {
  if (column === undefined) return null;
  return isMissing(column) ? column.missing : null;
}

/** The reasons why columns are missing, each once. */
export function reasonsOf(columns: readonly (Column<unknown> | undefined)[]): readonly string[] {
  return [...new Set(columns.flatMap((column) => whyMissing(column) ?? []))];
}
