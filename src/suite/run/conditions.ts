/** The showings of an entry under each condition. */
import type { ImageId, ModelId } from "../../base/ids.ts";
import { type Plan, type Subject, showingOf } from "../../evidence/views/plan.ts";
import { CROP, FULL, ISOLATED, MATCHED, type Recipe } from "../../evidence/views/recipe.ts";
import type { Showing } from "../../evidence/views/showing.ts";
import type { SuiteEntry } from "../open/entry.ts";
import { CONDITIONS, type Condition } from "../results/result.ts";
import { type ChoiceMode, letteredQuestion, wantsSeveral } from "../score/choice.ts";

/** An entry's images as the engine knows them, and the model that is shown them. */
export interface Opened {
  readonly model: ModelId;
  /** The model's own words for a box in a question; null where it has none. */
  readonly boxWords: string | null;
  /** The longest edge of full images in pixels; the model's usual one unless given. */
  readonly longestEdge?: number | null;
  readonly image: ImageId;
  /** The supplied evidence crop; null where the suite has none. */
  readonly crop: ImageId | null;
}

/** Stands for the box where there is none; the conditions that need one are then not asked. */
const EVERYWHERE = { x: 0, y: 0, width: 1, height: 1 } as const;

/** The question as it is asked: with its choices under letters, unless it lists them itself or their likelihoods are compared. */
export function askedOf(entry: SuiteEntry, mode: ChoiceMode): string {
  const lettered = entry.choices.length > 0 && mode === "letter" && !entry.choicesInQuestion;
  return lettered
    ? letteredQuestion(entry.question, entry.choices, wantsSeveral(entry.correct))
    : entry.question;
}

/** The recipe of each condition; null where the entry lacks what it needs. */
function recipeOf(condition: Condition, entry: SuiteEntry, crop: ImageId | null): Recipe | null {
  const boxed = entry.region.kind === "box";
  switch (condition) {
    case "global":
      return FULL;
    case "grounded":
      return boxed ? [{ kind: "marked", hint: true }] : null;
    case "told":
      return boxed ? [{ kind: "text-box" }] : null;
    case "isolated":
      return boxed ? ISOLATED : null;
    case "matched":
      return boxed ? MATCHED : null;
    case "regional":
      if (crop !== null) return [{ kind: "crop-image", image: crop }];
      return boxed ? CROP : null;
    case "blank":
      return [{ kind: "blank" }];
    default:
      return condition satisfies never;
  }
}

function subjectOf(entry: SuiteEntry, opened: Opened, mode: ChoiceMode): Subject {
  const { model, boxWords, image, longestEdge = null } = opened;
  const box = entry.region.kind === "box" ? entry.region.box : EVERYWHERE;
  const asked = { model, boxWords, image, size: entry.size, box, question: askedOf(entry, mode) };
  return longestEdge === null ? asked : { ...asked, longestEdge };
}

/** The entry as a person would set it up: the student sees the full image, the teacher the evidence crop where there is one. */
export function planOf(entry: SuiteEntry, opened: Opened, mode: ChoiceMode): Plan {
  const closeUp = recipeOf("regional", entry, opened.crop);
  const others = closeUp === null ? [] : [{ role: "teacher", recipe: closeUp } as const];
  return { ...subjectOf(entry, opened, mode), student: FULL, others };
}

/** The showings of those of the wanted conditions that the entry allows. */
export function conditionShowings(
  entry: SuiteEntry,
  opened: Opened,
  wanted: readonly Condition[],
  mode: ChoiceMode,
): ReadonlyMap<Condition, Showing> {
  const { crop } = opened;
  const subject = subjectOf(entry, opened, mode);
  const showings = new Map<Condition, Showing>();
  for (const condition of CONDITIONS.filter((each) => wanted.includes(each))) {
    const recipe = recipeOf(condition, entry, crop);
    if (recipe !== null) showings.set(condition, showingOf(subject, recipe));
  }
  return showings;
}
