/** The parts of a recipe that say what student and teacher see. */
import {
  CROP,
  CROP_SCALE,
  DEGRADED,
  FULL,
  MATCHED,
  type Recipe as View,
} from "../../../evidence/views/recipe.ts";
import type { Recipe, TeacherChoice, TeacherWeights } from "../../../lab/recipe/recipe.ts";
import { recipeWords } from "../../stage/view-words.ts";
import { choice, number, type Option, type RecipeKnob } from "./knob.ts";

const named = (view: View): Option<View> => ({ name: recipeWords(view), value: view });

/** The evidence crop with the margin that the bundled models' training crops have most often. */
const WIDE_CROP: View = [{ kind: "crop", margin: 0.15, scale: CROP_SCALE }];
const WRONG_CROP: View = [{ kind: "wrong-crop", margin: 0.15, scale: CROP_SCALE, seed: 0 }];

const VIEWS: readonly Option<View>[] = [
  named(FULL),
  { name: "evidence crop, with a margin", value: WIDE_CROP },
  { name: "evidence crop", value: CROP },
  named([{ kind: "two-images" }]),
  named(MATCHED),
  named([{ kind: "marked", hint: false }]),
  { name: "crop of another part", value: WRONG_CROP },
  named([DEGRADED]),
  named([{ kind: "blank" }]),
];

/** The weights that a teacher may have: the chosen ones as they are, others with the papers' numbers. */
function weightOptions(chosen: TeacherWeights | undefined): readonly Option<TeacherWeights>[] {
  return [
    { name: "the student’s, frozen before the first step", value: { kind: "frozen" } },
    {
      name: "a moving average of the student’s",
      value: chosen?.kind === "average" ? chosen : { kind: "average", halfLife: 0.21 },
    },
    { name: "the student’s as they are", value: { kind: "current" } },
    {
      name: "frozen, with a share of the student’s logits",
      value: chosen?.kind === "trust-region" ? chosen : { kind: "trust-region", rate: 0.05 },
    },
    { name: "Fovea-mini’s", value: { kind: "model", model: "fovea-mini" } },
  ];
}

/** Whose weights the teacher has. */
function weightsKnob(recipe: Recipe): RecipeKnob {
  const { teacher } = recipe;
  const having = (weights: TeacherWeights): TeacherChoice =>
    teacher === null ? { weights, view: WIDE_CROP } : { ...teacher, weights };
  return choice<TeacherWeights | null>(
    {
      id: "teacher",
      label: "Teacher’s weights",
      source:
        "Vision-OPD §4.3.1 compares frozen, averaged, mixed and current ones; VA-OPD and Uni-OPD have a stronger model.",
    },
    [...weightOptions(teacher?.weights), { name: "no teacher", value: null }],
    teacher?.weights ?? null,
    (chosen) => ({ ...recipe, teacher: chosen === null ? null : having(chosen) }),
  );
}

/** What the teacher is shown and told. */
function shownKnobs(recipe: Recipe, teacher: TeacherChoice): readonly RecipeKnob[] {
  const { told, ...untold } = teacher;
  return [
    choice(
      {
        id: "teacher-view",
        label: "Teacher sees",
        source:
          "Vision-OPD §3.2: the evidence crop. V-Zero: image and crop. VA-OPD and Uni-OPD: the full image.",
      },
      VIEWS,
      teacher.view,
      (chosen) => ({ ...recipe, teacher: { ...teacher, view: chosen } }),
      recipeWords,
    ),
    choice<boolean>(
      {
        id: "told",
        label: "Teacher is told the right answer",
        source:
          "OPSD, as Vision-OPD’s table 2 compares it; models that training/ makes are trained on such prompts.",
      },
      [
        { name: "no", value: false },
        { name: "yes, in its prompt", value: true },
      ],
      told === true,
      (chosen) => ({ ...recipe, teacher: chosen ? { ...teacher, told: true } : untold }),
    ),
  ];
}

/** How slowly an averaged teacher follows, and how much of a mixed one is the student. */
function followingKnobs(recipe: Recipe, teacher: TeacherChoice): readonly RecipeKnob[] {
  const { weights } = teacher;
  if (weights.kind === "trust-region")
    return [
      number(
        {
          id: "mixing-rate",
          label: "Share of the student’s logits",
          source: "0.05 in Vision-OPD’s released code (TrustRegionTeacher); 0 is the frozen teacher.",
        },
        { value: weights.rate, least: 0, most: 1, step: 0.01, digits: 2 },
        (rate) => ({ ...recipe, teacher: { ...teacher, weights: { kind: "trust-region", rate } } }),
      ),
    ];
  if (weights.kind !== "average") return [];
  return [
    number(
      {
        id: "half-life",
        label: "Half-life, share of the run",
        source: "Vision-OPD’s rate of 0.05 has a half-life of 13.5 of its 65 updates, which is 0.21 of them.",
      },
      { value: weights.halfLife, least: 0.01, most: 2, step: 0.01, digits: 2 },
      (halfLife) => ({ ...recipe, teacher: { ...teacher, weights: { kind: "average", halfLife } } }),
    ),
  ];
}

/** Who sees what, and whose weights the teacher has. */
export function sideKnobs(recipe: Recipe): readonly RecipeKnob[] {
  const { teacher } = recipe;
  const student = choice(
    { id: "student-view", label: "Student sees", source: "The full image in all of the papers." },
    VIEWS,
    recipe.student,
    (view) => ({ ...recipe, student: view }),
    recipeWords,
  );
  const ofTeacher =
    teacher === null ? [] : [...followingKnobs(recipe, teacher), ...shownKnobs(recipe, teacher)];
  return [student, weightsKnob(recipe), ...ofTeacher];
}
