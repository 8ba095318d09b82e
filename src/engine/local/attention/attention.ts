/** What a model attended to in an image: the question relative to a generic prompt, for every layer, or at every token of an answer. */
import type { TokenId } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import type { Column } from "../../../evidence/column.ts";
import {
  type AttentionMaps,
  type AttentionRequest,
  genericShowing,
} from "../../../evidence/maps/attention.ts";
import { picturesOf, type Showing } from "../../../evidence/views/showing.ts";
import type { PromptAttention } from "../../../model/adapter.ts";
import { type Box, boxWithin } from "../../../view/box.ts";
import { frameOf } from "../../../view/view.ts";
import type { OnEngineEvent, Stage } from "../../port.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import type { Turn } from "../queue/turn.ts";
import type { AttendRequest } from "./attention-maps.ts";

type OnStage = (stage: Stage) => void;

async function attend(
  loaded: LoadedModel,
  showing: Showing,
  answer: readonly TokenId[],
  turn: Turn,
  onStage: OnStage,
): Promise<Outcome<PromptAttention | null>> {
  const prefix = await loaded.promptCache.prefix(showing, turn, onStage);
  if (!prefix.ok || prefix.value === null) return prefix as Outcome<null>;
  using borrowed = prefix.value;
  if (!(await turn.next())) return success(null);
  if (borrowed.attend !== null) return await borrowed.attend(answer);
  return failure(
    "unsupported",
    `${loaded.model.manifest.title} provides no attention: its graphs have no such output.`,
    "A sensitivity map shows where it looks without attention.",
  );
}

/** The attention that the question and the generic prompt cause, with an answer or without; null if it was stopped. */
async function attendBoth(
  loaded: LoadedModel,
  { showing, picture, box }: AttentionRequest,
  answer: readonly TokenId[],
  turn: Turn,
  onStage: OnStage,
): Promise<Outcome<(AttendRequest & Disposable & { readonly frame: Box }) | null>> {
  const view = picturesOf(showing)[picture];
  if (view === undefined) return failure("badInput", "The showing has no such image.");
  const question = await attend(loaded, showing, answer, turn, onStage);
  if (!question.ok || question.value === null) return question as Outcome<null>;
  const asked = question.value;
  const generic = await attend(loaded, genericShowing(showing), answer, turn, onStage);
  const plain = generic.ok ? generic.value : null;
  if (plain === null) {
    asked[Symbol.dispose]();
    return generic as Outcome<null>;
  }
  const frame = frameOf(view);
  return success({
    question: asked,
    generic: plain,
    picture,
    frame,
    box: boxWithin(box, frame),
    [Symbol.dispose]() {
      asked[Symbol.dispose]();
      plain[Symbol.dispose]();
    },
  });
}

/** The relative maps of all layers and the box's share of each; null if it was stopped. Faults: unsupported, badInput. */
export async function runAttention(
  loaded: LoadedModel,
  request: AttentionRequest,
  turn: Turn,
  emit: OnEngineEvent,
): Promise<Outcome<AttentionMaps | null>> {
  const onStage = (stage: Stage) => emit({ kind: "progress", stage, done: 0, total: 1 });
  const attended = await attendBoth(loaded, request, [], turn, onStage);
  if (!attended.ok || attended.value === null) return attended as Outcome<null>;
  using both = attended.value;
  if (!(await turn.next())) return success(null);
  const layers = await loaded.measure.attend(both);
  if (!layers.ok) return layers;
  const { frame, question, picture } = both;
  const { rows = 0, columns = 0 } = question.pictures[picture] ?? {};
  return success({ ...request, frame, rows, columns, layers: layers.value, card: loaded.card });
}

/**
 * The box's coverage of the first image's relative map at every token of each answer, at the layer that maps start with: from
 * the position that emits the token, with the same tokens before it under the question and under the generic prompt. Null where
 * the map has no mass; missing where the model provides no attention. Null if it was stopped.
 */
export async function attendToTokens(
  loaded: LoadedModel,
  showing: Showing,
  box: Box,
  answers: readonly (readonly TokenId[])[],
  turn: Turn,
  onStage: OnStage,
): Promise<Outcome<readonly Column<number | null>[] | null>> {
  const columns: Column<number | null>[] = [];
  for (const answer of answers) {
    const attended = await attendBoth(loaded, { showing, picture: 0, box }, answer, turn, onStage);
    if (!attended.ok && ["unsupported", "badInput"].includes(attended.fault.kind)) {
      const missing = attended.fault.message;
      return success(answers.map(() => ({ missing })));
    }
    if (!attended.ok || attended.value === null) return attended as Outcome<null>;
    using both = attended.value;
    if (!(await turn.next())) return success(null);
    const covered = await loaded.measure.attendTokens(both);
    if (!covered.ok) return covered;
    columns.push(covered.value);
  }
  return success(columns);
}
