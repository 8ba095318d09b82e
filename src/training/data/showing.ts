/** From a question to the prompts of each side: what a view makes of the picture and the question, encoded. */

import type { ImageId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import { showingOf } from "../../evidence/views/plan.ts";
import type { Recipe as View } from "../../evidence/views/recipe.ts";
import { isCrop, type ShownImage } from "../../evidence/views/showing.ts";
import type { ImageFeatures, PromptPart } from "../../model/adapter.ts";
import { applyView, type Pixels } from "../../view/pixels.ts";
import { viewKey } from "../../view/view.ts";
import type { TrainableModel } from "../model/trainable.ts";
import type { EncoderPixels, TrainedEncoder } from "../packed/encoder.ts";
import type { Prompt } from "../packed/prompt.ts";
import type { Parameters } from "../packed/rows.ts";
import type { FeatureFolder } from "./feature-folder.ts";
import type { Question, ScenePicture } from "./scenes.ts";

/** Every question draws what is random about a view by its own salt. */
function seededView(view: View, salt: number): View {
  return view.map((step) => ("seed" in step ? { ...step, seed: salt } : step));
}

/** What stands before the right answer where the prompt tells it; the bundled models are trained on these words. */
const TOLD = "\nThe right answer is: ";

/**
 * Shows questions to a model; whatever of a picture is shown more than once is encoded once, or never where `folder` has its features
 * from an earlier run. The encoder is the model's own unless another one is given.
 */
export function createShower(
  model: TrainableModel,
  folder: FeatureFolder | null = null,
  encode: TrainableModel["encode"] = model.encode,
) {
  const known = new WeakMap<ScenePicture, Map<string, ImageFeatures>>();
  const resized = new WeakMap<Pixels, Outcome<Pixels>>();

  function resizedOnce(pixels: Pixels): Outcome<Pixels> {
    const made = resized.get(pixels) ?? model.resized(pixels);
    resized.set(pixels, made);
    return made;
  }

  async function encoded(image: ShownImage, { pixels }: ScenePicture): Promise<Outcome<ImageFeatures>> {
    const shown = applyView(image.view, pixels, resizedOnce);
    return shown.ok ? encode(shown.value, isCrop(image) ? "crop" : "full") : shown;
  }

  async function readOrEncoded(image: ShownImage, picture: ScenePicture): Promise<Outcome<ImageFeatures>> {
    if (folder === null || picture.name === null) return encoded(image, picture);
    const key = JSON.stringify([model.encoder, picture.name, viewKey(image.view), isCrop(image)]);
    const before = await folder.read(key);
    if (before !== null) return success(before);
    const made = await encoded(image, picture);
    if (made.ok) await folder.write(key, made.value);
    return made;
  }

  async function features(image: ShownImage, picture: ScenePicture): Promise<Outcome<ImageFeatures>> {
    const kept = known.get(picture) ?? new Map<string, ImageFeatures>();
    known.set(picture, kept);
    const key = viewKey(image.view);
    const before = kept.get(key);
    if (before !== undefined) return success(before);
    const found = await readOrEncoded(image, picture);
    if (found.ok) kept.set(key, found.value);
    return found;
  }

  async function promptFor(
    view: View,
    { picture, thing, text, salt }: Question,
    told: boolean,
  ): Promise<Outcome<Prompt>> {
    const { id: name, boxWords } = model;
    const subject = { model: name, boxWords, image: "scene" as ImageId, size: picture.pixels };
    const question = told ? `${text}${TOLD}${thing.answer}` : text;
    const { parts } = showingOf({ ...subject, box: thing.box, question }, seededView(view, salt));
    const encoded: PromptPart[] = [];
    for (const part of parts) {
      if (part.kind === "text") {
        encoded.push(part);
        continue;
      }
      const found = await features(part, picture);
      if (!found.ok) return found;
      encoded.push({ kind: "picture", features: found.value });
    }
    return model.prompt(encoded);
  }

  /** The prompt of each question under a view, which may tell the right answer. Faults: those of the vision encoder and of prompts. */
  return async (
    view: View,
    questions: readonly Question[],
    told = false,
  ): Promise<Outcome<readonly Prompt[]>> => {
    const prompts = new Map<Question, Prompt>();
    for (const question of new Set(questions)) {
      const prompt = await promptFor(view, question, told);
      if (!prompt.ok) return prompt;
      prompts.set(question, prompt.value);
    }
    return success(questions.map((question) => prompts.get(question) as Prompt));
  };
}

export type Shower = ReturnType<typeof createShower>;

/**
 * Shows questions to a model as its encoder sees them with some weights; `read` is told what the encoder read of each picture, where
 * training moves it. A shower keeps features, so that it serves until the weights move.
 */
export type ShowWith = (parameters: Parameters, read?: Map<ImageFeatures, EncoderPixels>) => Shower;

/** The model's own weights, and any others where the encoder stands still, have the model's own encoder, of which a folder keeps features. */
export function createShowWith(
  model: TrainableModel,
  folder: FeatureFolder | null = null,
  encoder: TrainedEncoder | null = null,
): ShowWith {
  const still = createShower(model, folder);
  if (encoder === null) return () => still;
  return (parameters, read) =>
    parameters === model.parameters
      ? still
      : createShower(model, null, async (picture, kind) => {
          const pixels = model.pixels(picture, kind);
          if (!pixels.ok) return pixels;
          const features = await encoder.encode(pixels.value, parameters);
          if (features.ok) read?.set(features.value, pixels.value);
          return features;
        });
}
