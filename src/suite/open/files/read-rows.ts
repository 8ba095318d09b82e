/** The rows of a list, whichever way it is written: JSON, JSON lines, a table; recognised by content where names mislead. */

import { shortened } from "../choices/quoted.ts";
import type { BrokenRow, Row } from "../draft.ts";
import { parseCsv } from "./csv.ts";
import { isRecord, readJson } from "./read-json.ts";
import { endingOf } from "./suite-file.ts";

export interface RowList {
  readonly rows: readonly Row[];
  readonly broken: readonly BrokenRow[];
}

function readValues(list: string, text: string): RowList {
  const { values, broken } = readJson(list, text);
  const rows = values.flatMap(({ place, value }) => (isRecord(value) ? [{ list, place, value }] : []));
  const others = values.filter(({ value }) => !isRecord(value));
  const reason = "It is not a record of named fields.";
  return { rows, broken: [...broken, ...others.map(({ place }) => ({ place, reason }))] };
}

function readTable(list: string, text: string): RowList {
  const table = parseCsv(text);
  const [header, ...records] = table.records;
  const names = header?.cells.map((name) => name.trim()) ?? [];
  const rows: Row[] = [];
  const broken = table.broken.map(({ line, reason }) => ({ place: `${list}, line ${line}`, reason }));
  for (const { line, cells } of records) {
    const place = `${list}, line ${line}`;
    if (cells.length === names.length)
      rows.push({ list, place, value: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""])) });
    else
      broken.push({
        place,
        reason: `It has ${cells.length} cells; the first line names ${names.length}: "${shortened(names.join(", "))}".`,
      });
  }
  return { rows, broken };
}

const JSON_ENDINGS: readonly string[] = ["json", "jsonl", "ndjson"];
const TABLE_ENDINGS: readonly string[] = ["csv", "tsv"];

/** Whether a file of that name may hold rows as text. */
export function isTextList(path: string): boolean {
  return [...JSON_ENDINGS, ...TABLE_ENDINGS].includes(endingOf(path));
}

/** The rows of the list at `path`; no row is lost without a reason in `broken`. */
export function readRows(path: string, source: string): RowList {
  const text = source.replace(/^\uFEFF/, "");
  return JSON_ENDINGS.includes(endingOf(path)) ? readValues(path, text) : readTable(path, text);
}
