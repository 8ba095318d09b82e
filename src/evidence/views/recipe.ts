/**
 * How one side is shown the image: a recipe is a list of steps, and all steps can be combined. Crops, other images and
 * second images do not depend on the order of the steps; marks and degradations are applied in order.
 */
import type { ImageId } from "../../base/ids.ts";
import type { Role } from "./showing.ts";

/** The teacher's crop is resized to twice its size (Vision-OPD §3.2; Zooming without Zooming §3.1). */
export const CROP_SCALE = 2;

/** The share of each side that VA-OPD's degraded view keeps (released code). */
export const DEGRADED_KEEP = 0.1;

/** Standard deviation of the blur, as a share of the short side: letters of a tenth of the short side become unreadable. */
export const BLUR_SHARE = 0.02;

/** VPPO's released code blackens half of the patches of 14 pixels; PAPO masks 0.6 of the image. */
export const MASKED_SHARE = 0.5;
export const MASKED_PATCH = 14;

export type ViewStep =
  /** The image as it is. */
  | { readonly kind: "full" }
  /** The evidence box drawn in red, with or without Vision-OPD's hint in the text. */
  | { readonly kind: "marked"; readonly hint: boolean }
  /** The evidence box in the text. */
  | { readonly kind: "text-box" }
  /** The evidence cut out, with a margin (a share of the box on every side), enlarged `scale` times by Lanczos. */
  | { readonly kind: "crop"; readonly margin: number; readonly scale: number }
  /**
   * The evidence crop with only the pixels that the model keeps of it in the full image: cut from the full image as the model
   * resizes it before it cuts tiles, then brought to the size of the evidence crop by the same filter.
   */
  | { readonly kind: "matched"; readonly margin: number; readonly scale: number }
  /** The full image with everything outside the evidence and a margin (a share of the box on every side) grey. */
  | { readonly kind: "isolated"; readonly margin: number }
  /** A window as large as that crop, anywhere. */
  | { readonly kind: "random-crop"; readonly seed: number; readonly margin: number; readonly scale: number }
  /** A distractor crop: a window as large as that crop, outside the evidence. */
  | { readonly kind: "wrong-crop"; readonly seed: number; readonly margin: number; readonly scale: number }
  /** V-Zero's irrelevant crop: a window of the same size in the halved image, outside the evidence. */
  | { readonly kind: "negative-crop"; readonly seed: number; readonly margin: number; readonly scale: number }
  /** A crop from another file, unchanged. */
  | { readonly kind: "crop-image"; readonly image: ImageId }
  /** Another image in place of this one. */
  | { readonly kind: "other-image"; readonly image: ImageId }
  /** V-Zero's prompt: the full image as context, then the crop (of the evidence, unless a step says otherwise). */
  | { readonly kind: "two-images" }
  /** VA-OPD's degraded view: each side reduced to a share, then enlarged again by nearest neighbour. */
  | { readonly kind: "degraded"; readonly keep: number }
  /** Both sides divided, by bicubic: V-Zero's released code does this to its crop instead of a negative crop. */
  | { readonly kind: "shrunk"; readonly by: number }
  /** A Gaussian blur; its standard deviation is a share of the image's short side. */
  | { readonly kind: "blurred"; readonly share: number }
  | { readonly kind: "grey" }
  /** The masked image of VPPO and PAPO: square patches of that many pixels, each black with probability `share`. */
  | { readonly kind: "masked"; readonly share: number; readonly patch: number; readonly seed: number }
  /** The evidence, with a margin, replaced by uniform grey. */
  | { readonly kind: "erased"; readonly margin: number }
  /** The whole image replaced by uniform grey. */
  | { readonly kind: "blank" };

export type ViewStepKind = ViewStep["kind"];
export type ViewStepOf<Kind extends ViewStepKind> = Extract<ViewStep, { kind: Kind }>;

/** At least one step. */
export type Recipe = readonly ViewStep[];

export const FULL: Recipe = [{ kind: "full" }];
export const CROP: Recipe = [{ kind: "crop", margin: 0, scale: CROP_SCALE }];
export const MATCHED: Recipe = [{ kind: "matched", margin: 0, scale: CROP_SCALE }];
export const ISOLATED: Recipe = [{ kind: "isolated", margin: 0 }];
export const MASKED: ViewStep = { kind: "masked", share: MASKED_SHARE, patch: MASKED_PATCH, seed: 0 };
export const DEGRADED: ViewStep = { kind: "degraded", keep: DEGRADED_KEEP };

/** The step of that kind, if the recipe has one. */
export function stepOf<Kind extends ViewStepKind>(recipe: Recipe, kind: Kind): ViewStepOf<Kind> | undefined {
  return recipe.find((step): step is ViewStepOf<Kind> => step.kind === kind);
}

/** A recipe for one of the other sides, and the role of that side. */
export interface RoledRecipe {
  readonly role: Role;
  readonly recipe: Recipe;
}
