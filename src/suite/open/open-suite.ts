/**
 * Opens a suite: a list of questions beside images, in any of the recognised shapes. What could not be used is listed
 * with its reason; how columns and boxes were interpreted is stated and can be changed without reading the files again.
 */
import type { Size } from "../../base/ids.ts";
import { type Fault, failure, type Outcome, success } from "../../base/outcome.ts";
import {
  type BoxInterpretation,
  boxAround,
  KNOWN_INTERPRETATION,
  readBox,
} from "./boxes/box-interpretation.ts";
import { type BoxInference, inferBoxes } from "./boxes/infer-boxes.ts";
import { inferKey, type KeyInference, type KeyInterpretation } from "./choices/answer-key.ts";
import { keyedOf } from "./choices/keyed.ts";
import { collectDrafts, type LocatedDraft } from "./collect-drafts.ts";
import { type Columns, checkColumns } from "./columns/columns.ts";
import type { BrokenRow, Shape } from "./draft.ts";
import type { Region, SuiteEntry } from "./entry.ts";
import { type ReadLists, readLists } from "./files/read-lists.ts";
import type { SuiteFile } from "./files/suite-file.ts";
import { measureImages } from "./images/measure-images.ts";
import { itemId } from "./item-id.ts";

/** Drafts with their images' sizes: what a change of interpretation starts from. */
interface MeasuredDraft extends LocatedDraft {
  readonly size: Size;
}

export interface OpenedSuite {
  /** None where no row could be used; `whyNothing` then says why. */
  readonly entries: readonly SuiteEntry[];
  readonly broken: readonly BrokenRow[];
  /** Sentences about what was read or found differently from what is written. */
  readonly notes: readonly string[];
  /** Its files: those that were opened, and images from cells. */
  readonly files: readonly SuiteFile[];
  /** How the boxes are interpreted; null where no foreign record has one. */
  readonly boxInterpretation: BoxInterpretation | null;
  /** Whether a person or a command chose this; else it was inferred. */
  readonly boxesAreGiven: boolean;
  /** What was inferred, why, and what else would fit. */
  readonly inferredBoxes: BoxInference | null;
  /** How the answer key is interpreted; null where no foreign record has choices. */
  readonly keyInterpretation: KeyInterpretation | null;
  /** Whether a person or a command chose this; else it was inferred. */
  readonly keyIsGiven: boolean;
  readonly inferredKey: KeyInference | null;
  /** Rows whose question seems to list choices that could not be read, and that are asked as open questions. */
  readonly openly: readonly BrokenRow[];
  /** Which column is what, where a person or a command assigned it. */
  readonly columns: Columns | null;
  readonly source: {
    readonly lists: ReadLists;
    readonly measured: readonly MeasuredDraft[];
    readonly broken: readonly BrokenRow[];
  };
}

/** How a suite is to be interpreted; null where that is recognised or inferred. */
interface Interpretation {
  readonly columns: Columns | null;
  readonly boxes: BoxInterpretation | null;
  readonly key: KeyInterpretation | null;
}

/** The parts of it that a person or a command gives. */
export type GivenInterpretation = Partial<Interpretation>;

const NOTHING_GIVEN: Interpretation = { columns: null, boxes: null, key: null };

/** Whether the meaning of a shape's boxes has to be inferred. */
export function isForeign(shape: Shape): boolean {
  return shape !== "fovea" && shape !== "vStar";
}

function regionOf(
  { draft, crop, size }: MeasuredDraft,
  interpretation: BoxInterpretation | null,
): Outcome<Region> {
  const used = isForeign(draft.shape) && interpretation !== null ? interpretation : KNOWN_INTERPRETATION;
  const boxes = [];
  for (const numbers of draft.boxes) {
    const box = readBox(numbers, used, size);
    if (!box.ok) return box;
    boxes.push(box.value);
  }
  const box = boxAround(boxes);
  if (box !== null) return success({ kind: "box", box });
  return success(crop === null ? { kind: "none" } : { kind: "crop", path: crop });
}

