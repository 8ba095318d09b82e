/** Reads the files of a log into a run. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import { rolloutsOf } from "../formats/catalog.ts";
import { numberOf } from "../formats/fields.ts";
import { type FoundRecord, readRecords, type Unread } from "../read/records.ts";
import {
  COLUMN,
  hasQuantity,
  type LoggedRollout,
  QUANTITIES,
  type Quantity,
  sampledReverseKl,
  tokenCount,
} from "../rollout.ts";
import { anewIn } from "./anew-lines.ts";
import type { LogEntry, LoggedPrompt, RunLog } from "./run-log.ts";

/** More names of numbers are not kept: a log may have a field per token. */
const MOST_NUMBERS = 64;

/** Progress is told about so many times. */
const TOLD = 50;

/** Strings of digits are ids more often than numbers. */
function fieldNumbers(rollout: LoggedRollout): readonly (readonly [string, number])[] {
  return Object.entries(rollout.fields).flatMap(([name, value]) => {
    const number = typeof value === "string" ? null : numberOf(value);
    return number === null ? [] : [[name, number] as const];
  });
}

/** Means over the tokens that the loss counts. */
function columnMeans({ tokens }: LoggedRollout): readonly (readonly [string, number])[] {
  const mask = tokens?.columns[COLUMN.mask];
  return Object.entries(tokens?.columns ?? {}).flatMap(([name, column]) => {
    if (name === COLUMN.mask) return [];
    const values = column.filter((value, t): value is number => value !== null && mask?.[t] !== 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Number.isNaN(mean) ? [] : [[`mean ${name}`, mean] as const];
  });
}

function createGatherer() {
  const entries: LogEntry[] = [];
  const prompts: LoggedPrompt[] = [];
  const promptAt = new Map<string, number>();
  const names = new Set<string>();
  const otherFields = new Map<string, number>();
  const present = Object.fromEntries(QUANTITIES.map((each) => [each, 0])) as Record<Quantity, number>;

  const promptOf = ({ prompt: text, promptIds, images }: LoggedRollout): number => {
    const key = JSON.stringify([text, promptIds, images]);
    const known = promptAt.get(key);
    if (known !== undefined) return known;
    promptAt.set(key, prompts.length);
    return prompts.push({ text, tokens: promptIds?.length ?? null, images }) - 1;
  };
  const numbersOf = (rollout: LoggedRollout): ReadonlyMap<string, number> => {
    const found = new Map([...fieldNumbers(rollout), ...columnMeans(rollout)]);
    for (const name of found.keys()) {
      if (names.size < MOST_NUMBERS) names.add(name);
      if (!names.has(name)) found.delete(name);
    }
    return found;
  };
  return {
    add(rollout: LoggedRollout, { source, path }: FoundRecord, at: number) {
      for (const quantity of QUANTITIES) if (hasQuantity(rollout, quantity)) present[quantity]++;
      for (const name of Object.keys(rollout.fields)) otherFields.set(name, (otherFields.get(name) ?? 0) + 1);
      const { place, format, step, response, reward, advantage } = rollout;
      entries.push({
        place,
        format,
        step,
        prompt: promptOf(rollout),
        response,
        reward,
        advantage,
        tokens: tokenCount(rollout),
        divergence: sampledReverseKl(rollout),
        numbers: numbersOf(rollout),
        anew: anewIn(rollout),
        source,
        path,
        at,
      });
    },
    gathered: () => ({ entries, prompts, otherFields, present }),
  };
}

/** In the order of training; within a step as in the log. */
function inOrder(entries: readonly LogEntry[]): readonly LogEntry[] {
  const stepOf = ({ step }: LogEntry): number => step ?? Number.POSITIVE_INFINITY;
  return [...entries].sort((a, b) => (stepOf(a) === stepOf(b) ? 0 : stepOf(a) - stepOf(b)));
}

/**
 * Every record is among the entries or, with its reason, among what was not read; `onProgress` is told the bytes that were
 * read, of all. Faults: a file cannot be read, or none has a rollout.
 */
export async function openRun(
  title: string,
  files: readonly SuiteFile[],
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Outcome<RunLog>> {
  const gatherer = createGatherer();
  const unread: Unread[] = [];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let [before, told] = [0, 0];
  const tell = (done: number): void => {
    if (done - told < total / TOLD) return;
    told = done;
    onProgress(done, total);
  };
  const take = (found: FoundRecord): void => {
    const { path, place, record } = found;
    const rollouts = rolloutsOf(record, { path, place });
    if ("reason" in rollouts) unread.push({ place, reason: rollouts.reason });
    else for (const [at, rollout] of rollouts.entries()) gatherer.add(rollout, found, at);
  };
  for (const file of files) {
    const read = await readRecords(file, {
      take,
      refuse: (each) => unread.push(each),
      progress: (done) => tell(before + done),
    });
    if (!read.ok) return read;
    before += file.size;
  }
  const { entries, ...rest } = gatherer.gathered();
  if (entries.length > 0) return success({ title, entries: inOrder(entries), unread, ...rest });
  const [first] = unread;
  return failure(
    "badInput",
    `There is no rollout in it.${first === undefined ? "" : ` ${first.place}: ${first.reason}`}`,
    "Logs of verl, ms-swift, TRL and prime-rl can be opened, and lines of tokens and metrics (docs/logs.md).",
  );
}
