/**
 * Rollouts as lines of tokens and metrics (docs/logs.md): `tokens` and `metrics` are what other viewers of rollouts read;
 * `formats/tokens.ts` reads all of it.
 */
import { numberText } from "../read/python-json.ts";
import type { LoggedColumn, LoggedRollout, LoggedSubject } from "../rollout.ts";
import { type LoggedAnew, withAnew } from "../run/anew-lines.ts";

const column = (values: LoggedColumn): string => `[${values.map(numberText).join(",")}]`;

/** A value as JSON, with infinities as Python and browsers read them. */
function jsonOf(value: unknown): string {
  if (typeof value === "number") return numberText(value);
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  return recordOf(Object.entries(value).map(([name, each]) => [name, jsonOf(each)]));
}

function recordOf(fields: readonly (readonly [name: string, json: string])[]): string {
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

/** A token whose text the log does not have. */
const unnamed = (id: number): string => `⟨${id}⟩`;

/** Pieces for viewers: the tokens' texts, else their ids in brackets, else the whole text as one piece. */
function piecesOf({ tokens, response }: LoggedRollout): readonly string[] {
  if (tokens?.texts != null) return tokens.texts;
  if (tokens?.ids != null) return tokens.ids.map(unnamed);
  return response === null ? [] : [response];
}

function subjectText({ question, image, crop, box }: LoggedSubject): string {
  const sides = box === null ? null : [box.x, box.y, box.width, box.height];
  return jsonOf({ question, image, crop, box: sides });
}

/** One line with its end; `subject` says what was found of the prompt's image and evidence, `anew` what a model says of it. */
export function tokenLine(
  logged: LoggedRollout,
  subject: LoggedSubject | null = logged.subject,
  anew: LoggedAnew | null = null,
): string {
  const rollout = anew === null ? logged : withAnew(logged, anew);
  const { step, prompt, promptIds, response, reference, reward, advantage, group, images, tokens, fields } =
    rollout;
  const known: readonly (readonly [string, unknown])[] = [
    ["step", step],
    ["prompt", prompt === "" ? null : prompt],
    ["prompt_ids", promptIds],
    ["response", response],
    ["reference", reference],
    ["reward", reward],
    ["advantage", advantage],
    ["group", group],
    ["images", images.length === 0 ? null : images],
    ["ids", tokens?.ids ?? null],
  ];
  const named = tokens?.texts != null || tokens?.ids == null;
  // Without ids or texts a column has no pieces to stand beside.
  const measured = tokens?.ids != null || tokens?.texts != null;
  const columns = Object.entries(tokens?.columns ?? {});
  return `${recordOf([
    ["tokens", jsonOf(piecesOf(rollout))],
    ["metrics", recordOf(measured ? columns.map(([name, values]) => [name, column(values)]) : [])],
    ...known.flatMap(([name, value]) => (value === null ? [] : [[name, jsonOf(value)] as const])),
    ...(named ? [] : [["unnamed_tokens", "true"] as const]),
    ...(subject === null ? [] : [["subject", subjectText(subject)] as const]),
    ["source", jsonOf({ format: rollout.format, place: rollout.place })],
    ["fields", jsonOf({ ...fields, ...(measured ? {} : Object.fromEntries(columns)) })],
  ])}\n`;
}
