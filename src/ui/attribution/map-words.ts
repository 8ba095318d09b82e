/** The words of the maps. */

import { GENERIC_PROMPT } from "../../evidence/maps/attention.ts";
import type { Box } from "../../view/box.ts";
import { percent } from "../shared/format.ts";

export const SENSITIVITY_FORMULA = "Σ log p(y) − log p(y | cell erased)";

export const ATTENTION_FORMULA = `A(question) / (A(“${GENERIC_PROMPT}”) + 10⁻⁶)`;

/** "the cell about 44 % across and 75 % down" */
export function placeWords({ x, y, width, height }: Box): string {
  return `the cell about ${percent(x + width / 2)} across and ${percent(y + height / 2)} down`;
}

/** Caveats on relative attention. */
export const CAVEATS: readonly string[] = [
  "Attention is not use: a head may attend to a place and take nothing from it. The sensitivity map measures use.",
  "Some tokens attract attention whatever the question (sinks). Dividing by the generic prompt removes only what both prompts share.",
  "The layer matters: released code uses layers from 0.47 to 0.86 of the depth, depending on the model. Check all of them.",
  "A tiny weight under the generic prompt inflates a cell. Epsilon is 10⁻⁶ while the weights of 1,000 tokens are near 10⁻³; watch the largest cell’s share.",
  "Only the prompt’s last position is used. A model that opens every answer with a fixed phrase need not have attended to the evidence by then.",
];
