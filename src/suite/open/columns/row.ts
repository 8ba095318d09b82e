/** Rows of a suite's lists before anyone knows what they mean, and those that could not be read. */

export interface Row {
  /** The list's path. */
  readonly list: string;
  /** Where it stands, for a person: "items.jsonl, line 12". */
  readonly place: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether a person said which of its columns is what. */
  readonly mapped?: true;
}

/** A row that is left out, and why. */
export interface BrokenRow {
  readonly place: string;
  readonly reason: string;
}
