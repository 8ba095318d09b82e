/** Rows of the data set that was trained on: question, images, evidence crop or box, in the columns that papers publish. */
import { boxesField, type DraftBox } from "../../suite/open/boxes/boxes-field.ts";
import { turnsOf } from "../../suite/open/columns/chat.ts";
import { type Fields, fieldOf, imagesField, textField, unpacked } from "../../suite/open/columns/fields.ts";
import { ROLE_NAMES } from "../../suite/open/columns/names.ts";
import type { Row } from "../../suite/open/draft.ts";
import { isRecord } from "../../suite/open/files/read-json.ts";
import { wordsOf } from "../formats/fields.ts";

export interface DataRow {
  /** Such as "train.jsonl, line 12". */
  readonly place: string;
  /** The list's path: names of images are looked for beside it. */
  readonly list: string;
  readonly question: string;
  /** Names of the images that the student was shown. */
  readonly images: readonly string[];
  /** Names of the images that the teacher was shown instead: evidence crops. */
  readonly crops: readonly string[];
  readonly boxes: readonly DraftBox[];
  readonly answer: string | null;
}

/** Names of the teacher's images: those of Vision-OPD and ms-swift, verl's parquet of it, and ZoomBench's. */
const CROP_NAMES = ["teacher_images", "teacher_image", "bbox_images", "crop_images", "crop_image"];

const QUESTION_NAMES = ["problem", ...ROLE_NAMES.question];

/** The question in a conversation: its first turn of the user. */
function askedIn(fields: Fields): { readonly text: string; readonly images: readonly string[] } | null {
  const prompt = unpacked(fieldOf(fields, "prompt"));
  const turns = turnsOf(fields) ?? (Array.isArray(prompt) ? turnsOf({ messages: prompt }) : null);
  return turns?.find(({ speaker }) => speaker === "user") ?? null;
}

/** verl keeps the right answer in `reward_model`, and the rest of the original row in `extra_info`. */
function nested(fields: Fields, name: string): Fields {
  const value = unpacked(fieldOf(fields, name));
  return isRecord(value) ? value : {};
}

/** The row of a list; null where it has neither a question nor an image. */
export function readDataRow({ list, place, value }: Row): DataRow | null {
  const extra = nested(value, "extra_info");
  const asked = askedIn(value);
  const question =
    asked?.text ?? textField(value, ...QUESTION_NAMES) ?? textField(extra, ...QUESTION_NAMES) ?? "";
  const named = imagesField(value, ...ROLE_NAMES.image);
  const images = named.length > 0 ? named : (asked?.images ?? []);
  if (question === "" && images.length === 0) return null;
  const own = boxesField(value) ?? [];
  return {
    place,
    list,
    question,
    images,
    crops: imagesField(value, ...CROP_NAMES),
    boxes: own.length > 0 ? own : (boxesField(extra) ?? []),
    answer:
      wordsOf(nested(value, "reward_model")["ground_truth"]) ??
      textField(value, ...ROLE_NAMES.answer) ??
      null,
  };
}
