/** A part of a recipe as a field: what it is called, which values it may have, and where its value comes from. */
import type { GateChoice } from "../../../gate/gate.ts";
import type { Recipe } from "../../../lab/recipe/recipe.ts";

export interface KnobWords {
  readonly id: string;
  readonly label: string;
  /** The paper or code that its values come from. */
  readonly source: string;
}

export type RecipeKnob = KnobWords &
  (
    | {
        readonly kind: "choice";
        /** Keys of the values, and what they are called. */
        readonly options: readonly { readonly value: string; readonly name: string }[];
        readonly value: string;
        readonly with: (value: string) => Recipe;
      }
    | {
        readonly kind: "number";
        readonly value: number;
        readonly least: number;
        readonly most: number;
        readonly step: number;
        readonly digits: number;
        readonly with: (value: number) => Recipe;
      }
    | {
        /** All settings of a gate of the catalog. */
        readonly kind: "gate";
        readonly value: GateChoice;
        readonly with: (value: GateChoice) => Recipe;
      }
    | {
        readonly kind: "formula";
        readonly value: string;
        readonly with: (value: string) => Recipe;
        /** What is said of a text that can be read; null where nothing is. */
        readonly remark: (value: string) => string | null;
      }
  );

export interface KnobGroup {
  readonly name: string;
  readonly knobs: readonly RecipeKnob[];
}

export interface Option<T> {
  readonly name: string;
  readonly value: T;
}

/** A choice among values that are compared as JSON; one that is not among them is offered as it is. */
export function choice<T>(
  words: KnobWords,
  options: readonly Option<T>[],
  value: T,
  set: (value: T) => Recipe,
  nameOf: (value: T) => string = () => "as in the recipe",
): RecipeKnob {
  const key = (of: T): string => JSON.stringify(of);
  const known = options.some((option) => key(option.value) === key(value));
  const all = known ? options : [{ name: nameOf(value), value }, ...options];
  return {
    ...words,
    kind: "choice",
    options: all.map((option) => ({ value: key(option.value), name: option.name })),
    value: key(value),
    with: (chosen) => {
      const found = all.find((option) => key(option.value) === chosen);
      return set(found === undefined ? value : found.value);
    },
  };
}

/** A number of a recipe with the range that its field offers. */
export interface NumberRange {
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly digits: number;
}

/** What a field says of its part: the range of a number, then the source. */
export function knobHint(knob: RecipeKnob): string {
  return knob.kind === "number" ? `From ${knob.least} to ${knob.most}. ${knob.source}` : knob.source;
}

/** What is wrong with a number, such as one of a run that was opened, as a sentence; null where nothing is. */
export function knobMistake(knob: RecipeKnob): string | null {
  if (knob.kind !== "number") return null;
  const { value, least, most, digits } = knob;
  if (!(value >= least && value <= most)) return `${value} is not between ${least} and ${most}.`;
  return digits === 0 && !Number.isInteger(value) ? `${value} is not a whole number.` : null;
}

export function number(words: KnobWords, range: NumberRange, set: (value: number) => Recipe): RecipeKnob {
  return { ...words, kind: "number", ...range, with: set };
}
