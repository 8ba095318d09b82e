/**
 * What is measured of a run's weights as they are. Where the vision encoder is trained, features of earlier weights say nothing any more:
 * held-out pictures are drawn and encoded anew, since their pixels would take four times the memory of their features.
 */

import { type Outcome, success } from "../../base/outcome.ts";
import { FULL } from "../../evidence/views/recipe.ts";
import type { PictureSplit } from "../../lab/run/data.ts";
import type { EvaluationRecord, RunSettings, WatchedRecord } from "../../lab/run/document.ts";
import { heldOutPictures } from "../data/scenes.ts";
import { evaluate, type HeldOut, prepareHeldOut } from "../measure/evaluate.ts";
import { watch } from "../measure/watch.ts";
import type { RunState } from "./state.ts";
import type { TrainingParts } from "./teacher.ts";

/** A run with its held-out questions as they were shown before the first step. */
export interface Measuring {
  readonly parts: TrainingParts;
  readonly settings: RunSettings;
  readonly held: HeldOut;
}

/** Whether the features that were made before the first step are those of the weights as they are. */
const isShown = ({ parts: { graphs } }: Measuring, { step }: RunState): boolean =>
  graphs.encoder === null || step === 0;

async function shownNow(measuring: Measuring, state: RunState): Promise<Outcome<HeldOut>> {
  const { parts, settings, held } = measuring;
  if (isShown(measuring, state)) return success(held);
  const { model, show, scenes, dimensions } = parts;
  const pictures = heldOutPictures(scenes, dimensions, settings.perDimension, settings.split);
  return prepareHeldOut(model, show(state.trained.current()), pictures, () => undefined);
}

/** Answers every held-out question under every view, its pictures' new features included in the time. Faults: those of a run. */
export async function evaluateNow(measuring: Measuring, state: RunState): Promise<Outcome<EvaluationRecord>> {
  const began = performance.now();
  const { model, graphs } = measuring.parts;
  const shown = await shownNow(measuring, state);
  if (!shown.ok) return shown;
  const made = await evaluate(model, graphs, state.trained.current(), shown.value, state.step);
  return made.ok ? success({ ...made.value, seconds: (performance.now() - began) / 1000 }) : made;
}

/** The questions with one shown anew from the full image; its crop stays as the model before the first step sees it. */
async function oneShownNow(measuring: Measuring, item: number, state: RunState): Promise<Outcome<HeldOut>> {
  const { parts, settings, held } = measuring;
  const question = held.questions[item];
  if (question === undefined || isShown(measuring, state)) return success(held);
  const { number, thing, text } = question;
  const split: PictureSplit = settings.split ?? "validation";
  const picture = await parts.scenes.scene(split, number);
  const show = parts.show(state.trained.current());
  const shown = await show(FULL, [{ picture, thing, text, salt: number }]);
  if (!shown.ok) return shown;
  const global = held.prompts.global.map((prompt, i) => (i === item ? (shown.value[0] ?? prompt) : prompt));
  return success({ ...held, prompts: { ...held.prompts, global } });
}

/** Answers the watched item. Faults: those of a run. */
export async function watchNow(
  measuring: Measuring,
  item: number,
  state: RunState,
): Promise<Outcome<WatchedRecord>> {
  const { model, graphs } = measuring.parts;
  const shown = await oneShownNow(measuring, item, state);
  if (!shown.ok) return shown;
  return watch(model, graphs, state.trained.current(), shown.value, item, state.step);
}