/** The id itself, or with the smallest number after it that makes it unique. */
function uniqueId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}-${count}`;
  return id;
}

function settle(source: OpenedSuite["source"], { boxes, key }: Pick<Interpretation, "boxes" | "key">) {
  const openlyAsked: BrokenRow[] = [];
  const entries: SuiteEntry[] = [];
  const broken: BrokenRow[] = [...source.broken];
  const taken = new Set<string>();
  for (const measured of source.measured) {
    const { draft, path, size } = measured;
    const region = regionOf(measured, boxes);
    if (!region.ok) {
      broken.push({ place: draft.row.place, reason: region.fault.message });
      continue;
    }
    const keyed = keyedOf(draft, key);
    if ("reason" in keyed) {
      broken.push({ place: draft.row.place, reason: keyed.reason });
      continue;
    }
    if (keyed.note !== undefined) openlyAsked.push({ place: draft.row.place, reason: keyed.note });
    const id = uniqueId(draft.id ?? itemId(path, draft.question), taken);
    taken.add(id);
    const { dimension, question, evidence } = draft;
    entries.push({
      id,
      path,
      size,
      dimension,
      question,
      evidence,
      region: region.value,
      ...keyed.keyed,
    });
  }
  return { entries, broken, openly: openlyAsked };
}

/** The same suite under another interpretation of its foreign boxes. Records that then do not fit are listed as broken. */
export function withBoxInterpretation(suite: OpenedSuite, boxes: BoxInterpretation): OpenedSuite {
  return {
    ...suite,
    boxInterpretation: boxes,
    boxesAreGiven: true,
    ...settle(suite.source, { boxes, key: suite.keyInterpretation }),
  };
}

/** The same suite under another interpretation of its answer key. Records whose key then means no choice are listed as broken. */
export function withKeyInterpretation(suite: OpenedSuite, key: KeyInterpretation): OpenedSuite {
  return {
    ...suite,
    keyInterpretation: key,
    keyIsGiven: true,
    ...settle(suite.source, { boxes: suite.boxInterpretation, key }),
  };
}

/** Rows whose key is interpreted as the whole suite's: they have choices, and their shape does not give the answer. */
function keyedRows(measured: readonly MeasuredDraft[]) {
  return measured.flatMap(({ draft: { key, choices } }) =>
    key.kind === "stated" && choices.texts.length > 0 ? [{ key: key.key, choices }] : [],
  );
}

/** The same suite with other columns; only images that are new to it are read. */
export async function withGivenColumns(suite: OpenedSuite, columns: Columns | null): Promise<OpenedSuite> {
  return understand(suite.source.lists, suite.files, { columns, boxes: null, key: null });
}

async function understand(
  lists: ReadLists,
  files: readonly SuiteFile[],
  given: Interpretation,
): Promise<OpenedSuite> {
  const { located, broken, notes } = collectDrafts(
    lists.rows,
    files.map(({ path }) => path),
    given.columns,
  );
  const sizes = await measureImages(
    files,
    located.map(({ path }) => path),
  );
  const measured: MeasuredDraft[] = [];
  const unreadable: BrokenRow[] = [];
  for (const each of located) {
    const size = sizes.get(each.path);
    if (size?.ok) measured.push({ ...each, size: size.value });
    else if (size !== undefined)
      unreadable.push({ place: each.draft.row.place, reason: `${each.path}: ${size.fault.message}` });
  }
  const source = { lists, measured, broken: [...lists.broken, ...broken, ...unreadable] };
  const inferredBoxes = inferBoxes(
    measured
      .filter(({ draft }) => isForeign(draft.shape))
      .map(({ draft, size }) => ({ boxes: draft.boxes, size })),
  );
  const inferredKey = inferKey(keyedRows(measured));
  const boxes = given.boxes ?? inferredBoxes?.interpretation ?? null;
  const key = inferredKey === null ? null : (given.key ?? inferredKey.interpretation);
  return {
    ...settle(source, { boxes, key }),
    notes: [...lists.notes, ...notes],
    files,
    boxInterpretation: boxes,
    boxesAreGiven: given.boxes !== null,
    inferredBoxes,
    keyInterpretation: key,
    keyIsGiven: given.key !== null,
    inferredKey,
    columns: given.columns,
    source,
  };
}

/** Opens a suite. Faults: no list has any row, or a given column does not exist. */
export async function openSuite(
  files: readonly SuiteFile[],
  beforehand: GivenInterpretation = {},
): Promise<Outcome<OpenedSuite>> {
  const said = { ...NOTHING_GIVEN, ...beforehand };
  const lists = await readLists(files);
  if (lists.rows.length === 0) {
    const [first] = lists.broken;
    return first === undefined
      ? failure(
          "badInput",
          "There is no list of questions.",
          "Add a JSON, JSONL, CSV, TSV or parquet file beside the images.",
        )
      : failure("badInput", `No question could be used. ${first.place}: ${first.reason}`);
  }
  if (said.columns !== null) {
    const checked = checkColumns(said.columns, lists.rows);
    if (!checked.ok) return checked;
  }
  return success(await understand(lists, [...files, ...lists.pictures], said));
}

/** Whether the answer key fits several interpretations equally well, and none of them was chosen. */
export function keyIsDoubtful({ inferredKey, keyIsGiven: keyIsSaid }: OpenedSuite): boolean {
  return !keyIsSaid && inferredKey?.doubtful === true;
}

/** Whether several interpretations of the boxes fit equally well, and none of them was chosen. */
export function boxesAreDoubtful({
  inferredBoxes: inferred,
  boxesAreGiven: readingIsSaid,
}: OpenedSuite): boolean {
  return !readingIsSaid && inferred !== null && inferred.alternatives.length > 1;
}

/** Why nothing of a suite can be asked; null where something can. */
export function whyNothing({ entries, broken }: Pick<OpenedSuite, "entries" | "broken">): Fault | null {
  const [first] = broken;
  if (entries.length > 0) return null;
  const message = `No question could be used.${first === undefined ? "" : ` ${first.place}: ${first.reason}`}`;
  return {
    kind: "badInput",
    message,
    hint: "Assign the columns, or look at the rows that were left out.",
  };
}
