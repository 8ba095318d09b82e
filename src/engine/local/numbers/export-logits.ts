/** Exports the raw logits of an answer under a showing as files for other programs. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import {
  type LogitsCard,
  type LogitsFiles,
  type LogitsRequest,
  logitsNames,
} from "../../../evidence/logits-file.ts";
import { npyHeader, npyNumbers } from "../../../evidence/npy.ts";
import type { OnEngineEvent, Stage } from "../../port.ts";
import { type LoadedModel, rowsAtOnce } from "../models/loaded-model.ts";
import type { Turn } from "../queue/turn.ts";
import { openTeacherForcing } from "../runs/teacher-forcing.ts";

function cardOf({ model, card }: LoadedModel, { name, rollout, role, showing }: LogitsRequest): LogitsCard {
  return {
    schema: 1,
    file: logitsNames(name, role).npy,
    dtype: "<f4",
    shape: [rollout.ids.length, model.vocabularySize],
    rows: "Row t holds the logits from which token t is predicted, at the position before it.",
    temperature: 1,
    role,
    model: showing.model,
    tokenizerSha256: model.manifest.tokenizerSha256,
    tokenIds: rollout.ids,
    texts: rollout.texts,
    sampler: rollout.sampler,
    showing,
    run: card,
  };
}

/** Computes the logits part by part; finished parts are in a Blob, which a browser need not keep in memory. */
export async function exportLogits(
  loaded: LoadedModel,
  request: LogitsRequest,
  turn: Turn,
  emit: OnEngineEvent,
): Promise<Outcome<LogitsFiles | null>> {
  const { ids } = request.rollout;
  if (ids.length === 0) return failure("badInput", "There are no tokens to replay.", "Answer first.");
  const onStage = (stage: Stage) => emit({ kind: "progress", stage, done: 0, total: ids.length });
  const opened = await openTeacherForcing(loaded, request.showing, [ids], turn, onStage);
  if (!opened.ok || opened.value === null) return opened as Outcome<null>;
  using reading = opened.value;
  const names = logitsNames(request.name, request.role);
  let npy = new Blob([npyHeader(ids.length, loaded.model.vocabularySize)]);
  const most = rowsAtOnce(loaded);
  for (let at = 0; at < ids.length; at += most) {
    if (!(await turn.next())) return success(null);
    emit({ kind: "progress", stage: "measure", done: at, total: ids.length });
    const advanced = await reading.next(Math.min(most, ids.length - at));
    if (!advanced.ok) return advanced;
    using rows = advanced.value;
    const logits = await loaded.measure.read(rows);
    if (!logits.ok) return logits;
    npy = new Blob([npy, npyNumbers(logits.value)]);
  }
  return success({ npyName: names.npy, npy, cardName: names.card, card: cardOf(loaded, request) });
}
