/** The words for a side and its view. */
import type { Recipe } from "../../evidence/views/recipe.ts";
import { printRecipe } from "../../evidence/views/recipe-text.ts";
import type { Role } from "../../evidence/views/showing.ts";

export const ROLE_WORDS: Readonly<Record<"student" | Role, string>> = {
  student: "Student",
  teacher: "Teacher",
  positive: "Positive",
  negative: "Negative",
  degraded: "Degraded",
  masked: "Masked",
  control: "Control",
  floor: "Noise floor",
};

const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;

function stepWords(step: Recipe[number]): string {
  switch (step.kind) {
    case "full":
      return "full image";
    case "marked":
      return "box drawn";
    case "text-box":
      return "box as text";
    case "crop":
      return step.margin === 0 ? "evidence crop" : `evidence crop, ${percent(step.margin)} margin`;
    case "matched":
      return step.margin === 0 ? "matched crop" : `matched crop, ${percent(step.margin)} margin`;
    case "isolated":
      return step.margin === 0 ? "evidence isolated" : `evidence isolated, ${percent(step.margin)} margin`;
    case "random-crop":
      return `random crop, seed ${step.seed}`;
    case "wrong-crop":
      return `distractor crop, seed ${step.seed}`;
    case "negative-crop":
      return `crop elsewhere, half as sharp, seed ${step.seed}`;
    case "crop-image":
      return "crop from another place";
    case "other-image":
      return "another image";
    case "two-images":
      return "image and crop";
    case "degraded":
      return `downscaled to ${percent(step.keep)} and back`;
    case "shrunk":
      return `÷ ${step.by}`;
    case "blurred":
      return "blurred";
    case "grey":
      return "without colour";
    case "masked":
      return `${percent(step.share)} under black patches`;
    case "erased":
      return "evidence erased";
    case "blank":
      return "blank";
    default:
      return step satisfies never;
  }
}

/** A recipe in words, such as "image and crop, blurred". */
export function recipeWords(recipe: Recipe): string {
  return recipe.length === 0 ? printRecipe(recipe) : recipe.map(stepWords).join(", ");
}
