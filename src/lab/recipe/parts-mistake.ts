/** Whether the parts of a recipe fit together. */

import { gateOf } from "../../gate/catalog.ts";
import { divergenceMistake } from "../../math/divergences/catalog.ts";
import type { Recipe } from "./recipe.ts";

/** What a gate lacks in a recipe, as a sentence; null where nothing is missing. */
function gateMistake({ gate, loss, rollout }: Recipe): string | null {
  if (gate === null) return null;
  const definition = gateOf(gate.gate);
  if (definition === undefined) return `There is no gate called ${gate.gate}.`;
  const missing = definition.needs.filter((side) => side !== "student" && gate.sides[side] === undefined);
  if (missing.length > 0) return `The gate needs a view of: ${missing.join(", ")}.`;
  const strange = definition.byStudent?.find((side) => gate.sides[side] === "teacher");
  if (strange !== undefined)
    return `The gate’s side “${strange}” is the student itself under another view, so it cannot be the teacher’s.`;
  const settings = definition.computeWeights([], gate.settings);
  if (!settings.ok) return `Of the gate’s settings, ${settings.fault.message}.`;
  if (rollout.kind !== "student" || rollout.group < 2)
    return "The gate compares the answers of a group, so each question needs at least two of the student’s own.";
  if (loss.kind === "formula") return null;
  const rewards = definition.signals.kind === "rewards";
  if (rewards !== (loss.kind === "policy-gradient" && loss.advantage === "gate"))
    return rewards
      ? "This gate gives rewards, so the loss must be a policy gradient with the gate’s advantages."
      : "A policy gradient with the gate’s advantages needs a gate that gives rewards.";
  return null;
}

/** What kinds of loss read the teacher's logits. */
const COMPARED: readonly Recipe["loss"]["kind"][] = ["divergence", "sampled-token", "estimate"];

/** Whether a gate compares sides that only a teacher scores. */
function gateNeedsTeacher({ gate }: Recipe): boolean {
  const definition = gateOf(gate?.gate ?? "");
  const own = definition?.byStudent ?? [];
  return definition?.needs.some((side) => side !== "student" && !own.includes(side)) === true;
}

/** What the teacher lacks for what it should do, as a sentence; null where nothing. */
function teacherMistake(recipe: Recipe): string | null {
  const { teacher, loss, rollout, reward } = recipe;
  if (teacher === null) {
    if (COMPARED.includes(loss.kind) || gateNeedsTeacher(recipe))
      return "This loss or gate compares the student with a teacher, and there is none.";
    return rollout.kind === "teacher" || reward?.kind === "consensus"
      ? "The answers or labels are the teacher’s, and there is none."
      : null;
  }
  if (reward?.kind === "consensus" && reward.agreeing > reward.answers)
    return `Of ${reward.answers} answers of the teacher’s ${reward.agreeing} can never agree.`;
  const answers = rollout.kind === "teacher" || reward?.kind === "consensus";
  return teacher.weights.kind === "trust-region" && answers
    ? "A trust-region teacher mixes two models and gives no answers of its own."
    : null;
}

/** Which parts of a recipe do not fit each other, as a sentence for a person; null where all do. What formulas need is not looked at. */
export function partsMistake(recipe: Recipe): string | null {
  const { loss, gate, rollout } = recipe;
  const ofTeacher = teacherMistake(recipe);
  if (ofTeacher !== null) return ofTeacher;
  if (loss.kind === "divergence") {
    const mistake = divergenceMistake(loss.divergence);
    if (mistake !== null) return `Of the loss, ${mistake}.`;
  }
  if (loss.kind === "policy-gradient") {
    if (loss.advantage === "gate" && gate === null)
      return "The advantages are those of a gate, and there is none.";
    if (rollout.kind !== "student" || rollout.group < 2)
      return "Advantages compare the answers of a group, so each question needs at least two of the student’s own.";
  }
  return gateMistake(recipe);
}
