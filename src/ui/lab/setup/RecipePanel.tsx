/** The choice of a recipe, what it does and where it comes from, and its parts. */
import { useId } from "react";
import { MOST_TOGETHER } from "../../../app/lab/lab-state.ts";
import { readFormula } from "../../../formula/formula.ts";
import { recipeOf, recipes } from "../../../lab/recipe/catalog.ts";
import type { Recipe } from "../../../lab/recipe/recipe.ts";
import { FormulaField } from "../../formula/FormulaField.tsx";
import { Mathematics } from "../../formula/Mathematics.tsx";
import { GateSettings } from "../../gates/Knobs.tsx";
import { Disclosure } from "../../kit/Disclosure.tsx";
import { NumberField } from "../../kit/NumberField.tsx";
import { Select } from "../../kit/Select.tsx";
import { useLab, useLabActions } from "../lab-context.ts";
import { knobHint, knobMistake, type RecipeKnob } from "./knob.ts";
import { knobsOf } from "./knobs.ts";
import "../../formula/formula.css";
import "../../gates/gates.css";

interface KnobFieldProps {
  readonly knob: RecipeKnob;
  readonly disabled: boolean;
  readonly onChange: (recipe: Recipe) => void;
}

function FormulaKnob({
  knob,
  disabled,
  onChange,
}: KnobFieldProps & { readonly knob: Extract<RecipeKnob, { kind: "formula" }> }) {
  const { label, value } = knob;
  const found = readFormula(value);
  const remark = knob.remark(value);
  return (
    <>
      <FormulaField
        label={label}
        disabled={disabled}
        text={value}
        problem={found.ok ? null : found.problem}
        onChange={(text) => onChange(knob.with(text))}
      />
      {found.ok && <Mathematics formula={found.value} />}
      {remark !== null && <p className="hint">{remark}</p>}
    </>
  );
}

function Control({
  knob,
  disabled,
  describedBy,
  onChange,
}: KnobFieldProps & { readonly describedBy: string }) {
  const { label } = knob;
  switch (knob.kind) {
    case "choice":
      return (
        <Select
          label={label}
          options={knob.options}
          value={knob.value}
          disabled={disabled}
          onChange={(value) => onChange(knob.with(value))}
        />
      );
    case "number":
      return (
        <NumberField
          label={label}
          value={knob.value}
          least={knob.least}
          most={knob.most}
          step={knob.step}
          digits={knob.digits}
          disabled={disabled}
          describedBy={describedBy}
          onChange={(value) => value !== null && onChange(knob.with(value))}
        />
      );
    case "gate":
      return (
        <fieldset>
          <legend>{label}</legend>
          <GateSettings
            choice={knob.value}
            disabled={disabled}
            onChange={(value) => onChange(knob.with(value))}
          />
        </fieldset>
      );
    case "formula":
      return <FormulaKnob knob={knob} disabled={disabled} onChange={onChange} />;
    default:
      return knob satisfies never;
  }
}

function KnobField({ knob, disabled, onChange }: KnobFieldProps) {
  const id = useId();
  const mistake = knobMistake(knob);
  return (
    <div className="lab-knob">
      <Control knob={knob} disabled={disabled} describedBy={id} onChange={onChange} />
      <div id={id}>
        {mistake !== null && <p className="reason">{mistake}</p>}
        <p className="hint">{knobHint(knob)}</p>
      </div>
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

const NO_FURTHER = "";

/** Recipes that run after the chosen one, on the same data and seed. */
function Series({ disabled }: { readonly disabled: boolean }) {
  const series = useLab((state) => state.series);
  const { setSeries } = useLabActions();
  const places = Math.min(MOST_TOGETHER - 1, series.length + 1);
  const chosen = (at: number, id: string): void =>
    setSeries([...series.slice(0, at), ...(id === NO_FURTHER ? [] : [id]), ...series.slice(at + 1)]);
  const after = series.map((id) => recipeOf(id)?.title ?? id).join(", ");
  return (
    <Disclosure
      summary={
        after === ""
          ? "Run others after it, on the same data and seed"
          : `Runs after it, on the same data and seed: ${after}`
      }
    >
      <div className="lab-series">
        {Array.from({ length: places }, (_, at) => (
          <Select
            // biome-ignore lint/suspicious/noArrayIndexKey: a recipe is known by its place in the series.
            key={at}
            label={`Recipe ${at + 2}`}
            options={[{ value: NO_FURTHER, name: "none" }, ...OPTIONS]}
            value={series[at] ?? NO_FURTHER}
            disabled={disabled}
            onChange={(id) => chosen(at, id)}
          />
        ))}
      </div>
    </Disclosure>
  );
}

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
      <Series disabled={disabled} />
    </div>
  );
}
