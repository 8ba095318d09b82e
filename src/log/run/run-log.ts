/**
 * The log of a run as it is held: a short entry for each rollout in memory, and where the rollout itself is read again, so
 * that numbers per token of many thousands need not be held.
 */
import { type Outcome, success } from "../../base/outcome.ts";
import { formatById, rolloutsOf } from "../formats/catalog.ts";
import { type RecordSource, readAgain, type Unread } from "../read/records.ts";
import type { FormatId, LoggedRollout, Quantity } from "../rollout.ts";
import type { LoggedAnew } from "./anew-lines.ts";

/** What is held of a rollout. */
export interface LogEntry {
  readonly place: string;
  readonly format: FormatId;
  readonly step: number | null;
  /** Index of its prompt among `prompts`. */
  readonly prompt: number;
  readonly response: string | null;
  readonly reward: number | null;
  readonly advantage: number | null;
  /** Tokens of the answer; null where the log has only its text. */
  readonly tokens: number | null;
  /** The mean of log p − log q over its tokens, student minus teacher, in nats; null where either is missing. */
  readonly divergence: number | null;
  /** Its other numbers: fields, and means of its columns over the tokens. */
  readonly numbers: ReadonlyMap<string, number>;
  /** What a model said of it when the line was written. */
  readonly anew: LoggedAnew | null;
  readonly source: RecordSource;
  /** Path of its file, and its index among the rollouts of its record. */
  readonly path: string;
  readonly at: number;
}

/** A prompt that rollouts share. */
export interface LoggedPrompt {
  readonly text: string;
  /** Where the log has ids and no text. */
  readonly tokens: number | null;
  readonly images: readonly string[];
}

export interface RunLog {
  readonly title: string;
  readonly entries: readonly LogEntry[];
  readonly prompts: readonly LoggedPrompt[];
  readonly unread: readonly Unread[];
  /** How many rollouts have each quantity. */
  readonly present: Readonly<Record<Quantity, number>>;
  /** Names of fields that no figure is made of, and how many rollouts have them. */
  readonly otherFields: ReadonlyMap<string, number>;
}

/** A rollout with all that the log has of it. Faults: its file has changed or is gone. */
export async function readRollout({ source, path, place, at }: LogEntry): Promise<Outcome<LoggedRollout>> {
  const record = await readAgain(source);
  if (!record.ok) return record;
  const found = rolloutsOf(record.value, { path, place });
  const rollout = "reason" in found ? undefined : found[at];
  if (rollout !== undefined) return success({ ...rollout, place });
  const message = "reason" in found ? found.reason : "The rollout is not there any more.";
  return { ok: false, fault: { kind: "notFound", message, hint: "Open the log again." } };
}

/** The formats of a run with how many rollouts each has, the most frequent first. */
export function formatsOf({
  entries,
}: Pick<RunLog, "entries">): readonly (readonly [title: string, rollouts: number])[] {
  const counts = new Map<FormatId, number>();
  for (const { format } of entries) counts.set(format, (counts.get(format) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([id, rollouts]) => [formatById(id).title, rollouts] as const);
}
