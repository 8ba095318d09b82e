/**
 * Reads the log of a training run, joins it with the data, has an open model score it anew where one is named, and hands its
 * rollouts over as lines: `npm run fovea -- import`.
 */

import { fileOfSite } from "../../app/suite/suite-sources.ts";
import { type Fault, type Outcome, success } from "../../base/outcome.ts";
import { type DataSet, openData } from "../../log/data/data-set.ts";
import { createSubjects, loggedSubject } from "../../log/data/subjects.ts";
import { tokenLine } from "../../log/export/token-lines.ts";
import type { Unread } from "../../log/read/records.ts";
import { anewAt } from "../../log/run/anew-lines.ts";
import { openRun } from "../../log/run/open-run.ts";
import { lackWords, reportOf } from "../../log/run/report.ts";
import { type RunLog, readRollout } from "../../log/run/run-log.ts";
import { fileOfBlob, type SuiteFile } from "../../suite/open/files/suite-file.ts";
import type { CommandEngines } from "../model/open-model.ts";
import { reportStep } from "../output.ts";
import { type AnewRequest, type ScoredLog, scoreRun } from "./score-run.ts";

type Served = readonly { readonly path: string; readonly url: string }[];

export interface ImportRequest {
  readonly title: string;
  /** The files of the log, with their addresses. */
  readonly log: Served;
  /** The files of the data; null where none were named. */
  readonly data: Served | null;
  /** Whether the rollouts are written. */
  readonly writes: boolean;
  /** The model that scores them anew, and how many at most; null for none. */
  readonly anew: AnewRequest | null;
}

export interface Imported {
  /** What was read and what is missing, in sentences. */
  readonly lines: readonly string[];
  /** What was not read, of the log and of the data. */
  readonly unread: readonly Unread[];
  /** Why the model that scores did not go on to the end; null where it did. */
  readonly fault: Fault | null;
}

/** Rollouts are handed over so many at a time. */
const TOGETHER = 100;

async function fetched({ path, url }: Served[number]): Promise<Outcome<SuiteFile>> {
  const bytes = await fileOfSite(path, new URL(url, document.baseURI)).read();
  return bytes.ok ? success(fileOfBlob(path, new Blob([new Uint8Array(bytes.value)]))) : bytes;
}

async function openLog({ title, log }: ImportRequest): Promise<Outcome<RunLog>> {
  const files: SuiteFile[] = [];
  for (const [at, each] of log.entries()) {
    const file = await fetched(each);
    if (!file.ok) return file;
    files.push(file.value);
    reportStep("reading the log", at + 1, log.length);
  }
  return openRun(title, files);
}

/** How many rollouts are joined with an image and with evidence, and why others are not. */
function createTally() {
  const reasons = new Map<string, number>();
  let [shown, evident] = [0, 0];
  return {
    add(subject: Awaited<ReturnType<ReturnType<typeof createSubjects>["of"]>>) {
      if (!subject.ok) reasons.set(subject.fault.message, (reasons.get(subject.fault.message) ?? 0) + 1);
      else {
        shown++;
        if (subject.value.box !== null || subject.value.crop !== null) evident++;
      }
    },
    lines(all: number): readonly string[] {
      const most = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 5);
      return [
        `Joined with the data: ${shown} of ${all} rollouts have their image, ${evident} a box or a crop of the evidence.`,
        ...most.map(([reason, count]) => `${count} rollouts have none: ${reason}`),
      ];
    },
  };
}

/** Writes every rollout, and counts what was found of its image. */
async function writeAll(
  run: RunLog,
  data: DataSet | null,
  writes: boolean,
  anew: ScoredLog | null,
): Promise<readonly string[]> {
  const subjects = data === null ? null : createSubjects(data);
  const tally = createTally();
  let together: string[] = [];
  const hand = async () => {
    if (writes && together.length > 0) await window.keepLine?.(together.join(""));
    together = [];
  };
  for (const [at, entry] of run.entries.entries()) {
    const rollout = await readRollout(entry);
    if (!rollout.ok) continue;
    const subject = subjects === null ? null : await subjects.of(entry.prompt, rollout.value);
    if (subject !== null) tally.add(subject);
    const about = subject?.ok ? loggedSubject(subject.value) : rollout.value.subject;
    together.push(tokenLine(rollout.value, about, anewAt(anew, at)));
    if (together.length >= TOGETHER) await hand();
    reportStep(writes ? "writing the rollouts" : "looking for their images", at + 1, run.entries.length);
  }
  await hand();
  return subjects === null ? [] : tally.lines(run.entries.length);
}

function linesOf(run: RunLog): readonly string[] {
  const { read, present, lacks, conventions, otherFields } = reportOf(run);
  return [
    `${run.title}: ${read}.`,
    `It has: ${present.join(", ")}.`,
    ...lacks.map((lack) => lackWords(lack, run.entries.length)),
    ...conventions,
    ...(otherFields.length === 0 ? [] : [`Kept as they are: ${otherFields.join(", ")}.`]),
  ];
}

/** Faults: a file cannot be read, the log has no rollout, and those of the model that scores it anew. */
export async function importLog(command: CommandEngines, request: ImportRequest): Promise<Outcome<Imported>> {
  const run = await openLog(request);
  if (!run.ok) return run;
  const files =
    request.data?.map(({ path, url }) => fileOfSite(path, new URL(url, document.baseURI))) ?? null;
  const data = files === null ? null : await openData(files);
  const scored =
    request.anew === null ? success(null) : await scoreRun(command, run.value, data, request.anew);
  if (!scored.ok) return scored;
  const anew = scored.value;
  const joined = request.writes || data !== null ? await writeAll(run.value, data, request.writes, anew) : [];
  return success({
    lines: [...linesOf(run.value), ...(data?.notes ?? []), ...joined, ...(anew?.lines ?? [])],
    unread: [...run.value.unread, ...(data?.unread ?? []), ...(anew?.leftOut ?? [])],
    fault: anew?.fault ?? null,
  });
}
