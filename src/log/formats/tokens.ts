/**
 * Lines of tokens and metrics (docs/logs.md): `tokens` and `metrics` as other viewers of rollouts read them, and beside
 * them what else Fovea knows. The export writes it, and so does the converter of slime's and miles's dumps.
 */
import { isRecord } from "../../suite/open/files/read-json.ts";
import type { Fields, LoggedColumn, LoggedSubject, LoggedTokens } from "../rollout.ts";
import { columnOf, idsOf, numberOf, otherFields, stepOf, textOf, textsOf, wordsOf } from "./fields.ts";
import { type LogFormat, NOTHING_MORE } from "./format.ts";

const READ = [
  ...["tokens", "metrics", "ids", "step", "prompt", "prompt_ids", "response", "reference", "reward"],
  ...["advantage", "group", "images", "subject", "fields", "source", "unnamed_tokens"],
];

function boxOf(value: unknown): LoggedSubject["box"] {
  const [x, y, width, height] = Array.isArray(value) && value.length === 4 ? value.map(numberOf) : [];
  if (x == null || y == null || width == null || height == null) return null;
  const inside =
    x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 + 1e-9 && y + height <= 1 + 1e-9;
  return inside ? { x, y, width, height } : null;
}

function subjectOf(value: unknown): LoggedSubject | null {
  if (!isRecord(value)) return null;
  const { question, image, crop, box } = value;
  return { question: textOf(question) ?? "", image: textOf(image), crop: textOf(crop), box: boxOf(box) };
}

/** The text alone, written as a single token so that every viewer shows it. */
function isTextOnly({ ids, response, metrics }: Fields, texts: readonly string[] | null): boolean {
  const measured = isRecord(metrics) && Object.keys(metrics).length > 0;
  return ids === undefined && !measured && texts?.length === 1 && texts[0] === response;
}

/** The tokens, or why they do not fit together. */
function tokensOf(record: Fields): LoggedTokens | null | { readonly reason: string } {
  const written = textsOf(record["tokens"]);
  const ids = idsOf(record["ids"]);
  if (record["ids"] != null && ids === null) return { reason: "Its ids are not a list of token ids." };
  if (record["tokens"] != null && written === null) return { reason: "Its tokens are not a list of texts." };
  if (isTextOnly(record, written)) return null;
  // Ids in brackets stand for texts that nobody knows.
  const texts = record["unnamed_tokens"] === true ? null : written;
  const columns = new Map<string, LoggedColumn>();
  for (const [name, value] of Object.entries(isRecord(record["metrics"]) ? record["metrics"] : {})) {
    const column = columnOf(value);
    if (column === null) return { reason: `Its metric ${name} is not a list of numbers.` };
    columns.set(name, column);
  }
  const lengths = new Set([texts, ids, ...columns.values()].flatMap((list) => list?.length ?? []));
  if (lengths.size === 0) return null;
  if (lengths.size > 1)
    return { reason: `Its tokens, ids and metrics differ in length: ${[...lengths].join(", ")}.` };
  return { ids, texts, columns: Object.fromEntries(columns) };
}

export const tokens: LogFormat = {
  id: "tokens",
  title: "tokens and metrics",
  recognises: (record) =>
    isRecord(record["metrics"]) && (Array.isArray(record["tokens"]) || Array.isArray(record["ids"])),
  read(record, { place }) {
    const found = tokensOf(record);
    if (found !== null && "reason" in found) return found;
    const texts = found?.texts ?? null;
    const more = isRecord(record["fields"]) ? record["fields"] : {};
    return [
      {
        ...NOTHING_MORE,
        place,
        step: stepOf(record["step"]),
        prompt: textOf(record["prompt"]) ?? "",
        promptIds: idsOf(record["prompt_ids"]),
        response: textOf(record["response"]) ?? texts?.join("") ?? null,
        reference: wordsOf(record["reference"]),
        reward: numberOf(record["reward"]),
        advantage: numberOf(record["advantage"]),
        group: wordsOf(record["group"]),
        images: textsOf(record["images"]) ?? [],
        tokens: found,
        subject: subjectOf(record["subject"]),
        fields: { ...more, ...otherFields(record, ...READ) },
      },
    ];
  },
  lacks: {},
  conventions: [],
};
