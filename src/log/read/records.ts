/** The records of a log's files, each with where it is found again: JSON lines, a JSON list, or parquet. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { thrownWords } from "../../suite/open/choices/quoted.ts";
import { isRecord } from "../../suite/open/files/read-json.ts";
import { readParquet } from "../../suite/open/files/read-parquet.ts";
import { endingOf, type SuiteFile } from "../../suite/open/files/suite-file.ts";
import type { Fields } from "../rollout.ts";
import { linesOf } from "./lines.ts";
import { parsePythonJson } from "./python-json.ts";

/** Where a record is: its bytes in a file, or itself where it cannot be read alone. */
export type RecordSource =
  | { readonly kind: "bytes"; readonly file: Blob; readonly start: number; readonly end: number }
  | { readonly kind: "held"; readonly record: Fields };

export interface FoundRecord {
  readonly path: string;
  /** Such as "12.jsonl, line 3". */
  readonly place: string;
  readonly record: Fields;
  readonly source: RecordSource;
}

export interface Unread {
  readonly place: string;
  readonly reason: string;
}

export interface RecordTaker {
  take(found: FoundRecord): void;
  refuse(unread: Unread): void;
  /** Bytes that have been read so far. */
  progress(done: number): void;
}

/** A larger list is refused: unlike lines it is parsed whole. */
const LARGEST_LIST = 256e6;

const NO_RECORD = "It is not a record of named fields.";

function parsed(text: string): { readonly value: unknown } | { readonly reason: string } {
  try {
    return { value: parsePythonJson(text) };
  } catch (thrown) {
    return { reason: `It is not JSON: ${thrownWords(thrown)}` };
  }
}

/** The blob of a file; one that lies elsewhere is fetched whole. */
async function blobOf(file: SuiteFile): Promise<Outcome<Blob>> {
  if (file.blob !== undefined) return success(file.blob);
  const bytes = await file.read();
  return bytes.ok ? success(new Blob([new Uint8Array(bytes.value)])) : bytes;
}

async function readList(path: string, file: Blob, taker: RecordTaker): Promise<void> {
  if (file.size > LARGEST_LIST) {
    taker.refuse({ place: path, reason: "It is a list of more than 256 MB; write it as JSON lines." });
    return;
  }
  const found = parsed(await file.text());
  if ("reason" in found || !Array.isArray(found.value)) {
    taker.refuse({ place: path, reason: "reason" in found ? found.reason : NO_RECORD });
    return;
  }
  for (const [i, record] of found.value.entries()) {
    const place = `${path}, item ${i + 1}`;
    if (isRecord(record)) taker.take({ path, place, record, source: { kind: "held", record } });
    else taker.refuse({ place, reason: NO_RECORD });
  }
}

async function readLines(path: string, file: Blob, taker: RecordTaker): Promise<void> {
  for await (const { number, start, end, text } of linesOf(file)) {
    const place = `${path}, line ${number}`;
    taker.progress(end);
    const found = typeof text === "string" ? parsed(text) : text;
    const cut =
      end === file.size && "reason" in found && typeof text === "string" ? " The file ends within it." : "";
    if ("reason" in found) taker.refuse({ place, reason: `${found.reason}${cut}` });
    else if (isRecord(found.value))
      taker.take({ path, place, record: found.value, source: { kind: "bytes", file, start, end } });
    else taker.refuse({ place, reason: NO_RECORD });
  }
}

/** Whether the first character that counts opens a list. */
async function isList(file: Blob): Promise<boolean> {
  const start = await file.slice(0, 4096).text();
  return start
    .replace(/^\uFEFF/, "")
    .trimStart()
    .startsWith("[");
}

/** Hands over all records of a file; what is none is refused with its reason. Faults: the file cannot be read. */
export async function readRecords(file: SuiteFile, taker: RecordTaker): Promise<Outcome<null>> {
  const { path } = file;
  if (endingOf(path) === "parquet") {
    const broken = await readParquet(file, async ({ place, value }) => {
      taker.take({ path, place, record: value, source: { kind: "held", record: value } });
    });
    for (const each of broken) taker.refuse(each);
    return success(null);
  }
  if (endingOf(path) === "pt")
    return failure(
      "unsupported",
      `${path} is a pickle of PyTorch, which can run code when it is opened.`,
      "Convert it with scripts/logs/convert_dump.py (docs/logs.md).",
    );
  const blob = await blobOf(file);
  if (!blob.ok) return blob;
  try {
    if (await isList(blob.value)) await readList(path, blob.value, taker);
    else await readLines(path, blob.value, taker);
    return success(null);
  } catch (thrown) {
    // A blob whose file has changed or is gone; everything else is a bug.
    if (!(thrown instanceof DOMException)) throw thrown;
    return failure("notFound", `${path} could not be read: ${thrownWords(thrown)}`, "Choose it again.");
  }
}

/** A record once more. Faults: its file has changed or is gone. */
export async function readAgain(source: RecordSource): Promise<Outcome<Fields>> {
  if (source.kind === "held") return success(source.record);
  const { file, start, end } = source;
  try {
    const value = parsePythonJson(await file.slice(start, end).text());
    if (isRecord(value)) return success(value);
  } catch {
    // What is there now is no record: told below.
  }
  return failure("notFound", "The log has changed since it was opened, or is gone.", "Open it again.");
}
