/** The views that a person can add to the plan with one click, and whether each is present. */
import { CROP_SCALE, MASKED, type Recipe, type RoledRecipe } from "../../evidence/views/recipe.ts";
import { printViews } from "../../evidence/views/recipe-text.ts";

export interface Addition {
  readonly id: string;
  readonly name: string;
  /** What it is for. */
  readonly why: string;
  /** The view, for a plan with that student view. */
  readonly view: (student: Recipe) => RoledRecipe;
}

/** Any distinct seeds will do; these are those of the recorded sessions, whose views are then recognised here. */
const SEEDS = { random: 1, elsewhere: 7 } as const;

const shape = { margin: 0, scale: CROP_SCALE } as const;
const elsewhere = { seed: SEEDS.elsewhere, ...shape } as const;
const CROP_STEP = { kind: "crop", ...shape } as const;

/** Controls: views whose divergence is no evidence of anything in the image. */
export const CONTROLS: readonly Addition[] = [
  {
    id: "floor",
    name: "Same view",
    why: "The student’s own image again: any difference is rounding, the noise floor.",
    view: (student) => ({ role: "floor", recipe: student }),
  },
  {
    id: "random",
    name: "Random crop",
    why: "A window as large as the evidence, anywhere in the image.",
    view: () => ({ role: "control", recipe: [{ kind: "random-crop", seed: SEEDS.random, ...shape }] }),
  },
  {
    id: "wrong",
    name: "Distractor crop",
    why: "A window as large as the evidence, beside it. A teacher can be confident and wrong.",
    view: () => ({ role: "control", recipe: [{ kind: "wrong-crop", ...elsewhere }] }),
  },
  {
    id: "blank",
    name: "Blank",
    why: "No image content: what the words alone suggest.",
    view: () => ({ role: "control", recipe: [{ kind: "blank" }] }),
  },
];

/** Views that gates need, and degradations of the image. */
export const FURTHER: readonly Addition[] = [
  {
    id: "positive",
    name: "Positive: image and crop",
    why: "V-Zero’s prompt with the evidence crop beside the image.",
    view: () => ({ role: "positive", recipe: [{ kind: "two-images" }, CROP_STEP] }),
  },
  {
    id: "negative",
    name: "Negative: image and a crop elsewhere",
    why: "V-Zero’s prompt with an irrelevant crop.",
    view: () => ({
      role: "negative",
      recipe: [{ kind: "two-images" }, { kind: "negative-crop", ...elsewhere }],
    }),
  },
  {
    id: "degraded",
    name: "Degraded crop",
    why: "Downscaled to 10 % and back (VA-OPD): the visual advantage is what the teacher loses by it.",
    view: () => ({ role: "degraded", recipe: [CROP_STEP, { kind: "degraded", keep: 0.1 }] }),
  },
  {
    id: "masked",
    name: "Masked image",
    why: "The student’s own image with half of its patches black: a changed prediction depended on the image.",
    view: (student) => ({
      role: "masked",
      recipe: [...student.filter(({ kind }) => kind !== "full"), MASKED],
    }),
  },
  {
    id: "blurred",
    name: "Blurred image",
    why: "The full image without its details.",
    view: () => ({ role: "control", recipe: [{ kind: "blurred", share: 0.02 }] }),
  },
  {
    id: "grey",
    name: "Grey crop",
    why: "The evidence without colour.",
    view: () => ({ role: "control", recipe: [CROP_STEP, { kind: "grey" }] }),
  },
  {
    id: "erased",
    name: "Evidence erased",
    why: "The full image with the evidence under grey.",
    view: () => ({ role: "control", recipe: [{ kind: "erased", margin: 0 }] }),
  },
];

const written = (view: RoledRecipe): string => `${view.role}=${printViews([view])}`;

/** The index of the view among the others; -1 where it is absent. */
export function placeOf(addition: Addition, student: Recipe, others: readonly RoledRecipe[]): number {
  const key = written(addition.view(student));
  return others.findIndex((other) => written(other) === key);
}

/** The others with that view added at the end, or removed where it was present. */
export function toggled(
  addition: Addition,
  student: Recipe,
  others: readonly RoledRecipe[],
): readonly RoledRecipe[] {
  const at = placeOf(addition, student, others);
  return at < 0 ? [...others, addition.view(student)] : others.filter((_, index) => index !== at);
}
