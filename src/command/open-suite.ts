/** A suite that the command line serves beside the page: a list with its pictures, a folder, or one archive. */
import { byPath, fileOfSite } from "../app/suite/suite-sources.ts";
import { failure, faultFrom, type Outcome, success } from "../base/outcome.ts";
import type { KeyReading } from "../suite/open/answer-key.ts";
import type { SuiteEntry } from "../suite/open/entry.ts";
import { openSuite, whyNothing } from "../suite/open/open-suite.ts";
import type { BrokenRow } from "../suite/open/row.ts";
import type { SuiteFile } from "../suite/open/suite-file.ts";
import { filesOfZip } from "../suite/open/zip.ts";

export interface SuiteRequest {
  readonly title: string;
  /** The address of a zip archive; null where `files` are the suite's. */
  readonly archive: string | null;
  /** Paths within the suite, with their addresses. */
  readonly files: readonly { readonly path: string; readonly url: string }[];
}

export interface ServedSuite {
  readonly title: string;
  readonly entries: readonly SuiteEntry[];
  /** Rows that were left out, and why. */
  readonly broken: readonly BrokenRow[];
  readonly files: ReadonlyMap<string, SuiteFile>;
  /** How the answer key is read; null where it had not to be. */
  readonly keyReading: KeyReading | null;
}

async function fetchArchive(address: string): Promise<Outcome<readonly SuiteFile[]>> {
  try {
    const response = await fetch(new URL(address, document.baseURI));
    if (!response.ok) return failure("notFound", `The archive answered ${response.status}.`);
    return filesOfZip(await response.blob());
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, "Check that the archive can be read.") };
  }
}

/** Opens it as the suite's page does; boxes are read as they seem to be meant. */
export async function openServedSuite({
  title,
  archive,
  files,
}: SuiteRequest): Promise<Outcome<ServedSuite>> {
  const served = files.map(({ path, url }) => fileOfSite(path, new URL(url, document.baseURI)));
  const found = archive === null ? success(served) : await fetchArchive(archive);
  if (!found.ok) return found;
  const opened = await openSuite(found.value);
  if (!opened.ok) return opened;
  const { entries, broken, files: all, keyReading } = opened.value;
  const nothing = whyNothing(opened.value);
  if (nothing !== null) return { ok: false, fault: nothing };
  return success({ title, entries, broken, files: byPath(all), keyReading });
}
