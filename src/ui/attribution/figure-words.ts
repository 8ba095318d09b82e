/** The notes saved with a map. */
import type { SensitivityMapRun } from "../../app/attribution/attribution-state.ts";
import { type AttentionMaps, GENERIC_PROMPT } from "../../evidence/maps/attention.ts";
import { decimal, sentence } from "../shared/format.ts";
import { attentionCells, sensitivityCells, usualLayer } from "./map-cells.ts";
import { ATTENTION_FORMULA, SENSITIVITY_FORMULA } from "./map-words.ts";

/** `selected` are the tokens that the map explains; null for the whole answer. */
export function sensitivityWords(
  run: SensitivityMapRun,
  selected: readonly number[] | null,
): readonly string[] {
  const { rollout, settings } = run.subject;
  const { rows, columns, levels } = run.map.plan;
  const finest = `${columns * 2 ** levels} × ${rows * 2 ** levels}`;
  const most = decimal(sensitivityCells(run, selected).most, 2);
  const tokens = selected?.map((index) => `“${rollout.texts[index] ?? ""}” (${index + 1})`).join(", ");
  return [
    `Sensitivity: ${SENSITIVITY_FORMULA}, nats per cell of ${finest}; full colour is ${most} nats, hatched where the tokens gain`,
    `${settings.speaker}’s answer: “${sentence(rollout.texts)}”; tokens: ${tokens ?? "all"}`,
    `cells replaced by ${settings.erase === "blank" ? "grey" : "blur"}; ${run.map.measured.length} cells erased so far`,
  ];
}

/** `layer` is 0-based; null for two thirds of the depth, as in the papers. */
export function attentionWords(reading: AttentionMaps, layer: number | null): readonly string[] {
  const { layers, rows, columns } = reading;
  const shown = layer ?? usualLayer(layers.length);
  const most = decimal(attentionCells(reading, shown).most, 2);
  return [
    `Relative attention: ${ATTENTION_FORMULA}, a ratio (arXiv 2602.11858, eq. 11); full colour is ${most} ×`,
    `layer ${shown + 1} of ${layers.length}; mean over heads, from the prompt’s last position to ${rows} × ${columns} image tokens; generic prompt: “${GENERIC_PROMPT}”`,
  ];
}
