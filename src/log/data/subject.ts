/** What a rollout is about: its question, its image and its evidence, as far as the log and the data tell. */
import type { Size } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import { measureImages } from "../../suite/open/images/measure-images.ts";
import type { Box } from "../../view/box.ts";
import type { LoggedRollout } from "../rollout.ts";
import type { DataRow } from "./data-row.ts";
import type { DataSet } from "./data-set.ts";

export interface Subject {
  readonly question: string;
  /** The right answer; null where neither the log nor the data tell. */
  readonly answer: string | null;
  readonly image: SuiteFile;
  readonly size: Size;
  /** The file of the evidence crop; null where there is none. */
  readonly crop: SuiteFile | null;
  readonly box: Box | null;
  /** How the question, the image and the evidence were found, in sentences. */
  readonly notes: readonly string[];
}

/** The turn of the user in a prompt that was decoded with its chat template; the whole prompt where none is found. */
export function questionIn(prompt: string): string {
  const turns =
    /(?:^|\n|<\|im_start\|>)user\n([\s\S]*?)(?:<\|im_end\|>|\n?assistant\s*(?:<think>\s*)?$|\nassistant\n|$)/gi;
  const [last] = [...prompt.matchAll(turns)].slice(-1);
  return (last?.[1] ?? prompt).replace(/<\|[^|<>]{1,40}\|>|<image[ _]?\d*>/gi, "").trim();
}

/** The names of image and crop in the order in which they are tried, each with the list beside which it lies. */
function namesOf({ subject, images }: LoggedRollout, row: DataRow | null) {
  const shown = [subject?.image ?? null, ...images, ...(row?.images ?? [])].filter((name) => name !== null);
  const crops = [subject?.crop ?? null, ...(row?.crops ?? [])].filter((name) => name !== null);
  return { shown, crops, list: row?.list ?? "" };
}

async function fileOf(data: DataSet, names: readonly string[], list: string): Promise<Outcome<SuiteFile>> {
  let found: Outcome<string> = failure("notFound", "Neither the log nor the data name its image.");
  for (const name of names) {
    found = data.findImage(name, list);
    if (found.ok) break;
  }
  if (!found.ok) return found;
  const file = data.files.get(found.value);
  return file === undefined ? failure("notFound", `There is no file ${found.value}.`) : success(file);
}

/** The question of a line that states it, else that of the prompt, else the row's. */
function questionOf({ subject, prompt }: LoggedRollout, row: DataRow | null): string {
  const stated = subject?.question ?? "";
  return stated !== "" ? stated : questionIn(prompt) || (row?.question ?? "");
}

async function sizeOf(file: SuiteFile): Promise<Outcome<Size>> {
  const sizes = await measureImages([file], [file.path]);
  return sizes.get(file.path) ?? failure("notFound", `${file.path} was not read.`);
}

/** What is missing or uncertain, in sentences. */
function notesOn(note: string | null, crop: Outcome<SuiteFile> | null, box: Box | null): readonly string[] {
  const evident = box !== null || crop?.ok === true;
  return [
    ...(note === null ? [] : [note]),
    ...(crop?.ok === false ? [crop.fault.message] : []),
    ...(evident ? [] : ["There is neither a box nor a crop of the evidence."]),
  ];
}

/** Faults: no image is named or given, or it cannot be read. */
export async function subjectOf(rollout: LoggedRollout, data: DataSet): Promise<Outcome<Subject>> {
  const match = data.match(rollout.prompt, rollout.images);
  const row = match.row === null ? null : (data.rows[match.row] ?? null);
  const { shown, crops, list } = namesOf(rollout, row);
  const image = await fileOf(data, shown, list);
  if (!image.ok) {
    const { message, hint } = image.fault;
    return failure("notFound", match.note === null ? message : `${match.note} ${message}`, hint);
  }
  const size = await sizeOf(image.value);
  if (!size.ok) return size;
  const crop = crops.length === 0 ? null : await fileOf(data, crops, list);
  const box = rollout.subject?.box ?? (row === null ? null : data.boxOf(row, size.value));
  return success({
    question: questionOf(rollout, row),
    answer: rollout.reference ?? row?.answer ?? null,
    image: image.value,
    size: size.value,
    crop: crop?.ok ? crop.value : null,
    box,
    notes: notesOn(match.note, crop, box),
  });
}
