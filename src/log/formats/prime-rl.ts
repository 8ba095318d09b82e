/**
 * The token exports of prime-rl (`trainer.enable_token_export`, schema version 1): whole sequences with numbers per token,
 * of which `loss_mask` marks those that are trained on.
 */
import { COLUMN, type Fields, type LoggedColumn } from "../rollout.ts";
import { columnOf, idsOf, otherFields, stepOf, wordsOf } from "./fields.ts";
import { type LogFormat, NOTHING_MORE } from "./format.ts";

const NAMED: ReadonlyMap<string, string> = new Map([
  ["inference_logprobs", COLUMN.student],
  ["loss_mask", COLUMN.mask],
]);

/** Lists that are no numbers of the answer's tokens. */
const NO_COLUMNS = ["token_ids", "position_ids", "losses"];

function stepOfPath(path: string): number | null {
  return stepOf(/(?:^|\/)step_(\d+)\//.exec(path)?.[1]);
}

/** The columns of the answer: those that are there for some of its tokens. */
function columnsOf(record: Fields, length: number, from: number, to: number) {
  const columns = new Map<string, LoggedColumn>();
  for (const [name, value] of Object.entries(record)) {
    const column = NO_COLUMNS.includes(name) ? null : columnOf(value);
    if (column?.length !== length) continue;
    const part = column.slice(from, to);
    if (part.some((each) => each !== null)) columns.set(NAMED.get(name) ?? name, part);
  }
  return columns;
}

/** The one value that all trained tokens have; null where they differ or have none. */
function sharedBy(column: LoggedColumn | undefined, mask: LoggedColumn): number | null {
  const values = new Set(column?.filter((_, t) => mask[t] === 1) ?? []);
  const [value = null] = values;
  return values.size === 1 ? value : null;
}

export const primeRl: LogFormat = {
  id: "primeRl",
  title: "prime-rl",
  recognises: (record) =>
    "schema_version" in record && Array.isArray(record["token_ids"]) && Array.isArray(record["loss_mask"]),
  read(record, { path, place }) {
    if (record["schema_version"] !== 1)
      return { reason: `Its schema version is ${wordsOf(record["schema_version"])}; version 1 is known.` };
    const all = idsOf(record["token_ids"]);
    const mask = columnOf(record["loss_mask"]);
    if (all === null || mask?.length !== all.length)
      return { reason: "Its token ids and its loss mask are not lists of the same length." };
    const [from, to] = [mask.indexOf(1), mask.lastIndexOf(1) + 1];
    if (from < 0) return { reason: "None of its tokens is trained on." };
    const columns = columnsOf(record, all.length, from, to);
    const trained = mask.slice(from, to);
    const perToken = Object.keys(record).filter(
      (name) => name !== "losses" && columnOf(record[name])?.length === all.length,
    );
    return [
      {
        ...NOTHING_MORE,
        place,
        step: stepOf(record["export_step"]) ?? stepOf(record["step"]) ?? stepOfPath(path),
        prompt: "",
        promptIds: all.slice(0, from),
        response: null,
        reward: sharedBy(columns.get("rewards"), trained),
        advantage: sharedBy(columns.get("advantages"), trained),
        group: wordsOf(record["env_name"]),
        tokens: { ids: all.slice(from, to), texts: null, columns: Object.fromEntries(columns) },
        fields: otherFields(record, ...perToken, "schema_version", "export_step", "env_name"),
      },
    ];
  },
  lacks: {
    prompt: "prime-rl exports token ids, and no texts.",
    response: "prime-rl exports token ids, and no texts.",
    images: "prime-rl exports tokens alone.",
    reference: "prime-rl exports tokens alone.",
    reward: "The tokens of some answers have none or different rewards.",
    teacher: "prime-rl exports log-probabilities of its inference engine and of its trainer; no teacher's.",
  },
  conventions: [
    "The answer begins at the first token that is trained on and ends at the last; loss_mask marks those between that are not.",
    "The student's log-probabilities are those of prime-rl's inference engine; trainer_logprobs are its trainer's.",
  ],
};
