/** All parts of a recipe as fields. */
import type { Recipe } from "../../../lab/recipe/recipe.ts";
import { gateKnobs } from "./gate-knobs.ts";
import { choice, type KnobGroup, type RecipeKnob } from "./knob.ts";
import { lossKnobs } from "./loss-knobs.ts";
import { rewardKnobs } from "./reward-knobs.ts";
import { sideKnobs } from "./side-knobs.ts";
import { optimizerKnobs } from "./weight-knobs.ts";

function rolloutKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { rollout } = recipe;
  const single: Recipe["rollout"] = { kind: "student", temperature: 1, group: 1 };
  const whose = choice<Recipe["rollout"]>(
    {
      id: "rollout",
      label: "Answers",
      source:
        "The student’s own in all of the papers; the teacher’s or right answers are those of supervised training.",
    },
    [
      { name: "the student’s own answers", value: rollout.kind === "student" ? rollout : single },
      {
        name: "the teacher’s own answers (off-policy)",
        value: rollout.kind === "teacher" ? rollout : { ...single, kind: "teacher" },
      },
      { name: "the right answers of the scenes", value: { kind: "right-answers" } },
    ],
    rollout,
    (chosen) => ({ ...recipe, rollout: chosen }),
  );
  if (rollout.kind === "right-answers") return [whose];
  return [
    whose,
    {
      id: "temperature",
      label: "Temperature",
      source: "1 in Vision-OPD’s released code; VA-OPD samples at 0.7. The loss is always taken at 1.",
      kind: "number",
      value: rollout.temperature,
      least: 0.1,
      most: 2,
      step: 0.1,
      digits: 1,
      with: (temperature) => ({ ...recipe, rollout: { ...rollout, temperature } }),
    },
    {
      id: "group",
      label: "Answers per question",
      source: "Gates and advantages compare the answers of a group; V-Zero’s table 4 compares its sizes.",
      kind: "number",
      value: rollout.group,
      least: 1,
      most: 16,
      step: 1,
      digits: 0,
      with: (group) => ({ ...recipe, rollout: { ...rollout, group } }),
    },
  ];
}

function stepKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const source = "Our choice: 16 answers per step keep a step short. Every image is shown once.";
  const whole = (
    id: string,
    label: string,
    value: number,
    most: number,
    set: (value: number) => Recipe,
  ): RecipeKnob => ({
    id,
    label,
    source,
    kind: "number",
    value,
    least: 1,
    most,
    step: 1,
    digits: 0,
    with: set,
  });
  return [
    whole("pictures", "Images per step", recipe.pictures, 8, (pictures) => ({ ...recipe, pictures })),
    whole("questions", "Questions about each", recipe.questions, 8, (questions) => ({
      ...recipe,
      questions,
    })),
  ];
}

/** All parts of a recipe, in the order of what happens in a step. */
export function knobsOf(recipe: Recipe): readonly KnobGroup[] {
  return [
    { name: "Images and answers", knobs: [...stepKnobs(recipe), ...rolloutKnobs(recipe)] },
    { name: "Student and teacher", knobs: sideKnobs(recipe) },
    { name: "Loss", knobs: [...lossKnobs(recipe), ...gateKnobs(recipe), ...rewardKnobs(recipe)] },
    { name: "Weights", knobs: optimizerKnobs(recipe) },
  ];
}
