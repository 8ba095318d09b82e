/** How the student is shown the image: as it is, with the evidence box drawn on it, or with the box as text. */
import { FULL, type Recipe } from "../../evidence/views/recipe.ts";
import { printRecipe } from "../../evidence/views/recipe-text.ts";
import { useActions, useApp } from "../app-context.ts";
import { Segmented } from "../kit/Segmented.tsx";

const CHOICES: readonly { readonly recipe: Recipe; readonly name: string }[] = [
  { recipe: FULL, name: "Full" },
  { recipe: [{ kind: "marked", hint: true }], name: "Box drawn" },
  { recipe: [{ kind: "text-box" }], name: "Box as text" },
];

export function StudentSwitch() {
  const chosen = useApp(({ session }) => (session.plan === null ? null : printRecipe(session.plan.student)));
  const unread = useApp(({ model }) => model.kind === "ready" && !model.facts.gives.text);
  const actions = useActions();
  return (
    <div data-control="student">
      <Segmented
        label="The student is shown"
        unseenLabel
        options={CHOICES.map(({ recipe, name }) => {
          const value = printRecipe(recipe);
          return { value, name, disabled: unread && value === "text-box" };
        })}
        value={chosen}
        disabled={chosen === null}
        onChange={(value) => {
          const choice = CHOICES.find(({ recipe }) => printRecipe(recipe) === value);
          if (choice !== undefined) void actions.setStudent(choice.recipe);
        }}
      />
    </div>
  );
}
