/** From a question to the prompts of each side: what is cut out of the picture, encoded and asked. */

import type { ImageId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { CROP_SCALE } from "../../evidence/views/recipe.ts";
import { STEPS } from "../../evidence/views/steps.ts";
import type { ImageFeatures } from "../../model/adapter.ts";
import { applyView } from "../../view/pixels.ts";
import type { Edit } from "../../view/view.ts";
import type { TrainableModel } from "../model/trainable.ts";
import type { Prompt } from "../packed/prompt.ts";
import type { TrainingView } from "../recipe/recipe.ts";
import type { Question, ScenePicture } from "./scenes.ts";

/** How a question is shown: as in training, or for measuring as the crop with only the full image's pixels. */
export type ShownView = TrainingView | { readonly kind: "matched"; readonly margin: number };

/** What a view changes about the picture. */
function editsOf(view: ShownView, { picture, thing, salt }: Question): readonly Edit[] {
  const place = { box: thing.box, size: picture.pixels };
  switch (view.kind) {
    case "full":
      return [];
    case "crop":
      return STEPS.crop.cut?.(place, { ...view, kind: "crop", scale: CROP_SCALE }).edits ?? [];
    case "matched":
      return STEPS.matched.cut?.(place, { ...view, kind: "matched", scale: CROP_SCALE }).edits ?? [];
    case "wrong-crop":
      return STEPS["wrong-crop"].cut?.(place, { ...view, seed: salt, scale: CROP_SCALE }).edits ?? [];
    default:
      return view satisfies never;
  }
}

/** Shows questions; a full image is encoded once for all its questions. */
export function createShower(model: TrainableModel) {
  const whole = new WeakMap<ScenePicture, ImageFeatures>();

  async function features(view: ShownView, question: Question): Promise<Outcome<ImageFeatures>> {
    const { picture } = question;
    const known = view.kind === "full" ? whole.get(picture) : undefined;
    if (known !== undefined) return success(known);
    const shown = { source: "scene" as ImageId, edits: editsOf(view, question) };
    const pixels = applyView(shown, picture.pixels, model.resized);
    if (!pixels.ok) return pixels;
    const encoded = await model.encode(pixels.value, view.kind === "full" ? "full" : "crop");
    if (encoded.ok && view.kind === "full") whole.set(picture, encoded.value);
    return encoded;
  }

  /** The prompt of each question under a view. Faults: those of the vision encoder. */
  return async (view: ShownView, questions: readonly Question[]): Promise<Outcome<readonly Prompt[]>> => {
    const prompts: Prompt[] = [];
    for (const question of questions) {
      const encoded = await features(view, question);
      if (!encoded.ok) return encoded;
      const prompt = model.prompt(encoded.value, question.text);
      if (!prompt.ok) return prompt;
      prompts.push(prompt.value);
    }
    return success(prompts);
  };
}

export type Shower = ReturnType<typeof createShower>;
