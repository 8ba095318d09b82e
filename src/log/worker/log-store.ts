/** The open log and its data, beside the page's thread. */
import { failure, success } from "../../base/outcome.ts";
import { createTurns } from "../../base/turns.ts";
import { fileOfBlob } from "../../suite/open/files/suite-file.ts";
import { type DataSet, openData } from "../data/data-set.ts";
import { questionIn } from "../data/subject.ts";
import { createSubjects, loggedSubject } from "../data/subjects.ts";
import { tokenLine } from "../export/token-lines.ts";
import { anewAt, mostScored } from "../run/anew-lines.ts";
import { openRun } from "../run/open-run.ts";
import { reportOf } from "../run/report.ts";
import { type LogEntry, type RunLog, readRollout } from "../run/run-log.ts";
import { selectRollouts } from "../run/select.ts";
import type { LogApi, NumberColumn, OpenedLog, RolloutLine } from "./api.ts";
import { shownSubject } from "./shown-subject.ts";

const HEAD = 240;

/** The beginning of a text on one line. */
const headOf = (text: string): string =>
  text
    .slice(0, 4 * HEAD)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, HEAD);

function numbersOf(entries: readonly LogEntry[]): readonly NumberColumn[] {
  const names = [...new Set(entries.flatMap(({ numbers }) => [...numbers.keys()]))];
  return names.map((name) => ({
    name,
    values: Float64Array.from(entries, ({ numbers }) => numbers.get(name) ?? Number.NaN),
  }));
}

function viewOf(run: RunLog): OpenedLog {
  const { title, entries, prompts, unread } = run;
  const counted = entries.every(({ tokens }) => tokens !== null);
  const lineOf = ({
    step,
    prompt,
    reward,
    advantage,
    tokens,
    response,
    divergence,
  }: LogEntry): RolloutLine => ({
    ...{ step, prompt, reward, advantage, divergence },
    length: counted ? tokens : (response?.length ?? null),
    head: response === null ? `${tokens ?? 0} tokens without their text` : headOf(response),
  });
  return {
    title,
    report: reportOf(run),
    rollouts: entries.map(lineOf),
    prompts: prompts.map(({ text, tokens }) => ({
      head: text === "" && tokens !== null ? `a prompt of ${tokens} tokens` : headOf(questionIn(text)),
    })),
    numbers: numbersOf(entries),
    unread,
    lengthUnit: counted ? "tokens" : "characters",
    anew: mostScored(entries),
  };
}

const NOT_OPEN = failure("notFound", "No log is open.", "Open it again.");

export function createLogStore(): LogApi {
  let run: RunLog | null = null;
  let data: Promise<DataSet> = openData([]);
  let subjects = data.then(createSubjects);
  const beginLog = createTurns();
  const beginData = createTurns();

  /** Reads rollouts of the log that is open now with its data, although another may be opened meanwhile. */
  const createReader = () => {
    const [entries, found] = [run?.entries ?? [], subjects];
    return async (index: number) => {
      const entry = entries[index];
      if (entry === undefined) return NOT_OPEN;
      const rollout = await readRollout(entry);
      if (!rollout.ok) return rollout;
      const subject = await (await found).of(entry.prompt, rollout.value);
      return success({ rollout: rollout.value, subject });
    };
  };
  return {
    async open(title, files, onProgress) {
      const isLatest = beginLog();
      const given = files.map(({ path, blob }) => fileOfBlob(path, blob));
      const opened = await openRun(title, given, onProgress);
      if (!opened.ok) return opened;
      if (isLatest()) {
        run = opened.value;
        subjects = data.then(createSubjects);
      }
      return success(viewOf(opened.value));
    },
    async openData(files) {
      const isLatest = beginData();
      const opened = await openData(files.map(({ path, blob }) => fileOfBlob(path, blob)));
      if (isLatest()) {
        data = Promise.resolve(opened);
        subjects = data.then(createSubjects);
      }
      const { rows, files: all, unread, notes } = opened;
      return success({ rows: rows.length, files: all.size, unread, notes });
    },
    select: async (filter) => success(run === null ? [] : selectRollouts(run.entries, run.prompts, filter)),
    async read(index) {
      const entry = run?.entries[index];
      return entry === undefined ? NOT_OPEN : readRollout(entry);
    },
    async subject(index) {
      const read = await createReader()(index);
      if (!read.ok) return read;
      const found = read.value.subject;
      return found.ok ? shownSubject(found.value) : found;
    },
    async write(indices, anew) {
      const lines: string[] = [];
      const readNext = createReader();
      for (const index of indices) {
        const read = await readNext(index);
        if (!read.ok) return read;
        const { rollout, subject } = read.value;
        const about = subject.ok ? loggedSubject(subject.value) : rollout.subject;
        lines.push(tokenLine(rollout, about, anewAt(anew, index)));
      }
      return success(new Blob(lines, { type: "application/jsonl" }));
    },
  };
}
