/** The formats of logs, in the order in which a record is tried. */
import type { Fields, FormatId, LoggedRollout } from "../rollout.ts";
import { completions } from "./completions.ts";
import type { LogFormat, Where } from "./format.ts";
import { primeRl } from "./prime-rl.ts";
import { tokens } from "./tokens.ts";
import { verl } from "./verl.ts";

export const FORMATS: readonly LogFormat[] = [primeRl, tokens, verl, completions];

/** The format of a record; null where it is none of a log. */
export function formatOf(record: Fields): LogFormat | null {
  return FORMATS.find((format) => format.recognises(record)) ?? null;
}

export function formatById(id: FormatId): LogFormat {
  const found = FORMATS.find((format) => format.id === id);
  if (found === undefined) throw new Error(`There is no format ${id}.`);
  return found;
}

/** The rollouts of a record, or why it has none. */
export function rolloutsOf(
  record: Fields,
  where: Where,
): readonly LoggedRollout[] | { readonly reason: string } {
  const format = formatOf(record);
  if (format === null) return { reason: "Its fields are those of no log that Fovea knows." };
  const read = format.read(record, where);
  return "reason" in read ? read : read.map((each) => ({ ...each, format: format.id }));
}
