/** Sources of suites: the bundled one, and files that a person chooses. */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import { columnNames } from "../../suite/open/columns/columns.ts";
import { entriesOfItems } from "../../suite/open/entry.ts";
import { endingOf, fileOfBlob, type SuiteFile, tidyPath } from "../../suite/open/files/suite-file.ts";
import { filesOfZip } from "../../suite/open/files/zip.ts";
import { openSuite, withGivenColumns } from "../../suite/open/open-suite.ts";
import { siteUrl } from "../address.ts";
import { fetchItems } from "../images/gallery.ts";
import { readColumns } from "./results/kept-columns.ts";
import type { HeldSuite } from "./suite-state.ts";

export const BUNDLED_TITLE = "fovea-700";

const FOLDER = `suites/${BUNDLED_TITLE}/`;
const RECORDED = "fovea-mini.results.jsonl";

/** A file of this server, fetched whenever it is read; its size is unknown before. */
export function fileOfSite(path: string, url: URL): SuiteFile {
  return {
    path,
    size: 0,
    async read(atMost) {
      try {
        const response = await fetch(url);
        if (!response.ok) return failure("notFound", `${path} answered ${response.status}.`);
        const bytes = new Uint8Array(await response.arrayBuffer());
        return success(atMost === undefined ? bytes : bytes.subarray(0, atMost));
      } catch (thrown) {
        return failure("network", `${path} could not be fetched: ${String(thrown)}`, "Check the connection.");
      }
    },
  };
}

export const byPath = (files: readonly SuiteFile[]): ReadonlyMap<string, SuiteFile> =>
  new Map(files.map((file) => [file.path, file]));

/** The bundled 700 questions. */
export async function openBundled(): Promise<Outcome<HeldSuite>> {
  const items = await fetchItems(siteUrl(`${FOLDER}suite.json`));
  if (!items.ok) return items;
  const entries = entriesOfItems(items.value);
  const files = byPath(entries.map(({ path }) => fileOfSite(path, siteUrl(FOLDER + path))));
  return success({ title: BUNDLED_TITLE, entries, broken: [], files, opened: null });
}

/** Fovea-mini's answers to them, recorded by `evaluate`: the text of a results file. */
export async function fetchRecorded(): Promise<Outcome<string>> {
  const file = await fileOfSite(RECORDED, siteUrl(FOLDER + RECORDED)).read();
  return file.ok ? success(new TextDecoder().decode(file.value)) : file;
}

/** The path of a chosen file below the chosen folder. */
function pathOf(file: File): string {
  return file.webkitRelativePath.split("/").slice(1).join("/") || file.name;
}

async function filesOf(chosen: readonly File[]): Promise<Outcome<readonly SuiteFile[]>> {
  const [first, second] = chosen;
  if (first !== undefined && second === undefined && endingOf(first.name) === "zip") return filesOfZip(first);
  const files = chosen.flatMap((file) => {
    const path = tidyPath(pathOf(file));
    return path === null ? [] : [fileOfBlob(path, file)];
  });
  return success(files);
}

/** The name of the folder, or of the only file without its extension. */
export function titleOf(chosen: readonly File[]): string {
  const [first] = chosen;
  const folder = first?.webkitRelativePath.split("/")[0] ?? "";
  return folder !== "" ? folder : (first?.name.replace(/\.[^.]*$/, "") ?? "suite");
}

/** A folder's files, a list with its images, or one zip archive; column roles that a person chose before apply. */
export async function openChosen(chosen: readonly File[]): Promise<Outcome<HeldSuite>> {
  const files = await filesOf(chosen);
  if (!files.ok) return files;
  const recognised = await openSuite(files.value);
  if (!recognised.ok) return recognised;
  const columns = await readColumns(columnNames(recognised.value.source.lists.rows));
  const opened = columns === null ? recognised.value : await withGivenColumns(recognised.value, columns);
  const { entries, broken } = opened;
  return success({ title: titleOf(chosen), entries, broken, files: byPath(opened.files), opened });
}
