/** A recorded table as a document of JSON lines: what was run, then each run with the part of its document that is kept. */

import * as v from "valibot";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { openRun, type Run } from "../run/run.ts";

export const TABLE_VERSION = 1;

export interface TableHeader {
  readonly kind: "table";
  readonly format: "fovea-table";
  readonly version: number;
  /** Of the catalog. */
  readonly id: string;
  readonly steps: number;
  readonly seeds: readonly number[];
  /** When it was recorded, as a date. */
  readonly recorded: string;
}

/** A run of a row: one of the sweep, or one that the table shows, at a factor of the recipe's rate. */
export interface TableRun {
  readonly kind: "run";
  readonly row: string;
  readonly phase: "sweep" | "shown";
  readonly factor: number;
  readonly seed: number;
  readonly document: string;
}

export interface RecordedTable {
  readonly header: TableHeader;
  readonly runs: readonly (Omit<TableRun, "document" | "kind"> & { readonly run: Run })[];
}

/** Steps of which a run's document keeps one, and strips of the watched item that it keeps. */
const EVERY = 10;
const STRIPS = 20;

/** A run's document with its evaluations, every tenth step, and at most twenty strips of the watched item. */
export function thinnedDocument(text: string): string {
  const lines = text.split("\n").filter((line) => line !== "");
  const parsed = lines.map((line): { kind?: string; step?: number } => JSON.parse(line));
  const watched = parsed.filter(({ kind }) => kind === "watched").length;
  const every = Math.max(1, Math.ceil(watched / STRIPS));
  let strip = 0;
  const kept = lines.filter((_, i) => {
    const { kind, step = 0 } = parsed[i] ?? {};
    if (kind === "step") return step % EVERY === 0;
    return kind !== "watched" || strip++ % every === 0;
  });
  return kept.map((line) => `${line}\n`).join("");
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const headerSchema = v.looseObject({
  kind: v.literal("table"),
  format: v.literal("fovea-table"),
  version: v.number(),
  id: v.string(),
  steps: count,
  seeds: v.array(count),
  recorded: v.string(),
});
const runSchema = v.looseObject({
  kind: v.literal("run"),
  row: v.string(),
  phase: v.picklist(["sweep", "shown"]),
  factor: v.number(),
  seed: count,
  document: v.string(),
});

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Opens a recorded table. Faults: badInput, where it is none or one of a later version. */
export function openTable(text: string): Outcome<RecordedTable> {
  const [first = "", ...lines] = text.split("\n").filter((line) => line !== "");
  const header = v.safeParse(headerSchema, parsedLine(first));
  if (!header.success) return failure("badInput", "This file is not a recorded table of runs.");
  if (header.output.version > TABLE_VERSION)
    return failure("badInput", "This table was recorded by a later version of Fovea.", "Reload the page.");
  const runs = lines.flatMap((line): RecordedTable["runs"] => {
    const found = v.safeParse(runSchema, parsedLine(line));
    if (!found.success) return [];
    const { document, kind: _, ...of } = found.output;
    const run = openRun(document);
    return run.ok ? [{ ...of, run: run.value }] : [];
  });
  return success({ header: header.output, runs });
}
