/** Reads all rows of a suite into drafts, and finds the images that they name. */
import { type Columns, withColumns } from "./columns/columns.ts";
import { readDraft } from "./columns/shapes.ts";
import type { BrokenRow, Draft, Row } from "./draft.ts";
import {
  createImageFinder,
  type Difference,
  type FoundImage,
  type ImageFinder,
} from "./images/image-finder.ts";

/** A draft with the files of its images. */
export interface LocatedDraft {
  readonly draft: Draft;
  readonly path: string;
  readonly crop: string | null;
}

export interface Collected {
  readonly located: readonly LocatedDraft[];
  readonly broken: readonly BrokenRow[];
  /** Sentences about files that were found under another name. */
  readonly notes: readonly string[];
}

interface Located {
  readonly found: LocatedDraft;
  readonly differences: readonly Difference[];
}

function locate(draft: Draft, finder: ImageFinder): Located | { readonly reason: string } {
  const { list } = draft.row;
  const image = draft.image.kind === "named" ? finder.find(draft.image.name, list) : finder.beside(list);
  if (!image.ok) return { reason: image.fault.message };
  const crop = draft.crop === null ? null : finder.find(draft.crop, list);
  if (crop?.ok === false) return { reason: crop.fault.message };
  const both: readonly (FoundImage | null)[] = [image.value, crop?.value ?? null];
  return {
    found: { draft, path: image.value.path, crop: crop?.value.path ?? null },
    differences: both.flatMap((each) => (each === null ? [] : [each.difference])),
  };
}

function noteOf(count: number, words: string): readonly string[] {
  if (count === 0) return [];
  return [`${count === 1 ? "1 image was" : `${count} images were`} found under a name that ${words}.`];
}

/**
 * V*Bench is released twice in one folder: as a list with shuffled options and their key, and as a record with boxes beside
 * each image. The questions of the list are asked, with the records' boxes.
 */
function joinVStar(located: readonly LocatedDraft[]): Omit<Collected, "broken"> {
  const records = new Map(
    located.filter(({ draft }) => draft.shape === "vStar").map((each) => [each.path, each]),
  );
  const listed = new Set<string>();
  const joined = located.map((each) => {
    const record = records.get(each.path);
    if (record === undefined || each.draft.shape === "vStar" || each.draft.boxes.length > 0) return each;
    listed.add(each.path);
    return { ...each, draft: { ...each.draft, shape: "vStar" as const, boxes: record.draft.boxes } };
  });
  const kept = joined.filter((each) => !listed.has(each.path) || each !== records.get(each.path));
  const words =
    "images have a record of V*Bench beside them, which gives the boxes and is not asked a second time.";
  return { located: kept, notes: listed.size === 0 ? [] : [`${listed.size} ${words}`] };
}

/** Every row is in `located` or, with its reason, in `broken`; `columns` are null where nobody says which is what. */
export function collectDrafts(
  rows: readonly Row[],
  paths: readonly string[],
  columns: Columns | null,
): Collected {
  const finder = createImageFinder(paths);
  const located: LocatedDraft[] = [];
  const broken: BrokenRow[] = [];
  const counts = { none: 0, spelling: 0, ending: 0 };
  for (const row of rows) {
    const read = readDraft(columns === null ? row : withColumns(row, columns));
    const place = "draft" in read ? locate(read.draft, finder) : read;
    if ("reason" in place) {
      broken.push({ place: row.place, reason: place.reason });
      continue;
    }
    located.push(place.found);
    for (const difference of place.differences) counts[difference]++;
  }
  const { located: kept, notes } = joinVStar(located);
  const spelling = noteOf(counts.spelling, "differs in upper or lower case, Unicode form or percent escapes");
  return {
    located: kept,
    broken,
    notes: [...notes, ...spelling, ...noteOf(counts.ending, "lacks its ending")],
  };
}
