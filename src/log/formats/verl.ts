/**
 * The rollouts that verl writes to `trainer.rollout_data_dir`, one file of JSON lines per step, with the fields that V-Zero
 * adds to them.
 */
import { imagesField } from "../../suite/open/columns/fields.ts";
import { numberOf, otherFields, stepOf, textOf, wordsOf } from "./fields.ts";
import { type LogFormat, NOTHING_MORE } from "./format.ts";

const READ = ["input", "output", "gts", "score", "step", "uid", "request_id", "image_path", "advantage"];

const TEXT_ONLY = "verl writes texts without special tokens, and no ids.";
const SCALARS_ONLY = "verl keeps numbers per token in memory and writes one score per answer.";

/** "12.jsonl" is the file of step 12. */
function stepOfName(path: string): number | null {
  return stepOf(/(?:^|\/)(\d+)\.jsonl$/i.exec(path)?.[1]);
}

export const verl: LogFormat = {
  id: "verl",
  title: "verl",
  recognises: (record) =>
    typeof record["input"] === "string" &&
    typeof record["output"] === "string" &&
    ("score" in record || "gts" in record || "step" in record),
  read(record, { path, place }) {
    const { uid, request_id: request } = record;
    return [
      {
        ...NOTHING_MORE,
        place,
        step: stepOf(record["step"]) ?? stepOfName(path),
        prompt: textOf(record["input"]) ?? "",
        response: textOf(record["output"]),
        reference: wordsOf(record["gts"]),
        reward: numberOf(record["score"]),
        advantage: numberOf(record["advantage"]) ?? numberOf(record["opd_advantage"]),
        group: wordsOf(uid) ?? wordsOf(request),
        images: imagesField(record, "image_path"),
        fields: otherFields(record, ...READ),
      },
    ];
  },
  lacks: {
    images: "verl writes no images; V-Zero's version of it writes their paths.",
    advantage: "verl writes no advantages; V-Zero's version of it does.",
    ids: TEXT_ONLY,
    student: SCALARS_ONLY,
    teacher: SCALARS_ONLY,
    entropy: SCALARS_ONLY,
  },
  conventions: [],
};
