/** A formula as a column of a suite: its mean over the tokens of each item's answer from the full image. */
import type { Replay } from "../../../evidence/replay.ts";
import type { Rollout } from "../../../evidence/rollout.ts";
import { Evaluation, lackingFor, valuesOf } from "../../../formula/evaluate.ts";
import { readFormula } from "../../../formula/formula.ts";
import type { Quantity, SideName } from "../../../formula/names.ts";
import { mean } from "../../../math/statistics/statistics.ts";
import { TEACHER } from "../choice.ts";
import { measuredIn, measuredOnDemand } from "./measured.ts";

export interface ItemFormula {
  /** What is measured for it on demand, by the texts under which it is stored. */
  readonly sums: readonly string[];
  /** The mean over the answer's tokens at which it is defined; null where there are none, or where a number is missing. */
  mean(rollout: Rollout, replay: Replay, right: boolean): number | null;
}

const sidesOf = (quantity: Quantity): readonly (SideName | null)[] => {
  if (quantity.of === "pair") return [quantity.first, quantity.second];
  return "side" in quantity ? [quantity.side] : [];
};

/** Why a suite cannot compute a formula, as a sentence; null where it can. */
export function itemFormulaMistake(text: string): string | null {
  const found = readFormula(text);
  if (!found.ok) return `At character ${found.problem.place.from + 1}: ${found.problem.message}`;
  const names = found.value.quantities
    .flatMap(sidesOf)
    .flatMap((side) => (side?.kind === "named" ? [side.name] : []));
  const other = names.find((name) => name !== "teacher");
  return other === undefined
    ? null
    : `A suite compares the full image with the evidence crop, which is q and r(teacher); there is no side “${other}”.`;
}

/** The column of a formula; null for one that a suite cannot compute. */
export function itemFormula(text: string): ItemFormula | null {
  const found = readFormula(text);
  if (!found.ok || itemFormulaMistake(text) !== null) return null;
  const formula = found.value;
  return {
    sums: measuredOnDemand(formula),
    mean(rollout, replay, right) {
      const measured = measuredIn({ rollouts: [rollout], replays: [replay], verdicts: [right] }, TEACHER);
      if (lackingFor(formula, measured, 0) !== null) return null;
      const values = valuesOf(formula, new Evaluation(measured), 0, rollout.ids.length);
      return mean(values.filter((value) => Number.isFinite(value)));
    },
  };
}
