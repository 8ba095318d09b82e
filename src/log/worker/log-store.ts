/** The open log and its data, beside the page's thread. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { fileOfBlob, nameOf, type SuiteFile } from "../../suite/open/files/suite-file.ts";
import { type DataSet, openData } from "../data/data-set.ts";
import { questionIn } from "../data/subject.ts";
import { createSubjects, loggedSubject, type Subjects } from "../data/subjects.ts";
import { tokenLine } from "../export/token-lines.ts";
import { openRun } from "../run/open-run.ts";
import { reportOf } from "../run/report.ts";
import { type LogEntry, type RunLog, readRollout } from "../run/run-log.ts";
import { selectRollouts } from "../run/select.ts";
import type { LogApi, NumberColumn, OpenedLog, RolloutLine, ShownImageFile } from "./api.ts";

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
  };
}

const NO_DATA = openData([]);

const NOT_OPEN = failure("notFound", "No log is open.", "Open it again.");

async function imageOf(file: SuiteFile): Promise<Outcome<ShownImageFile>> {
  const bytes = await file.read();
  return bytes.ok
    ? success({ name: nameOf(file.path), blob: file.blob ?? new Blob([new Uint8Array(bytes.value)]) })
    : bytes;
}

export function createLogStore(): LogApi {
  let run: RunLog | null = null;
  let data: Promise<DataSet> = NO_DATA;
  let subjects: Promise<Subjects> = data.then(createSubjects);

  const forget = (next: Promise<DataSet>) => {
    data = next;
    subjects = next.then(createSubjects);
  };
  const read: LogApi["read"] = async (index) => {
    const entry = run?.entries[index];
    return entry === undefined ? NOT_OPEN : readRollout(entry);
  };
  return {
    async open(title, files, onProgress) {
      const given = files.map(({ path, blob }) => fileOfBlob(path, blob));
      const opened = await openRun(title, given, onProgress);
      if (!opened.ok) return opened;
      run = opened.value;
      forget(data);
      return success(viewOf(opened.value));
    },
    async openData(files) {
      const opened = openData(files.map(({ path, blob }) => fileOfBlob(path, blob)));
      forget(opened);
      const { rows, files: all, unread, notes } = await opened;
      return success({ rows: rows.length, files: all.size, unread, notes });
    },
    select: async (filter) => (run === null ? [] : selectRollouts(run.entries, run.prompts, filter)),
    read,
    async subject(index) {
      const entry = run?.entries[index];
      const rollout = await read(index);
      if (!rollout.ok || entry === undefined) return rollout.ok ? NOT_OPEN : rollout;
      const found = await (await subjects).of(entry.prompt, rollout.value);
      if (!found.ok) return found;
      const image = await imageOf(found.value.image);
      if (!image.ok) return image;
      const crop = found.value.crop === null ? success(null) : await imageOf(found.value.crop);
      if (!crop.ok) return crop;
      const { question, answer, size, box, notes } = found.value;
      return success({ question, answer, size, box, notes, image: image.value, crop: crop.value });
    },
    async write(indices) {
      const lines: string[] = [];
      for (const index of indices) {
        const rollout = await read(index);
        const prompt = run?.entries[index]?.prompt;
        if (!rollout.ok || prompt === undefined) return rollout.ok ? NOT_OPEN : rollout;
        const found = await (await subjects).of(prompt, rollout.value);
        lines.push(tokenLine(rollout.value, found.ok ? loggedSubject(found.value) : rollout.value.subject));
      }
      return success(new Blob(lines, { type: "application/jsonl" }));
    },
  };
}
