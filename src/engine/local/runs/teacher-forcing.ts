/** Teacher forcing: computes the logits of answers under one showing, a few positions of all answers at a time. */
import type { TokenId } from "../../../base/ids.ts";
import { type Outcome, success } from "../../../base/outcome.ts";
import type { Showing } from "../../../evidence/views/showing.ts";
import type { Rows, Sequence } from "../../../model/adapter.ts";
import type { Stage } from "../../port.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import type { Turn } from "../queue/turn.ts";

export interface TeacherForcing extends Disposable {
  /**
   * Rows [batch · count, vocabulary] that predict the next `count` tokens of every answer, answer after answer. Behind
   * the end of a shorter answer they are meaningless. The caller releases them.
   */
  next(count: number): Promise<Outcome<Rows>>;
}

/** The ids fed to each element: the prompt's last token, the answer without its last token, then padding. */
function fedIds(pending: TokenId, answers: readonly (readonly TokenId[])[]): readonly (readonly TokenId[])[] {
  const longest = Math.max(...answers.map((ids) => ids.length));
  return answers.map((ids) => {
    const fed = [pending, ...ids.slice(0, -1)];
    return [...fed, ...new Array<TokenId>(longest - fed.length).fill(pending)];
  });
}

/** Starts teacher forcing of answers, each of at least one token; null if the run was stopped. */
export async function openTeacherForcing(
  loaded: LoadedModel,
  showing: Showing,
  answers: readonly (readonly TokenId[])[],
  turn: Turn,
  onStage: (stage: Stage) => void,
): Promise<Outcome<TeacherForcing | null>> {
  const prefix = await loaded.promptCache.prefix(showing, turn, onStage);
  if (!prefix.ok || prefix.value === null) return prefix as Outcome<null>;
  const borrowed = prefix.value;
  const fed = fedIds(borrowed.pending, answers);
  const longest = fed[0]?.length ?? 0;
  let sequence: Sequence | null = null;
  let at = 0;
  return success({
    async next(count) {
      onStage("replay");
      const feeds = fed.map((ids, element) => ({
        from: at === 0 ? 0 : element,
        ids: ids.slice(at, at + count),
      }));
      const state = sequence ?? borrowed.sequence;
      if (at + count >= longest) return state.finish(feeds);
      const advanced = await state.advance(feeds);
      if (!advanced.ok) return advanced;
      sequence?.[Symbol.dispose]();
      sequence = advanced.value.next;
      at += count;
      return success(advanced.value.rows);
    },
    [Symbol.dispose]() {
      sequence?.[Symbol.dispose]();
      borrowed[Symbol.dispose]();
    },
  });
}
