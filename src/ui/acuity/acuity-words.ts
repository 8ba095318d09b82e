/** The words of the page of acuity curves. */
import type { CurveFit, Saving } from "../../acuity/curves.ts";
import type { AcuityDocument } from "../../acuity/document.ts";
import type { AcuityDimension, AcuityPlan } from "../../acuity/trials.ts";
import { levelWords, type Variable } from "../../acuity/variables.ts";
import type { GapPart } from "../../evidence/gap.ts";
import { count } from "../shared/format.ts";

export type Curved = "global" | "isolated" | "matched" | "regional";
export const CURVED: readonly Curved[] = ["global", "isolated", "matched", "regional"];

export const CONDITION_WORDS: Readonly<Record<Curved, string>> = {
  global: "full image",
  isolated: "evidence isolated",
  matched: "matched crop",
  regional: "evidence crop",
};

export const DIMENSION_WORDS: Readonly<Record<AcuityDimension, string>> = {
  ocr: "what a sign says",
  identification: "what is on a plate",
  counting: "how many there are",
  colour: "the colour of a symbol",
  structure: "the shape of a badge",
  material: "the surface of a ball",
  text: "a printed line",
  picture: "the playground’s picture",
};

export const VARIABLE_WORDS: Readonly<Record<Variable, { readonly name: string; readonly axis: string }>> = {
  size: { name: "size", axis: "evidence, % of the image" },
  distractors: { name: "number of distractors", axis: "distractors" },
  distance: { name: "distance to a look-alike", axis: "distance, % of the longest edge" },
  contrast: { name: "contrast", axis: "contrast, %" },
  quality: { name: "JPEG quality", axis: "JPEG quality" },
  longestEdge: { name: "longest edge of the model", axis: "longest edge, pixels" },
};

export const PART_WORDS: Readonly<Record<GapPart, string>> = {
  resolution: "lost with the pixels (resolution)",
  placement: "with size and place (placement)",
  clutter: "to what surrounds the evidence (clutter)",
};

const HOW_WORDS = {
  shrunk: "the whole picture shrunk around the evidence, on grey",
  pasted: "the evidence alone cut out and pasted smaller",
} as const;

/** "Fovea-mini, what a sign says against size" */
export function titleOf({ model, plan }: AcuityDocument): string {
  const subject = plan.picture?.name ?? DIMENSION_WORDS[plan.dimension];
  const how = plan.adaptive === true ? ", levels chosen" : "";
  return `${model.title}: ${subject} against ${VARIABLE_WORDS[plan.variable].name}${how}`;
}

/** How a plan is asked, in a sentence. */
export function planWords({ plan, trials }: AcuityDocument): string {
  const scenes = new Set(trials.map(({ seed }) => seed)).size;
  const each = plan.adaptive === true ? "one level each, chosen by the answers before" : "all at every level";
  const picture =
    plan.picture === undefined
      ? `${count(scenes, "scene")}, ${each}`
      : `${count(scenes, "place")} of ${plan.picture.name}, ${each}; ${HOW_WORDS[plan.picture.how]}`;
  return `${picture}. ${count(plan.levels.length, "level")}.`;
}

/** The run card in lines, as shown below every figure and export. */
export function cardLines(document: AcuityDocument): readonly string[] {
  const { model, card } = document;
  return [
    `${titleOf(document)}. ${planWords(document)}`,
    `Model on ${card.modelBackend}, metrics in ${card.numbersBackend} · ${card.adapter}`,
    `${model.title} · weights ${card.weightsSha256.slice(0, 12)} · build ${card.build} · ${card.runtime}`,
  ];
}

/** "1.2 % (0.8 % to 1.9 %)", or why there is no curve. */
export function fitWords({ variable }: Pick<AcuityPlan, "variable">, fit: CurveFit): string {
  if (fit.kind === "none") return fit.reason;
  const { value, low, high } = fit.threshold;
  const end = (level: number | null) => (level === null ? "open" : levelWords(variable, level));
  return `half way at ${levelWords(variable, value)} (95 % interval ${end(low)} to ${end(high)})`;
}

/** What choosing the levels saved; null where it saved nothing. */
export function savingWords(saving: Saving | null): string | null {
  if (saving === null) return null;
  const { asked, even } = saving;
  const more = Math.round(even);
  return more > asked
    ? `${count(asked, "question")} from the full image, where the levels were chosen. At even levels about ${more} would narrow the interval as much: ${Math.round(100 * (1 - asked / even))} % are saved.`
    : `${count(asked, "question")} from the full image. Choosing the levels saved none here.`;
}
