/** What a model attended to in an image: the question relative to a generic prompt, for every layer. */
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import {
  type AttentionMaps,
  type AttentionRequest,
  genericShowing,
} from "../../../evidence/maps/attention.ts";
import { picturesOf, type Showing } from "../../../evidence/views/showing.ts";
import type { PromptAttention } from "../../../model/adapter.ts";
import { boxWithin } from "../../../view/box.ts";
import { frameOf } from "../../../view/view.ts";
import type { OnEngineEvent } from "../../port.ts";
import type { LoadedModel } from "../models/loaded-model.ts";
import type { Turn } from "../queue/turn.ts";

async function attend(
  loaded: LoadedModel,
  showing: Showing,
  turn: Turn,
  emit: OnEngineEvent,
): Promise<Outcome<PromptAttention | null>> {
  const prefix = await loaded.promptCache.prefix(showing, turn, (stage) =>
    emit({ kind: "progress", stage, done: 0, total: 1 }),
  );
  if (!prefix.ok || prefix.value === null) return prefix as Outcome<null>;
  using borrowed = prefix.value;
  if (!(await turn.next())) return success(null);
  if (borrowed.attend !== null) return await borrowed.attend();
  return failure(
    "unsupported",
    `${loaded.model.manifest.title} provides no attention: its graphs have no such output.`,
    "A sensitivity map shows where it looks without attention.",
  );
}

/** The relative maps of all layers and the box's share of each; null if it was stopped. Faults: unsupported, badInput. */
export async function runAttention(
  loaded: LoadedModel,
  request: AttentionRequest,
  turn: Turn,
  emit: OnEngineEvent,
): Promise<Outcome<AttentionMaps | null>> {
  const view = picturesOf(request.showing)[request.picture];
  if (view === undefined) return failure("badInput", "The showing has no such image.");
  const question = await attend(loaded, request.showing, turn, emit);
  if (!question.ok || question.value === null) return question as Outcome<null>;
  using asked = question.value;
  const generic = await attend(loaded, genericShowing(request.showing), turn, emit);
  if (!generic.ok || generic.value === null) return generic as Outcome<null>;
  using plain = generic.value;
  if (!(await turn.next())) return success(null);
  const frame = frameOf(view);
  const { picture } = request;
  const box = boxWithin(request.box, frame);
  const layers = await loaded.measure.attend({ question: asked, generic: plain, picture, box });
  if (!layers.ok) return layers;
  const { rows = 0, columns = 0 } = asked.pictures[picture] ?? {};
  return success({ ...request, frame, rows, columns, layers: layers.value, card: loaded.card });
}
