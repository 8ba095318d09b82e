/** What an open model said of an answer, in the fields and columns of a rollout: written beside those of the log, and read again. */
import { isRecord } from "../../suite/open/files/read-json.ts";
import { columnOf, idsOf, textOf, textsOf } from "../formats/fields.ts";
import type { LoggedColumn, LoggedRollout, LoggedTokens } from "../rollout.ts";
import { ANEW_COLUMNS, ANEW_REMARK, anewMeans, type ScoredAnew, type ScoringModel } from "./anew.ts";

/** What a model said of one answer. */
export interface LoggedAnew extends ScoringModel {
  readonly scored: ScoredAnew;
}

/** Rollouts that a model scored anew, by index. */
export interface AnewScores extends ScoringModel {
  readonly scores: ReadonlyMap<number, ScoredAnew>;
}

/** What the model said of one of them; null where it was not scored. */
export function anewAt(all: AnewScores | null, index: number): LoggedAnew | null {
  const scored = all?.scores.get(index);
  return all === null || scored === undefined ? null : { model: all.model, weights: all.weights, scored };
}

/** Whether tokens are those of a model that scored the answer anew, and not the log's own. */
const areAnew = (tokens: LoggedTokens | null): tokens is LoggedTokens =>
  tokens?.columns[ANEW_COLUMNS.student] !== undefined;

function columnsOf({ student, teacher, divergence }: ScoredAnew): Readonly<Record<string, LoggedColumn>> {
  return {
    [ANEW_COLUMNS.student]: student,
    [ANEW_COLUMNS.teacher]: teacher,
    [ANEW_COLUMNS.divergence]: divergence,
  };
}

/** The rollout with what a model said of it; where the log has tokens of its own, these stay, and the model's are a field. */
export function withAnew(rollout: LoggedRollout, { model, weights, scored }: LoggedAnew): LoggedRollout {
  const { divergence, logRatio } = anewMeans(scored);
  const { ids, texts, isBound } = scored;
  const columns = columnsOf(scored);
  const own = areAnew(rollout.tokens) ? null : rollout.tokens;
  const { anew_tokens: _, anew_mean_jsd: __, anew_jsd_is_bound: ___, ...others } = rollout.fields;
  const fields = {
    ...others,
    anew_model: model,
    anew_weights: weights,
    anew_note: ANEW_REMARK,
    anew_mean_log_ratio: logRatio,
    ...(divergence === null ? {} : { anew_mean_jsd: divergence, anew_jsd_is_bound: isBound }),
    ...(own === null ? {} : { anew_tokens: { ids, tokens: texts, ...columns } }),
  };
  return { ...rollout, tokens: own ?? { ids, texts, columns }, fields };
}

/** A column of numbers alone. */
function numbersOf(column: LoggedColumn | null | undefined): readonly number[] | null {
  return column?.every((value) => value !== null) === true ? column : null;
}

/** The tokens that a model scored, wherever `withAnew` put them. */
function scoredTokens({ tokens, fields }: LoggedRollout): LoggedTokens | null {
  if (areAnew(tokens)) return tokens;
  const { anew_tokens: held } = fields;
  if (!isRecord(held)) return null;
  const columns = Object.values(ANEW_COLUMNS).map((name) => [name, columnOf(held[name]) ?? []] as const);
  return { ids: idsOf(held["ids"]), texts: textsOf(held["tokens"]), columns: Object.fromEntries(columns) };
}

/** What a model said of an answer when the line was written; null where none did, or where the parts do not fit together. */
export function anewIn(rollout: LoggedRollout): LoggedAnew | null {
  const { fields } = rollout;
  const [model, weights] = [textOf(fields["anew_model"]), textOf(fields["anew_weights"])];
  const { ids, texts, columns } = scoredTokens(rollout) ?? { ids: null, texts: null, columns: {} };
  const student = numbersOf(columns[ANEW_COLUMNS.student]);
  const teacher = numbersOf(columns[ANEW_COLUMNS.teacher]);
  const divergence = columns[ANEW_COLUMNS.divergence];
  if (model === null || weights === null || ids === null || texts === null) return null;
  if (student === null || teacher === null || divergence === undefined) return null;
  const lists = [texts, student, teacher, divergence];
  if (ids.length === 0 || lists.some(({ length }) => length !== ids.length)) return null;
  const isBound = fields["anew_jsd_is_bound"] === true;
  return { model, weights, scored: { ids, texts, student, teacher, divergence, isBound } };
}

/** The scores of the model that scored most of some rollouts, by index; null where none was scored. */
export function mostScored(all: readonly { readonly anew: LoggedAnew | null }[]): AnewScores | null {
  const byWeights = new Map<string, { readonly model: string; readonly scores: Map<number, ScoredAnew> }>();
  for (const [index, { anew }] of all.entries()) {
    if (anew === null) continue;
    const known = byWeights.get(anew.weights) ?? { model: anew.model, scores: new Map() };
    known.scores.set(index, anew.scored);
    byWeights.set(anew.weights, known);
  }
  const [most] = [...byWeights].sort(([, a], [, b]) => b.scores.size - a.scores.size);
  return most === undefined ? null : { weights: most[0], ...most[1] };
}
