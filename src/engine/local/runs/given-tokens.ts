/** Feeds given tokens to one element, and scores them. */
import type { Nats, TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Prefix, Rows, Sequence } from "../../../model/adapter.ts";
import { type LoadedModel, rowsAtOnce, someRows } from "../models/loaded-model.ts";
import type { Turn } from "../queue/turn.ts";

export interface Given {
  /** Log-probabilities of the given tokens, at temperature 1. */
  readonly logProbs: readonly Nats[];
  /** The state after all given tokens; the caller releases it. */
  readonly sequence: Sequence;
  /** The last of these rows predicts the next token; the caller releases them. */
  readonly rows: Rows;
}

/** The log-probabilities of the ids that the first of these rows predict, at temperature 1. */
async function scoreIds(
  loaded: LoadedModel,
  rows: Rows,
  ids: readonly TokenId[],
): Promise<Outcome<readonly Nats[]>> {
  if (ids.length === 0) return success([]);
  const options = { temperature: 1, k: 0 };
  const numbers = await loaded.measure.score(someRows(rows, 0, ids.length), Uint32Array.from(ids), options);
  return numbers.ok ? success([...numbers.value.logProb] as Nats[]) : numbers;
}

/** Feeds a prompt's last token and the given ids, in parts whose logits fit into memory; null if the run was stopped. */
export async function feedGiven(
  loaded: LoadedModel,
  prefix: Prefix,
  ids: readonly TokenId[],
  turn: Turn,
): Promise<Outcome<Given | null>> {
  const fed = [prefix.pending, ...ids];
  const most = rowsAtOnce(loaded);
  const logProbs: Nats[] = [];
  let sequence = prefix.sequence;
  for (let start = 0; ; start += most) {
    const part = fed.slice(start, start + most);
    const advanced = (await turn.next())
      ? await sequence.advance([{ from: 0, ids: part }])
      : success<null>(null);
    if (sequence !== prefix.sequence) sequence[Symbol.dispose]();
    if (!advanced.ok || advanced.value === null) return advanced as Outcome<null>;
    const { rows, next } = advanced.value;
    sequence = next;
    const scored = await scoreIds(loaded, rows, ids.slice(start, start + part.length));
    if (!scored.ok) {
      rows[Symbol.dispose]();
      sequence[Symbol.dispose]();
      return scored;
    }
    logProbs.push(...scored.value);
    if (start + most >= fed.length) return success({ logProbs, sequence, rows });
    rows[Symbol.dispose]();
  }
}
