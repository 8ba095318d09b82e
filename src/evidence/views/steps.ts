/** The steps that views are made of: one object each, from which texts, words, roles and pixels follow. */
import type { Size } from "../../base/ids.ts";
import { type Box, enlargedSize, pixelWindow } from "../../view/box.ts";
import type { Degradation, Edit } from "../../view/view.ts";
import { marginBox, NEGATIVE_SHRINK, negativeBox, randomBox, wrongBox } from "../../view/windows.ts";
import {
  BLUR_SHARE,
  CROP_SCALE,
  DEGRADED_KEEP,
  MASKED_PATCH,
  MASKED_SHARE,
  type Recipe,
  type ViewStep,
  type ViewStepKind,
  type ViewStepOf,
} from "./recipe.ts";
import type { Role } from "./showing.ts";

/** The parameters of a step, in the order in which they are written. */
export type Parameter =
  | {
      readonly kind: "number";
      readonly field: string;
      readonly least: number;
      readonly most: number;
      readonly usual: number;
      readonly whole?: true;
    }
  | {
      readonly kind: "flag";
      readonly field: string;
      readonly usual: boolean;
      readonly off: string;
      readonly on: string;
    }
  | { readonly kind: "image"; readonly field: string };

/** An image's size and its evidence box. */
interface Place {
  readonly box: Box;
  readonly size: Size;
}

/** What a step cuts out of the image. */
export interface Cut {
  readonly edits: readonly Edit[];
  /** Whether a crop that should miss the evidence overlaps it, because no other place was found. */
  readonly overlaps: boolean;
}

interface StepDefinition<Step extends ViewStep> {
  readonly parameters: readonly Parameter[];
  /** As the page names it, such as "evidence crop, 20 % margin". */
  words(step: Step): string;
  /** A cut in place of the evidence crop. A recipe cuts at most once. */
  cut?(place: Place, step: Step): Cut;
  /** The edits of the whole image before any cut, in the order of the steps. */
  edits?(place: Place, step: Step): readonly Edit[];
  /** Whether a view with this step is a control: it shows something other than the evidence, or changes it. */
  readonly control?: "elsewhere" | "changed";
  /** Whether the step refers to the evidence box, which a crop from another file does not have. */
  readonly boxed?: true;
}

const margin: Parameter = { kind: "number", field: "margin", least: 0, most: 8, usual: 0 };
const scale: Parameter = { kind: "number", field: "scale", least: 0.1, most: 8, usual: CROP_SCALE };
const seed: Parameter = { kind: "number", field: "seed", least: 0, most: 4294967295, usual: 0, whole: true };
const image: Parameter = { kind: "image", field: "image" };
const hint: Parameter = { kind: "flag", field: "hint", usual: true, off: "no-hint", on: "hint" };
const number = (field: string, least: number, most: number, usual: number): Parameter => ({
  kind: "number",
  field,
  least,
  most,
  usual,
});

const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;
const withMargin = (words: string, share: number): string =>
  share === 0 ? words : `${words}, ${percent(share)} margin`;

const degrade = (by: Degradation): readonly Edit[] => [{ kind: "degrade", by }];
const window = ({ box, size }: Place, step: { readonly margin: number }): Box =>
  marginBox(box, step.margin, size);

