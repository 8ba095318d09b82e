/** What the maps say in words. */
import { GENERIC_PROMPT } from "../../evidence/maps/attention.ts";
import type { Box } from "../../view/box.ts";

export const SENSITIVITY_FORMULA = "Σ log p(y) − log p(y | cell erased)";

export const ATTENTION_FORMULA = `A(question) / (A(“${GENERIC_PROMPT}”) + 10⁻⁶)`;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** "the cell about 44 % across and 75 % down" */
export function placeWords({ x, y, width, height }: Box): string {
  return `the cell about ${percent(x + width / 2)} across and ${percent(y + height / 2)} down`;
}

/** What must be known of relative attention before it is believed. */
export const CAVEATS: readonly string[] = [
  "Attention is not use: a head may look at a place and take nothing from it. The sensitivity map asks for use.",
  "Some tokens draw attention whatever is asked (sinks). Dividing by the generic prompt takes out what both share, no more.",
  "The layer decides: released code reads layers from 0.47 to 0.86 of the depth, by model. Look at all of them.",
  "A tiny weight under the generic prompt blows a cell up. Epsilon is 10⁻⁶ where the weights of 1,000 tokens are near 10⁻³; watch the largest cell’s share.",
  "Only the prompt’s last position is read. A model that opens every answer with a fixed phrase need not have looked by then.",
];
