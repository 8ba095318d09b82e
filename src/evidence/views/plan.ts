/** A plan: what a person set up, and the showings that follow from it. */
import type { ImageId, ModelId, Size } from "../../base/ids.ts";
import type { Box } from "../../view/box.ts";
import type { Edit, View } from "../../view/view.ts";
import { marginBox } from "../../view/windows.ts";
import { CROP, CROP_SCALE, FULL, type Recipe, type RoledRecipe, stepOf } from "./recipe.ts";
import { printRecipe } from "./recipe-text.ts";
import { type Contrast, pictureAndText, type Role, type Showing, type TurnPart } from "./showing.ts";
import { cutOf, definitionOf } from "./steps.ts";
import { boxAsText, CROP_INSTRUCTION, CROP_INTRODUCTION, SPATIAL_HINT } from "./wording.ts";

/** The subject of a question: an image of that size in pixels, the evidence in it, the question, and the model. */
export interface Subject {
  readonly model: ModelId;
  /** The model's own wording for a box in a question (see `boxAsText`); null if it has none. */
  readonly boxWords: string | null;
  readonly image: ImageId;
  readonly size: Size;
  readonly box: Box;
  readonly question: string;
  /** See `Showing`; left out where pictures are cut as the model's manifest says. */
  readonly longestEdge?: number;
  readonly cropLongestEdge?: number;
}

/** The model of a side, with its own wording for a box. */
export type SideModel = Pick<Subject, "model" | "boxWords">;

/** The right answer to one question, as the suite of that question scores it. */
export interface KnownAnswer {
  readonly question: string;
  readonly answer: string;
  /** Words that the right answer contains; empty if the whole answer counts. */
  readonly evidence: readonly string[];
  readonly choices: readonly string[];
  /**
   * Which choices are right, as sets of their indices of which an answer must pick one exactly; left out where `answer`
   * is a letter or the text of the only right choice.
   */
  readonly correct?: readonly (readonly number[])[];
  /** All right answers to an open question; absent if `answer` is the only one. */
  readonly answers?: readonly string[];
  /** Whether number words count as numbers and articles are ignored; absent if not. */
  readonly numberWords?: boolean;
}

/** A subject, and the recipes by which the student and the others are shown it. */
export interface Plan extends Subject {
  readonly student: Recipe;
  readonly others: readonly RoledRecipe[];
  /** The model of the other sides, if it is not the student's own. */
  readonly teacher?: SideModel;
  /** Absent if the question came without its right answer. */
  readonly known?: KnownAnswer;
}

/** The right answer that came with the question; null if there is none, or if the question has changed. */
export function knownAnswer({ known, question }: Plan): KnownAnswer | null {
  return known !== undefined && known.question.trim() === question.trim() ? known : null;
}

/** The edits that cut the evidence image: what the recipe cuts, or the evidence beside the full image. */
function cutEdits(subject: Subject, recipe: Recipe): readonly Edit[] {
  const cut = cutOf(subject, recipe);
  if (cut !== null) return cut.edits;
  const uncut = stepOf(recipe, "two-images") === undefined || stepOf(recipe, "crop-image") !== undefined;
  const { box, size } = subject;
  return uncut ? [] : [{ kind: "crop", box: marginBox(box, 0, size), scale: CROP_SCALE }];
}

function textFor({ question, box, size, boxWords }: Subject, recipe: Recipe): string {
  const asked = question.trim();
  const text = stepOf(recipe, "text-box") === undefined ? asked : boxAsText(asked, box, size, boxWords);
  return stepOf(recipe, "marked")?.hint === true ? `${text}\n\n${SPATIAL_HINT}` : text;
}

/** The showing that a recipe makes of a subject. */
export function showingOf(subject: Subject, recipe: Recipe): Showing {
  const degradations = recipe.flatMap((step) => definitionOf(step).edits?.(subject, step) ?? []);
  const source = (stepOf(recipe, "crop-image") ?? stepOf(recipe, "other-image"))?.image ?? subject.image;
  const evidence: View = { source, edits: [...cutEdits(subject, recipe), ...degradations] };
  const text = textFor(subject, recipe);
  const { longestEdge, cropLongestEdge } = subject;
  const edges = {
    ...(longestEdge === undefined ? {} : { longestEdge }),
    ...(cropLongestEdge === undefined ? {} : { cropLongestEdge }),
  };
  const as = stepOf(recipe, "crop-image") === undefined ? undefined : "crop";
  if (stepOf(recipe, "two-images") === undefined) {
    return { ...pictureAndText(subject.model, evidence, text, as), ...edges };
  }
  // V-Zero's released code shrinks the crop and leaves its context as it is.
  const context = degradations.filter(({ kind }) => kind !== "shrink");
  const parts: readonly TurnPart[] = [
    { kind: "picture", view: { source: subject.image, edits: context } },
    { kind: "text", text: `${text}${CROP_INTRODUCTION}` },
    { kind: "picture", view: evidence, ...(as === undefined ? {} : { as }) },
    { kind: "text", text: CROP_INSTRUCTION },
  ];
  return { model: subject.model, parts, ...edges };
}

function noteOn(subject: Subject, recipe: Recipe): { readonly note?: string } {
  return cutOf(subject, recipe)?.overlaps
    ? { note: "No place outside the evidence was found; this crop overlaps it." }
    : {};
}

/** The subject of a role's side: sides that are compared with the student itself use the student's own model. */
function subjectOf(plan: Plan, role: Role): Subject {
  return role === "floor" || role === "masked" ? plan : { ...plan, ...plan.teacher };
}

/** The student's showing and those of the others, each named by its recipe. */
export function contrastOf(plan: Plan): Contrast {
  return {
    student: showingOf(plan, plan.student),
    others: plan.others.map(({ role, recipe }) => ({
      role,
      name: printRecipe(recipe),
      ...noteOn(plan, recipe),
      showing: showingOf(subjectOf(plan, role), recipe),
    })),
  };
}

/**
 * Vision-OPD's regional-to-global plan (§3.2): the student is shown the full image or what `student` says, the teacher
 * only the evidence crop at twice its size; both read the same question.
 */
export function regionalToGlobal(subject: Subject, student: Recipe = FULL): Plan {
  return { ...subject, student, others: [{ role: "teacher", recipe: CROP }] };
}
