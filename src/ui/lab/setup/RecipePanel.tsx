/** The choice of a recipe, what it does and where it comes from, and its parts. */
import { recipes } from "../../../lab/recipe/catalog.ts";
import type { Recipe } from "../../../lab/recipe/recipe.ts";
import { Disclosure } from "../../kit/Disclosure.tsx";
import { NumberField } from "../../kit/NumberField.tsx";
import { Select } from "../../kit/Select.tsx";
import { useLab, useLabActions } from "../lab-context.ts";
import type { RecipeKnob } from "./knob.ts";
import { knobsOf } from "./knobs.ts";

interface KnobFieldProps {
  readonly knob: RecipeKnob;
  readonly disabled: boolean;
  readonly onChange: (recipe: Recipe) => void;
}

function KnobField({ knob, disabled, onChange }: KnobFieldProps) {
  const { label, source } = knob;
  return (
    <div className="lab-knob">
      {knob.kind === "choice" ? (
        <Select
          label={label}
          options={knob.options}
          value={knob.value}
          disabled={disabled}
          onChange={(value) => onChange(knob.with(value))}
        />
      ) : (
        <NumberField
          label={label}
          value={knob.value}
          least={knob.least}
          most={knob.most}
          step={knob.step}
          digits={knob.digits}
          disabled={disabled}
          onChange={(value) => value !== null && onChange(knob.with(value))}
        />
      )}
      <p className="hint">{source}</p>
    </div>
  );
}

function Knobs({ disabled }: { readonly disabled: boolean }) {
  const recipe = useLab((state) => state.settings.recipe);
  const { setRecipe } = useLabActions();
  return (
    <div className="lab-knob-groups">
      {knobsOf(recipe).map(({ name, knobs }) => (
        <fieldset key={name} className="lab-knobs">
          <legend>{name}</legend>
          {knobs.map((knob) => (
            <KnobField key={knob.id} knob={knob} disabled={disabled} onChange={setRecipe} />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

/** All parts of the recipe, folded away. */
export function RecipeParts({ disabled }: { readonly disabled: boolean }) {
  return (
    <div className="lab-parts">
      <Disclosure summary="Parts of the recipe">
        <Knobs disabled={disabled} />
      </Disclosure>
    </div>
  );
}

const OPTIONS = recipes.map(({ id, title }) => ({ value: id, name: title }));

export function RecipePanel({ disabled }: { readonly disabled: boolean }) {
  const recipe = useLab((state) => state.settings.recipe);
  const { chooseRecipe } = useLabActions();
  return (
    <div className="lab-recipe">
      <Select
        label="Recipe"
        options={OPTIONS.map((option) =>
          option.value === recipe.id ? { ...option, name: recipe.title } : option,
        )}
        value={recipe.id}
        disabled={disabled}
        onChange={chooseRecipe}
      />
      <p>{recipe.about}</p>
      <p className="hint">{recipe.source}</p>
    </div>
  );
}
