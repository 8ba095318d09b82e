/** A run as it is shown: its document read line by line, whole or while it grows. */

import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import {
  type CollapseRecord,
  type EndRecord,
  type EvaluationRecord,
  type FirstStageRecord,
  type PreparedRecord,
  RUN_VERSION,
  type RunHeader,
  type RunRecord,
  type StepRecord,
  type WatchedRecord,
} from "./document.ts";

export interface Run {
  readonly header: RunHeader;
  /** Null where it is not known, as in documents of earlier versions. */
  readonly prepared: PreparedRecord | null;
  readonly steps: readonly StepRecord[];
  readonly evaluations: readonly EvaluationRecord[];
  /** The answers to the watched item, in the order of their steps. */
  readonly watched: readonly WatchedRecord[];
  /** What the first stage answers; null where the document does not say it. */
  readonly firstStage: FirstStageRecord | null;
  /** Null where it has not collapsed. */
  readonly collapse: CollapseRecord | null;
  /** Null while it goes on, or where it was interrupted. */
  readonly end: EndRecord | null;
  /** The document, with whatever this version does not know. */
  readonly text: string;
  /** Lines that could not be read. */
  readonly unread: number;
}

const finite = v.pipe(v.number(), v.finite());
const step = v.pipe(v.number(), v.integer(), v.minValue(0));
const interval = v.looseObject({ mean: finite, low: finite, high: finite });
const rightAnswers = v.pipe(v.string(), v.regex(/^[01]*$/));
const figures = v.looseObject({
  right: rightAnswers,
  accuracy: interval,
  evidence: interval,
  length: finite,
  withoutEnd: finite,
  mostFrequent: v.looseObject({ text: v.string(), share: finite }),
});

const headerSchema = v.looseObject({
  kind: v.literal("header"),
  format: v.literal("fovea-run"),
  version: v.number(),
  recipe: v.looseObject({ id: v.string(), title: v.string(), about: v.string(), source: v.string() }),
  steps: step,
  seed: finite,
  every: step,
  perDimension: step,
  dimensions: v.array(v.string()),
  model: v.looseObject({ title: v.string(), weights: v.looseObject({ sha256: v.string() }) }),
  ran: v.looseObject({ graphs: v.string(), logitGradients: v.string(), build: v.string() }),
});

const recordSchema = v.variant("kind", [
  v.looseObject({ kind: v.literal("prepared"), step, items: step, opening: finite, reading: finite }),
  v.looseObject({
    kind: v.literal("step"),
    step,
    loss: finite,
    entropy: finite,
    divergence: v.optional(v.nullable(finite)),
    gradientNorm: finite,
    rate: finite,
    answers: step,
    tokens: step,
    right: finite,
    withoutEnd: finite,
    withoutSpread: v.nullable(finite),
    seconds: finite,
  }),
  v.looseObject({
    kind: v.literal("evaluation"),
    step,
    items: step,
    views: v.looseObject({ global: figures, matched: figures, regional: figures }),
    gap: interval,
    divergence: v.optional(interval),
    advantage: v.optional(interval),
    seconds: finite,
  }),
  v.looseObject({
    kind: v.literal("watched"),
    step,
    item: step,
    question: v.string(),
    answer: v.string(),
    box: v.looseObject({ x: finite, y: finite, width: finite, height: finite }),
    right: v.boolean(),
    tokens: v.array(v.looseObject({ text: v.string(), divergence: finite, instead: v.nullable(v.string()) })),
  }),
  v.looseObject({
    kind: v.literal("firstStage"),
    step,
    title: v.string(),
    answers: v.nullable(
      v.looseObject({
        weights: v.looseObject({ sha256: v.string() }),
        right: rightAnswers,
        accuracy: interval,
      }),
    ),
    reason: v.optional(v.string()),
    seconds: finite,
  }),
  v.looseObject({ kind: v.literal("collapse"), step, reason: v.string() }),
  v.looseObject({ kind: v.literal("end"), step, reason: v.picklist(["finished", "stopped"]) }),
]);

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function gather(run: Run, record: RunRecord): Run {
  switch (record.kind) {
    case "header":
      return run;
    case "prepared":
      return { ...run, prepared: record };
    case "step":
      return { ...run, steps: [...run.steps, record] };
    case "evaluation":
      return { ...run, evaluations: [...run.evaluations, record] };
    case "watched":
      return { ...run, watched: [...run.watched, record] };
    case "firstStage":
      return { ...run, firstStage: record };
    case "collapse":
      return { ...run, collapse: record };
    case "end":
      return { ...run, end: record };
    default:
      return record satisfies never;
  }
}

/** The run with one more record. */
export function withRecord(run: Run, record: RunRecord): Run {
  return { ...gather(run, record), text: `${run.text}${JSON.stringify(record)}\n` };
}

/** Opens the document of a run. Faults: badInput, where it is none or one of a later version. */
export function openRun(text: string): Outcome<Run> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const header = v.safeParse(headerSchema, parsed(lines[0] ?? ""));
  if (!header.success)
    return failure("badInput", "This file is not a training run.", "Choose a run.jsonl of Fovea.");
  if (header.output.version > RUN_VERSION)
    return failure("badInput", "This run was written by a later version of Fovea.", "Reload the page.");
  const records: RunRecord[] = [];
  for (const line of lines.slice(1)) {
    const record = v.safeParse(recordSchema, parsed(line));
    if (record.success) records.push(record.output as RunRecord);
  }
  return success({
    header: header.output as unknown as RunHeader,
    prepared: records.findLast((record) => record.kind === "prepared") ?? null,
    steps: records.filter((record) => record.kind === "step"),
    evaluations: records.filter((record) => record.kind === "evaluation"),
    watched: records.filter((record) => record.kind === "watched"),
    firstStage: records.findLast((record) => record.kind === "firstStage") ?? null,
    collapse: records.find((record) => record.kind === "collapse") ?? null,
    end: records.find((record) => record.kind === "end") ?? null,
    text,
    unread: lines.length - 1 - records.length,
  });
}
