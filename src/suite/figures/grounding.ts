/** Ways to point a model to the evidence, side by side over the same items (Zooming without Zooming, table 6). */
import type { Condition, ItemResult } from "../results/result.ts";
import { type Accuracy, accuracyUnder } from "./accuracies.ts";
import { askedUnder } from "./cell.ts";

/** The box in the image, the box in the text, none. */
export const STRATEGIES = ["grounded", "told", "global"] as const satisfies readonly Condition[];

export interface Strategy {
  readonly condition: (typeof STRATEGIES)[number];
  readonly accuracy: Accuracy;
}

/** Accuracies over the items that were asked in all three ways, so that they can be compared; none where no item was. */
export function groundingStrategies(items: readonly ItemResult[]): readonly Strategy[] {
  const common = askedUnder(items, STRATEGIES);
  return STRATEGIES.flatMap((condition) => {
    const accuracy = accuracyUnder(common, condition);
    return accuracy === null ? [] : [{ condition, accuracy }];
  });
}
