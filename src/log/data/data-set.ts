/** The data that was trained on, as far as it was given: its rows, its images, and what the numbers of its boxes mean. */
import type { Size } from "../../base/ids.ts";
import type { Outcome } from "../../base/outcome.ts";
import {
  type BoxInterpretation,
  boxAround,
  interpretationWords,
  readBox,
} from "../../suite/open/boxes/box-interpretation.ts";
import { inferBoxes } from "../../suite/open/boxes/infer-boxes.ts";
import { readLists } from "../../suite/open/files/read-lists.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import { measureImages } from "../../suite/open/images/measure-images.ts";
import type { Box } from "../../view/box.ts";
import type { Unread } from "../read/records.ts";
import { type DataRow, readDataRow } from "./data-row.ts";
import { createFindImage, type FindImage } from "./find-image.ts";
import { createMatcher, type Match } from "./match.ts";

export interface DataSet {
  readonly rows: readonly DataRow[];
  readonly files: ReadonlyMap<string, SuiteFile>;
  readonly unread: readonly Unread[];
  /** What had to be guessed, in sentences. */
  readonly notes: readonly string[];
  readonly findImage: FindImage;
  match(prompt: string, images: readonly string[]): Match;
  /** The evidence box of a row in an image of that size; null where it has none that lies in it. */
  boxOf(row: DataRow, size: Size): Box | null;
}

/** Enough boxes to infer what their numbers mean. */
const INFERRED_FROM = 300;

async function inferred(rows: readonly DataRow[], files: readonly SuiteFile[], find: FindImage) {
  const boxed = rows.flatMap(({ boxes, images, list }) => {
    const image = boxes.length > 0 && images[0] !== undefined ? find(images[0], list) : null;
    return image?.ok ? [{ boxes, path: image.value }] : [];
  });
  const some = boxed.slice(0, INFERRED_FROM);
  const sizes = await measureImages(
    files,
    some.map(({ path }) => path),
  );
  return inferBoxes(
    some.flatMap(({ boxes, path }) => {
      const size: Outcome<Size> | undefined = sizes.get(path);
      return size?.ok ? [{ boxes, size: size.value }] : [];
    }),
  );
}

function boxWithin(row: DataRow, size: Size, interpretation: BoxInterpretation): Box | null {
  const boxes = row.boxes.map((draft) => readBox(draft, interpretation, size));
  return boxes.some((box) => !box.ok) ? null : boxAround(boxes.flatMap((box) => (box.ok ? [box.value] : [])));
}

/** Reads every list among the files; images in cells become files of their own. */
export async function openData(given: readonly SuiteFile[]): Promise<DataSet> {
  const lists = await readLists(given);
  const files = [...given, ...lists.pictures];
  const rows = lists.rows.flatMap((row) => readDataRow(row) ?? []);
  const findImage = createFindImage(files.map(({ path }) => path));
  const boxes = await inferred(rows, files, findImage);
  const interpretation = boxes?.interpretation ?? null;
  const others = boxes?.alternatives.length ?? 0;
  const doubt =
    others > 1 ? ` ${others - 1} other ${others === 2 ? "reading fits" : "readings fit"} as well.` : "";
  return {
    rows,
    files: new Map(files.map((file) => [file.path, file])),
    unread: lists.broken,
    notes:
      interpretation === null
        ? lists.notes
        : [...lists.notes, `Boxes are read as ${interpretationWords(interpretation)}.${doubt}`],
    findImage,
    match: createMatcher(rows),
    boxOf: (row, size) => (interpretation === null ? null : boxWithin(row, size, interpretation)),
  };
}
