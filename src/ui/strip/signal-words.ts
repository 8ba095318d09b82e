/** The words for signals, sides and values on the page. */

import type { Divergence } from "../../evidence/replay.ts";
import { parseRecipe } from "../../evidence/views/recipe-text.ts";
import type { Role } from "../../evidence/views/showing.ts";
import { supportText } from "../../session/signals/formula.ts";
import type { ReachingScale } from "../../session/signals/range.ts";
import type { Against, Signal } from "../../session/signals/signal.ts";
import { count, decimal } from "../shared/format.ts";
import { recipeWords } from "../stage/view-words.ts";

const SINGLE: Readonly<Record<Exclude<Role, "control">, string>> = {
  teacher: "teacher",
  positive: "positive crop",
  negative: "negative crop",
  degraded: "degraded view",
  masked: "masked image",
  floor: "same view",
};

/** A side in a few words, such as "teacher" or "distractor crop, seed 1". */
export function sideWords({ role, name }: Against): string {
  if (role !== "control") return SINGLE[role];
  const recipe = parseRecipe(name);
  return recipe.ok ? recipeWords(recipe.value) : name || "control";
}

/** A value as written beside its unit; a missing one is a dash. */
export function valueWords(signal: Signal, { scale }: ReachingScale, value: number | null): string {
  if (scale.kind === "categorical")
    return scale.categories.find((category) => category.value === value)?.name ?? decimal(null, 0);
  const whole = signal.unit === "places";
  const signed = scale.kind === "diverging" && value !== null && value > 0 ? "+" : "";
  return `${signed}${decimal(value, whole ? 0 : 2)}`;
}

/** What a signal is computed over, such as "full vocabulary of 198 pieces, temperature 0.7". */
export function overWords(signal: Signal, divergence: Divergence, vocabulary: number | null): string {
  if (signal.over === "gate") return "under the gate’s settings";
  if (signal.over === "formula") return "by your formula";
  const all = `full vocabulary${vocabulary === null ? "" : ` of ${count(vocabulary, "piece")}`}`;
  const { support, temperature } = divergence;
  const chosen = signal.over === "support" && support.kind === "topK" ? supportText(support) : all;
  const over = signal.over === "said" ? "of the generated token" : chosen;
  return temperature === 1 ? over : `${over}, temperature ${temperature}`;
}
