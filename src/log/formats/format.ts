/** A format of logs: which records are of it, and what its fields mean. */
import type { Fields, FormatId, LoggedRollout, Quantity } from "../rollout.ts";

/** Where a record is: the path of its file, and its position in words. */
export interface Where {
  readonly path: string;
  readonly place: string;
}

export type ReadRollout = Omit<LoggedRollout, "format">;

/** The rollouts of a record, or why it has none. */
export type ReadOrReason = readonly ReadRollout[] | { readonly reason: string };

export interface LogFormat {
  readonly id: FormatId;
  /** Of what such a log is, as in "a log of verl". */
  readonly title: string;
  /** Whether a record is of this format, by the names and types of its fields. */
  recognises(record: Fields): boolean;
  read(record: Fields, where: Where): ReadOrReason;
  /** Why logs of this format lack a quantity, as a sentence. */
  readonly lacks: Readonly<Partial<Record<Quantity, string>>>;
  /** How its figures are meant, where that is not obvious, in sentences. */
  readonly conventions: readonly string[];
}

/** What most formats leave out. */
export const NOTHING_MORE = {
  promptIds: null,
  reference: null,
  advantage: null,
  group: null,
  images: [],
  tokens: null,
  subject: null,
} as const;
