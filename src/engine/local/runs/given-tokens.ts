/** Feeds given tokens to one element, and scores them. */
import type { Nats, TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Prefix, Rows, Sequence } from "../../../model/adapter.ts";
import { type LoadedModel, rowsAtOnce, someRows } from "../models/loaded-model.ts";

export interface Given {
  /** Log-probabilities of the given tokens, at temperature 1. */
  readonly logProbs: readonly Nats[];
  /** The state after all given tokens; the caller releases it. */
  readonly sequence: Sequence;
  /** The last of these rows predicts the next token; the caller releases them. */
  readonly rows: Rows;
}

/** Feeds a prompt's last token and the given ids, in parts whose logits fit into memory. */
export async function feedGiven(
  loaded: LoadedModel,
  prefix: Prefix,
  ids: readonly TokenId[],
): Promise<Outcome<Given>> {
  const fed = [prefix.pending, ...ids];
  const most = rowsAtOnce(loaded);
  const logProbs: Nats[] = [];
  let sequence = prefix.sequence;
  for (let start = 0; ; start += most) {
    const part = fed.slice(start, start + most);
    const advanced = await sequence.advance([{ from: 0, ids: part }]);
    if (sequence !== prefix.sequence) sequence[Symbol.dispose]();
    if (!advanced.ok) return advanced;
    const { rows, next } = advanced.value;
    sequence = next;
    const scored = ids.slice(start, start + part.length);
    if (scored.length > 0) {
      const numbers = await loaded.measure.score(someRows(rows, 0, scored.length), Uint32Array.from(scored), {
        temperature: 1,
        k: 0,
      });
      if (!numbers.ok) {
        rows[Symbol.dispose]();
        sequence[Symbol.dispose]();
        return numbers;
      }
      logProbs.push(...([...numbers.value.logProb] as Nats[]));
    }
    if (start + most >= fed.length) return success({ logProbs, sequence, rows });
    rows[Symbol.dispose]();
  }
}
