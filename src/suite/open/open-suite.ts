/**
 * Opens a suite: a list of questions beside images, in any of the recognised shapes. What could not be used is listed
 * with its reason; how the boxes were read is stated and can be changed without reading the files again.
 */
import type { Size } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import {
  correctUnder,
  correctWords,
  inferKeyReading,
  type KeyChoice,
  type KeyReading,
} from "./answer-key.ts";
import { type BoxReading, boxAround, inferReading, type ReadingChoice, readBox } from "./box-reading.ts";
import { seemsToListChoices } from "./choices-in-question.ts";
import { collectDrafts, type LocatedDraft } from "./collect-drafts.ts";
import type { Draft } from "./draft.ts";
import type { Region, SuiteEntry } from "./entry.ts";
import { measureImages } from "./measure-images.ts";
import type { BrokenRow } from "./row.ts";
import type { SuiteFile } from "./suite-file.ts";

/** Drafts with their images' sizes: what a change of reading starts from. */
interface MeasuredDraft extends LocatedDraft {
  readonly size: Size;
}

export interface OpenedSuite {
  readonly entries: readonly SuiteEntry[];
  readonly broken: readonly BrokenRow[];
  /** How the boxes are read now; null where no foreign record has one. */
  readonly reading: BoxReading | null;
  /** What was inferred, why, and what else would fit. */
  readonly inferred: ReadingChoice | null;
  /** How the answer key is read now; null where no foreign record has choices. */
  readonly keyReading: KeyReading | null;
  readonly inferredKey: KeyChoice | null;
  /** Rows whose question seems to list choices that could not be read, and that are asked openly. */
  readonly openly: readonly BrokenRow[];
  readonly source: {
    readonly measured: readonly MeasuredDraft[];
    readonly broken: readonly BrokenRow[];
  };
}

/** Shapes whose boxes are known: Fovea's by its schema, V*Bench's by its release. */
const KNOWN_READING: BoxReading = { corners: "size", unit: "pixels" };

const isForeign = ({ shape }: Draft): boolean => shape === "plain" || shape === "zoomBench";

function regionOf({ draft, crop, size }: MeasuredDraft, reading: BoxReading | null): Outcome<Region> {
  const used = isForeign(draft) && reading !== null ? reading : KNOWN_READING;
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

/** The name itself, or with the first number behind it that makes it unique. */
function uniqueId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}-${count}`;
  return id;
}

export interface Readings {
  readonly reading: BoxReading | null;
  readonly keyReading: KeyReading | null;
}

type Keyed = Pick<SuiteEntry, "answer" | "answers" | "choices" | "correct" | "choicesInQuestion">;

/** An open question with its right answers. */
function openKey([answer = "", ...others]: readonly string[]): Keyed {
  const answers = others.length === 0 ? [] : [answer, ...others];
  return { answer, answers, choices: [], correct: [], choicesInQuestion: false };
}

/** The draft's choices and right answer under a reading, with a note where it is asked openly; else why it is left out. */
function keyedOf(
  { key, choices, question }: Draft,
  reading: KeyReading | null,
): { readonly keyed: Keyed; readonly note?: string } | { readonly reason: string } {
  const { texts, inQuestion } = choices;
  const listed = { choices: texts, answers: [], choicesInQuestion: inQuestion };
  if (key.kind === "known") return { keyed: { ...listed, answer: key.answer, correct: key.correct } };
  if (texts.length === 0) return openly(key.key.texts, question);
  const read = correctUnder(reading ?? "letter", key.key, choices);
  if ("correct" in read)
    return { keyed: { ...listed, answer: correctWords(read.correct, texts), correct: read.correct } };
  return inQuestion ? openly(key.key.texts, question) : read;
}

/** A question without choices that are known. A key that is a letter shows that it has some: it is not asked then. */
function openly(
  answers: readonly string[],
  question: string,
): { readonly keyed: Keyed; readonly note?: string } | { readonly reason: string } {
  if (!seemsToListChoices(question)) return { keyed: openKey(answers) };
  if (answers.some((answer) => /^\s*[([]?[A-Za-z][)\].]?\s*$/.test(answer)))
    return {
      reason: `Its question seems to list choices that could not be read, and its answer is a letter.`,
    };
  return { keyed: openKey(answers), note: "Its question seems to list choices; it is asked openly." };
}

function settle(source: OpenedSuite["source"], { reading, keyReading }: Readings) {
  const openlyAsked: BrokenRow[] = [];
  const entries: SuiteEntry[] = [];
  const broken: BrokenRow[] = [...source.broken];
  const taken = new Set<string>();
  for (const measured of source.measured) {
    const { draft, path, size } = measured;
    const region = regionOf(measured, reading);
    if (!region.ok) {
      broken.push({ place: draft.row.place, reason: region.fault.message });
      continue;
    }
    const keyed = keyedOf(draft, keyReading);
    if ("reason" in keyed) {
      broken.push({ place: draft.row.place, reason: keyed.reason });
      continue;
    }
    if (keyed.note !== undefined) openlyAsked.push({ place: draft.row.place, reason: keyed.note });
    const id = uniqueId(draft.id ?? draft.row.place, taken);
    taken.add(id);
    const { dimension, question, evidence } = draft;
    entries.push({
      ...{ id, path, size, dimension, question, evidence, region: region.value },
      ...keyed.keyed,
    });
  }
  return { entries, broken, openly: openlyAsked };
}

/** The same suite with its foreign boxes read another way. Records that then do not fit are listed as broken. */
export function withReading(suite: OpenedSuite, reading: BoxReading): OpenedSuite {
  return { ...suite, reading, ...settle(suite.source, { ...suite, reading }) };
}

/** The same suite with its answer key read another way. Records whose key then means no choice are listed as broken. */
export function withKeyReading(suite: OpenedSuite, keyReading: KeyReading): OpenedSuite {
  return { ...suite, keyReading, ...settle(suite.source, { ...suite, keyReading }) };
}

/** Rows whose key is read as the whole suite's: with choices, and not known by their shape. */
function keyedRows(measured: readonly MeasuredDraft[]) {
  return measured.flatMap(({ draft: { key, choices } }) =>
    key.kind === "stated" && choices.texts.length > 0 ? [{ key: key.key, choices }] : [],
  );
}

/** Fails only where nothing at all can be asked; the fault then names the first reason. */
export async function openSuite(files: readonly SuiteFile[]): Promise<Outcome<OpenedSuite>> {
  const { located, broken } = await collectDrafts(files);
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
  const source = { measured, broken: [...broken, ...unreadable] };
  const inferred = inferReading(
    measured.filter(({ draft }) => isForeign(draft)).map(({ draft, size }) => ({ boxes: draft.boxes, size })),
  );
  const reading = inferred?.reading ?? null;
  const inferredKey = inferKeyReading(keyedRows(measured));
  const keyReading = inferredKey?.reading ?? null;
  const settled = settle(source, { reading, keyReading });
  if (settled.entries.length > 0)
    return success({ ...settled, reading, inferred, keyReading, inferredKey, source });
  const [first] = settled.broken;
  return first === undefined
    ? failure(
        "badInput",
        "There is no list of questions.",
        "Add a JSON, JSONL or CSV file beside the images.",
      )
    : failure("badInput", `No question could be used. ${first.place}: ${first.reason}`);
}
