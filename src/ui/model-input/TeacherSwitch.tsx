/** What the teacher is shown: the evidence crop, alone or beside the full image, and its margin. */
import { CROP_SCALE, type Recipe, stepOf } from "../../evidence/views/recipe.ts";
import { useActions, useApp } from "../app-context.ts";
import { Segmented } from "../kit/Segmented.tsx";
import { Slider } from "../kit/Slider.tsx";

/** The teacher's crop with that margin, alone or in V-Zero's two-image prompt. */
function teacherRecipe(margin: number, both: boolean): Recipe {
  const crop = { kind: "crop", margin, scale: CROP_SCALE } as const;
  return both ? [{ kind: "two-images" }, crop] : [crop];
}

/** The teacher's recipe in the plan; null before there is one. */
function useTeacher(): Recipe | null {
  return useApp(({ session }) => session.plan?.others.find(({ role }) => role === "teacher")?.recipe ?? null);
}

const showsBoth = (recipe: Recipe): boolean => stepOf(recipe, "two-images") !== undefined;

/** Null where the teacher is shown anything else, such as the full image with two models. */
function chosenOf(recipe: Recipe | null): "crop" | "both" | null {
  if (recipe === null) return null;
  if (showsBoth(recipe)) return "both";
  return stepOf(recipe, "crop") === undefined ? null : "crop";
}

export function TeacherSwitch() {
  const recipe = useTeacher();
  const single = useApp(({ model }) => model.kind === "ready" && model.facts.gives.mostPictures === 1);
  const actions = useActions();
  const margin = (recipe && stepOf(recipe, "crop")?.margin) ?? 0;
  return (
    <div data-control="teacher">
      <Segmented
        label="The teacher is shown"
        unseenLabel
        options={[
          { value: "crop", name: "Crop" },
          { value: "both", name: "Crop and image", disabled: single },
        ]}
        value={chosenOf(recipe)}
        disabled={recipe === null}
        onChange={(value) => void actions.setTeacher(teacherRecipe(margin, value === "both"))}
      />
    </div>
  );
}

export function MarginSlider() {
  const recipe = useTeacher();
  const actions = useActions();
  const both = recipe !== null && showsBoth(recipe);
  const margin = (recipe && stepOf(recipe, "crop")?.margin) ?? 0;
  return (
    <div className="margin-slider" data-control="margin">
      <Slider
        label="Margin"
        value={Math.round(100 * margin)}
        least={0}
        most={100}
        step={5}
        write={(percent) => `${percent} %`}
        say={(percent) => `${percent} % of the box on every side`}
        disabled={recipe === null}
        onChange={(percent) => void actions.setTeacher(teacherRecipe(percent / 100, both))}
      />
    </div>
  );
}
