/** A suite that the command line serves beside the page: a list with its images, a folder, or one archive. */
import { byPath, fileOfSite } from "../../app/suite/suite-sources.ts";
import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { parseInterpretation } from "../../suite/open/boxes/box-interpretation.ts";
import { KEY_INTERPRETATIONS, parseKeyInterpretation } from "../../suite/open/choices/answer-key.ts";
import { parseColumns } from "../../suite/open/columns/columns.ts";
import type { BrokenRow } from "../../suite/open/draft.ts";
import type { SuiteEntry } from "../../suite/open/entry.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import { filesOfZip } from "../../suite/open/files/zip.ts";
import {
  type GivenInterpretation,
  keyIsDoubtful,
  type OpenedSuite,
  openSuite,
  whyNothing,
} from "../../suite/open/open-suite.ts";
import { boxesLine, understoodNotes } from "../../suite/open/understood.ts";
import { understoodLine } from "../../suite/open/understood-line.ts";

export interface SuiteRequest {
  readonly title: string;
  /** The address of a zip archive; null where `files` lists the suite's files. */
  readonly archive: string | null;
  /** Paths within the suite, with their addresses. */
  readonly files: readonly { readonly path: string; readonly url: string }[];
  /** How the answer key, the boxes and the columns are to be read, as typed; null where nothing was given. */
  readonly key: string | null;
  readonly boxes: string | null;
  readonly columns: string | null;
}

export interface ServedSuite {
  readonly title: string;
  readonly entries: readonly SuiteEntry[];
  /** Rows that were left out, and why. */
  readonly broken: readonly BrokenRow[];
  readonly files: ReadonlyMap<string, SuiteFile>;
  /** How its key, boxes and columns are interpreted. */
  readonly opened: OpenedSuite;
  /** How the suite was interpreted, in sentences. */
  readonly understood: readonly string[];
}

async function fetchArchive(address: string): Promise<Outcome<readonly SuiteFile[]>> {
  try {
    const response = await fetch(new URL(address, document.baseURI));
    if (!response.ok) return failure("notFound", `The server answered ${response.status} for the archive.`);
    return filesOfZip(await response.blob());
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, "Check that the archive can be read.") };
  }
}

/** A key that can be interpreted in two ways is not guessed; the person has to choose. */
function doubtOf(opened: OpenedSuite): Outcome<null> {
  if (!keyIsDoubtful(opened)) return success(null);
  return failure(
    "badInput",
    opened.inferredKey?.reason ?? "",
    `Choose with --key ${KEY_INTERPRETATIONS.join(" or ")}.`,
  );
}

function givenIn({ key, boxes, columns }: SuiteRequest): Outcome<GivenInterpretation> {
  const givenKey = key === null ? success(null) : parseKeyInterpretation(key);
  if (!givenKey.ok) return givenKey;
  const givenBoxes = boxes === null ? success(null) : parseInterpretation(boxes);
  if (!givenBoxes.ok) return givenBoxes;
  const givenColumns = columns === null ? success(null) : parseColumns(columns);
  if (!givenColumns.ok) return givenColumns;
  const given: GivenInterpretation = {
    key: givenKey.value,
    boxes: givenBoxes.value,
    columns: givenColumns.value,
  };
  return success(given);
}

/** Opens it as the suite page does. Columns, boxes and key are interpreted as given, or else as inferred. */
export async function openServedSuite(request: SuiteRequest): Promise<Outcome<ServedSuite>> {
  const { title, archive, files } = request;
  const said = givenIn(request);
  if (!said.ok) return said;
  const served = files.map(({ path, url }) => fileOfSite(path, new URL(url, document.baseURI)));
  const found = archive === null ? success(served) : await fetchArchive(archive);
  if (!found.ok) return found;
  const opened = await openSuite(found.value, said.value);
  if (!opened.ok) return opened;
  const { entries, broken, files: all } = opened.value;
  const nothing = whyNothing(opened.value);
  if (nothing !== null) return { ok: false, fault: nothing };
  const doubt = doubtOf(opened.value);
  if (!doubt.ok) return doubt;
  const line = `${title}: ${understoodLine(entries, broken.length, opened.value)}`;
  const boxes = boxesLine(opened.value);
  const understood = [line, ...understoodNotes(opened.value), ...(boxes === null ? [] : [boxes])];
  return success({ title, entries, broken, files: byPath(all), opened: opened.value, understood });
}
