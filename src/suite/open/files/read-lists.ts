/** Reads all lists of a suite: their rows, with every image in a cell extracted as a file of its own. */

import { fieldOf } from "../columns/fields.ts";
import { ROLE_NAMES } from "../columns/names.ts";
import type { BrokenRow, Row } from "../draft.ts";
import { createCellPictures } from "../images/cell-images.ts";
import { createBreather } from "./breather.ts";
import { decodeText } from "./decode-text.ts";
import { readParquet } from "./read-parquet.ts";
import { isTextList, readRows } from "./read-rows.ts";
import { endingOf, type SuiteFile } from "./suite-file.ts";

export interface ReadLists {
  readonly rows: readonly Row[];
  readonly broken: readonly BrokenRow[];
  /** Images that were found in cells. */
  readonly pictures: readonly SuiteFile[];
  /** Sentences about what had to be guessed to read the lists. */
  readonly notes: readonly string[];
}

/** A larger list is refused before it is read: it would fill the memory several times over. */
const LARGEST_LIST = 256e6;

interface ListText {
  readonly text: string;
  readonly note: string | null;
}

async function textOf(file: SuiteFile): Promise<ListText | { readonly reason: string }> {
  if (file.size > LARGEST_LIST)
    return { reason: `It has ${Math.round(file.size / 1e6)} MB; lists of at most 256 MB are read.` };
  const bytes = await file.read();
  if (!bytes.ok) return { reason: bytes.fault.message };
  const decoded = decodeText(bytes.value);
  if (decoded === null) return { reason: "It is not a text in UTF-8, UTF-16 or GBK." };
  const { text, encoding } = decoded;
  return {
    text,
    note: encoding === "UTF-8" ? null : `${file.path} is no UTF-8 and was read as ${encoding}.`,
  };
}

/** Rows whose image is the index of another row use that row's image (VLMEvalKit). */
function withReferences(rows: readonly Row[], taken: ReadonlySet<string>): readonly Row[] {
  const imageOf = ({ value }: Row): readonly [name: string, image: unknown] | null => {
    const name = Object.keys(value).find((each) => ROLE_NAMES.image.includes(each.toLowerCase()));
    return name === undefined ? null : [name, value[name]];
  };
  const pictures = new Map(
    rows.flatMap((row) => {
      const [, image] = imageOf(row) ?? [];
      const index = fieldOf(row.value, "index");
      return typeof image === "string" && taken.has(image) && index !== undefined
        ? [[String(index), image] as const]
        : [];
    }),
  );
  if (pictures.size === 0) return rows;
  return rows.map((row) => {
    const [name, image] = imageOf(row) ?? [];
    const meant = pictures.get(String(image));
    return name === undefined || meant === undefined
      ? row
      : { ...row, value: { ...row.value, [name]: meant } };
  });
}

/** Every row of every list is in `rows` or, with its reason, in `broken`. */
export async function readLists(files: readonly SuiteFile[]): Promise<ReadLists> {
  const breathe = createBreather();
  const pictures = createCellPictures(breathe);
  const rows: Row[] = [];
  const broken: BrokenRow[] = [];
  const notes: string[] = [];
  const take = async (row: Row): Promise<void> => {
    const value = (await pictures.unpack(row.value, row.list)) as Row["value"];
    rows.push({ ...row, value });
    await breathe();
  };
  for (const file of files) {
    if (endingOf(file.path) === "parquet") {
      broken.push(...(await readParquet(file, take)));
      continue;
    }
    if (!isTextList(file.path)) continue;
    const read = await textOf(file);
    if ("reason" in read) {
      broken.push({ place: file.path, reason: read.reason });
      continue;
    }
    if (read.note !== null) notes.push(read.note);
    await breathe();
    const list = readRows(file.path, read.text);
    broken.push(...list.broken);
    for (const row of list.rows) await take(row);
  }
  const found = pictures.files();
  const names = new Set(found.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)));
  return { rows: withReferences(rows, names), broken, pictures: found, notes };
}