/** Every step by its name, in the order of the help text. */
export const STEPS: { readonly [Kind in ViewStepKind]: StepDefinition<ViewStepOf<Kind>> } = {
  full: { parameters: [], words: () => "full image" },
  marked: {
    parameters: [hint],
    words: () => "box drawn",
    edits: ({ box }) => [{ kind: "mark", box }],
    boxed: true,
  },
  "text-box": { parameters: [], words: () => "box as text" },
  crop: {
    parameters: [margin, scale],
    words: (step) => withMargin("evidence crop", step.margin),
    cut: (place, step) => ({
      edits: [{ kind: "crop", box: window(place, step), scale: step.scale }],
      overlaps: false,
    }),
  },
  matched: {
    parameters: [margin, scale],
    words: (step) => withMargin("matched crop", step.margin),
    cut(place, step) {
      const box = window(place, step);
      const size = enlargedSize(pixelWindow(box, place.size), step.scale);
      return {
        edits: [{ kind: "resized" }, { kind: "crop", box, scale: step.scale, size }],
        overlaps: false,
      };
    },
    control: "changed",
  },
  isolated: {
    parameters: [margin],
    words: (step) => withMargin("evidence isolated", step.margin),
    edits: (place, step) => [{ kind: "isolated", box: window(place, step) }],
    control: "changed",
    boxed: true,
  },
  "crop-image": { parameters: [image], words: () => "crop from another place" },
  "two-images": { parameters: [], words: () => "image and crop" },
  "negative-crop": {
    parameters: [seed, margin, scale],
    words: (step) => `crop elsewhere, half as sharp, seed ${step.seed}`,
    cut(place, step) {
      const { box, overlaps } = negativeBox(window(place, step), place.box, place.size, step.seed);
      const edits: readonly Edit[] = [
        { kind: "shrink", by: NEGATIVE_SHRINK },
        { kind: "crop", box, scale: step.scale },
      ];
      return { edits, overlaps };
    },
    control: "elsewhere",
  },
  "random-crop": {
    parameters: [seed, margin, scale],
    words: (step) => `random crop, seed ${step.seed}`,
    cut: (place, step) => ({
      edits: [
        { kind: "crop", box: randomBox(window(place, step), place.size, step.seed), scale: step.scale },
      ],
      overlaps: false,
    }),
    control: "elsewhere",
  },
  "wrong-crop": {
    parameters: [seed, margin, scale],
    words: (step) => `distractor crop, seed ${step.seed}`,
    cut(place, step) {
      const { box, overlaps } = wrongBox(window(place, step), place.box, place.size, step.seed);
      return { edits: [{ kind: "crop", box, scale: step.scale }], overlaps };
    },
    control: "elsewhere",
  },
  degraded: {
    parameters: [number("keep", 0.001, 1, DEGRADED_KEEP)],
    words: (step) => `downscaled to ${percent(step.keep)} and back`,
    edits: (_, { keep }) => degrade({ kind: "downsample", keep }),
  },
  shrunk: {
    parameters: [number("by", 1, 64, 2)],
    words: (step) => `÷ ${step.by}`,
    edits: (_, { by }) => [{ kind: "shrink", by }],
    control: "changed",
  },
  blurred: {
    parameters: [number("share", 0, 1, BLUR_SHARE)],
    words: () => "blurred",
    edits: ({ size }, { share }) =>
      degrade({ kind: "blur", radius: share * Math.min(size.width, size.height) }),
    control: "changed",
  },
  grey: {
    parameters: [],
    words: () => "without colour",
    edits: () => degrade({ kind: "grey" }),
    control: "changed",
  },
  masked: {
    parameters: [
      number("share", 0, 1, MASKED_SHARE),
      { kind: "number", field: "patch", least: 1, most: 1024, usual: MASKED_PATCH, whole: true },
      seed,
    ],
    words: (step) => `${percent(step.share)} under black patches`,
    edits: (_, { share, patch, seed }) => degrade({ kind: "mask", share, patch, seed }),
  },
  erased: {
    parameters: [margin],
    words: () => "evidence erased",
    edits: (place, step) => [{ kind: "degrade", by: { kind: "blank" }, within: window(place, step) }],
    control: "changed",
    boxed: true,
  },
  blank: {
    parameters: [],
    words: () => "blank",
    edits: () => degrade({ kind: "blank" }),
    control: "changed",
  },
  "other-image": { parameters: [image], words: () => "another image", control: "elsewhere" },
};

/** The definition of a step's kind. */
export function definitionOf<Step extends ViewStep>(step: Step): StepDefinition<Step> {
  return STEPS[step.kind] as unknown as StepDefinition<Step>;
}

/** The cut that a recipe makes; null where it makes none. */
export function cutOf(place: Place, recipe: readonly ViewStep[]): Cut | null {
  for (const step of recipe) {
    const cut = definitionOf(step).cut?.(place, step);
    if (cut !== undefined) return cut;
  }
  return null;
}

/** The default role of a side that is shown in this way. */
export function usualRole(recipe: Recipe): Role {
  const has = (kind: ViewStepKind) => recipe.some((step) => step.kind === kind);
  const controls = recipe.map((step) => definitionOf(step).control);
  if (has("two-images") && controls.includes("elsewhere")) return "negative";
  if (has("degraded")) return "degraded";
  if (has("masked")) return "masked";
  if (controls.some((control) => control !== undefined)) return "control";
  return has("two-images") ? "positive" : "teacher";
}
