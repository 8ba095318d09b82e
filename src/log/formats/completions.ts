/**
 * The completions that TRL and ms-swift log: TRL's parquet has a row for each, a line of ms-swift's completions.jsonl has
 * those of a step as lists, one per column.
 */
import { imagesField } from "../../suite/open/columns/fields.ts";
import { isRecord } from "../../suite/open/files/read-json.ts";
import { COLUMN, type Fields } from "../rollout.ts";
import { columnOf, numberOf, otherFields, stepOf, textOf, wordsOf } from "./fields.ts";
import { type LogFormat, NOTHING_MORE, type ReadRollout, type Where } from "./format.ts";

const ADVANTAGES = ["advantage", "advantages"];

const READ = [
  ...["step", "gen_step", "global_step", "prompt", "messages", "completion", "reward", "entropy"],
  ...["image", "images", "image_path", "solution", ...ADVANTAGES],
];

/** The text of a prompt or of a completion: itself, or the turns of a conversation, each with who speaks. */
function spoken(value: unknown): string | null {
  if (!Array.isArray(value)) return textOf(value);
  const turns = value.map((turn) => {
    if (!isRecord(turn)) return null;
    const { role, content } = turn;
    const parts = Array.isArray(content) ? content : [content];
    const texts = parts.map((part) => (isRecord(part) ? textOf(part["text"]) : textOf(part)) ?? "");
    return `${wordsOf(role) ?? "user"}\n${texts.join("")}`;
  });
  return turns.some((turn) => turn === null) ? null : turns.join("\n");
}

/** The answer of the assistant alone, where a completion is a conversation. */
function answered(value: unknown): string | null {
  return spoken(value)?.replace(/^assistant\n/, "") ?? null;
}

/** Names of the reward functions: the numbers between the completion and the advantage, as both programs write them. */
function rewardNames(record: Fields): readonly string[] {
  const names = Object.keys(record);
  const from = names.indexOf("completion") + 1;
  const to = names.findIndex((name) => ADVANTAGES.includes(name));
  return names
    .slice(from, to < from ? from : to)
    .filter((name) => !READ.includes(name) && numberOf(record[name]) !== null);
}

function rewardOf(record: Fields): number | null {
  const stated = numberOf(record["reward"]);
  if (stated !== null) return stated;
  const parts = rewardNames(record).map((name) => numberOf(record[name]) ?? 0);
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
}

function readOne(record: Fields, place: string): ReadRollout {
  const entropy = columnOf(record["entropy"]);
  const kept = entropy === null ? READ.filter((name) => name !== "entropy") : READ;
  return {
    ...NOTHING_MORE,
    place,
    step: stepOf(record["step"] ?? record["gen_step"] ?? record["global_step"]),
    prompt: spoken(record["prompt"] ?? record["messages"]) ?? "",
    response: answered(record["completion"]),
    reference: wordsOf(record["solution"]),
    reward: rewardOf(record),
    advantage: numberOf(record["advantage"] ?? record["advantages"]),
    images: imagesField(record, "images", "image", "image_path"),
    tokens: entropy === null ? null : { ids: null, texts: null, columns: { [COLUMN.entropy]: entropy } },
    fields: otherFields(record, ...kept),
  };
}

const isText = (value: unknown): boolean => typeof value === "string";

/** Lists of one value per completion; a conversation is a list of records. */
const isColumns = ({ completion }: Fields): boolean =>
  Array.isArray(completion) &&
  completion.length > 0 &&
  completion.every((each) => isText(each) || Array.isArray(each));

/** The records of a step whose fields are lists; shorter lists leave values out, and single values belong to all. */
function rowsOf(record: Fields): readonly Fields[] {
  const { length } = record["completion"] as readonly unknown[];
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => [
        name,
        Array.isArray(value) ? (value[i] ?? null) : value,
      ]),
    ),
  );
}

export const completions: LogFormat = {
  id: "completions",
  title: "TRL or ms-swift",
  recognises(record) {
    const asked = record["prompt"] ?? record["messages"];
    const stepped = ["step", "gen_step", "global_step", "reward", ...ADVANTAGES].some(
      (name) => name in record,
    );
    return (
      (isText(asked) || Array.isArray(asked)) &&
      (isText(record["completion"]) || Array.isArray(record["completion"])) &&
      stepped
    );
  },
  read(record, { place }: Where) {
    if (!isColumns(record)) {
      const rollout = readOne(record, place);
      return rollout.response === null
        ? { reason: "Its completion is neither a text nor a conversation." }
        : [rollout];
    }
    return rowsOf(record).map((row, i) => readOne(row, `${place}, completion ${i + 1}`));
  },
  lacks: {
    images: "TRL and ms-swift write images to trackers alone, not to this file.",
    reward: "Trainers without reward functions (GKD, distillation) log no rewards.",
    advantage: "Trainers without reward functions (GKD, distillation) log no advantages.",
    reference: "TRL and ms-swift do not log the right answer.",
    ids: "TRL and ms-swift log texts.",
    student: "TRL and ms-swift log no numbers per token.",
    teacher: "TRL and ms-swift log no numbers per token.",
    entropy: "TRL logs none; ms-swift logs it with log_entropy.",
  },
  conventions: [
    "Where a log has one reward per reward function, the reward is their sum; the log does not state their weights.",
  ],
};
