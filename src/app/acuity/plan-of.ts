/** The plan of the next measurement, from the settings. */
import type { AcuityCondition } from "../../acuity/measure.ts";
import { questionsAsked, questionsIn, resultsOf } from "../../acuity/order.ts";
import { shareOf } from "../../acuity/picture.ts";
import { type AcuityPlan, checkPlan } from "../../acuity/trials.ts";
import { ADAPTIVE_LEVELS, edgeLevels, pictureLevels, usualLevels } from "../../acuity/variables.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { ModelFacts } from "../../engine/port.ts";
import {
  type AcuitySettings,
  type AcuityState,
  type Measurement,
  measurementOf,
  type OwnPicture,
} from "./acuity-state.ts";

function answered({ subject }: OwnPicture, levels: readonly number[]): Outcome<readonly number[]> {
  return subject.answer.trim() === ""
    ? failure("badInput", "The right answer is missing.", "Type the words that a right answer holds.")
    : success(levels);
}

/** The levels, as many as are wanted where there are so many. */
function levelsOf(
  { settings, own }: Pick<AcuityState, "settings" | "own">,
  { title, gives }: ModelFacts,
): Outcome<readonly number[]> {
  const count = settings.adaptive ? ADAPTIVE_LEVELS : settings.levels;
  if (settings.dimension === "picture")
    return own === null
      ? failure("badInput", "No picture is chosen.", "Take the playground's picture.")
      : answered(own, pictureLevels(shareOf(own.subject.box), count));
  if (settings.variable !== "longestEdge") return success(usualLevels(settings.variable, count));
  return gives.tiling === null
    ? failure(
        "unsupported",
        `${title} does not cut images into tiles, so its longest edge is fixed.`,
        "Choose another property, or a model that does.",
      )
    : success(edgeLevels(gives.tiling.choices, count));
}

/** Faults: badInput, unsupported. */
export function planOf(state: Pick<AcuityState, "settings" | "own">, model: ModelFacts): Outcome<AcuityPlan> {
  const { dimension, variable, scenes, questions, adaptive, how } = state.settings;
  const levels = levelsOf(state, model);
  if (!levels.ok) return levels;
  const picture =
    dimension === "picture" && state.own !== null ? { picture: { ...state.own.subject, how } } : {};
  const plan: AcuityPlan = {
    dimension,
    variable: dimension === "picture" ? "size" : variable,
    levels: levels.value,
    scenes: adaptive ? questions : scenes,
    ...(adaptive ? { adaptive } : {}),
    ...picture,
  };
  const checked = checkPlan(plan);
  return checked.ok ? success(plan) : checked;
}

/** A served model does not say to what size it resizes a full image, which the matched crop needs. */
export function conditionsOf({ parts }: AcuitySettings, { served }: ModelFacts): readonly AcuityCondition[] {
  if (!parts) return ["global", "regional", "blank"];
  return served === null
    ? ["global", "isolated", "matched", "regional", "blank"]
    : ["global", "isolated", "regional", "blank"];
}

/** A measurement's plan, with as many scenes as the settings have, if those are more. */
export function extendedPlan({ document: { plan } }: Measurement, settings: AcuitySettings): AcuityPlan {
  const wanted = plan.adaptive === true ? settings.questions : settings.scenes;
  return { ...plan, scenes: Math.max(plan.scenes, wanted) };
}

/** How many questions of the shown measurement are left, were it gone on with. */
export function questionsLeft({ settings, model, measurements, shown }: AcuityState): number {
  const found = measurementOf({ measurements }, shown);
  if (found === null || found.origin === "recorded" || model === null) return 0;
  const all = questionsIn(extendedPlan(found, settings), conditionsOf(settings, model));
  return Math.max(0, all - questionsAsked(resultsOf(found.document.trials)));
}
