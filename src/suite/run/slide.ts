/** How gradually an answer loses its probability when the box slides from the evidence to the whole image. */

import { type Outcome, success } from "../../base/outcome.ts";
import { GREEDY } from "../../evidence/rollout.ts";
import { CROP_SCALE } from "../../evidence/views/recipe.ts";
import { pictureAndText } from "../../evidence/views/showing.ts";
import { besides, compareWhole } from "../../experiment/compare.ts";
import type { Box } from "../../view/box.ts";
import type { SuiteEntry } from "../open/entry.ts";
import { askUnder, type Respondent } from "./respondent.ts";

/** Boxes of a slide, the first and the last included. */
const STOPS = 11;
/** A probability that falls by less counts as not falling. */
const LEAST_FALL = 0.2;

/** The box at `share` of the way from itself (0) to the whole image (1): sides grow geometrically, staying inside. */
export function slideBox(box: Box, share: number): Box {
  const width = box.width ** (1 - share);
  const height = box.height ** (1 - share);
  const place = (start: number, from: number, to: number) =>
    from === 1 ? 0 : (start * (1 - to)) / (1 - from);
  return { x: place(box.x, box.width, width), y: place(box.y, box.height, height), width, height };
}

/** The largest single step's share of the whole fall; null where the probability does not fall by a fifth. */
export function steepestShare(probabilities: readonly number[]): number | null {
  const fall = (probabilities[0] ?? 0) - (probabilities.at(-1) ?? 0);
  if (!(fall >= LEAST_FALL)) return null;
  const steps = probabilities.slice(1).map((probability, i) => (probabilities[i] ?? 0) - probability);
  return Math.max(...steps) / fall;
}

/**
 * The steepest step of an entry's slide, as a share of its fall, by the probability of the answer to the tight crop.
 * Null where it does not fall, where the entry has no box, or where the run was cancelled.
 */
export async function slideOf(respondent: Respondent, entry: SuiteEntry): Promise<Outcome<number | null>> {
  const { region, path, question } = entry;
  if (region.kind !== "box") return success(null);
  const image = await respondent.open(path);
  if (!image.ok) return image;
  const crops = Array.from({ length: STOPS }, (_, stop) => {
    const box = slideBox(region.box, stop / (STOPS - 1));
    const view = { source: image.value, edits: [{ kind: "crop", box, scale: CROP_SCALE }] } as const;
    return pictureAndText(respondent.model, view, question);
  });
  const [tight, ...wider] = crops;
  if (tight === undefined) return success(null);
  const answered = await askUnder(respondent, tight, GREEDY, 1, () => null);
  if (!answered.ok) return answered;
  const rollout = answered.value?.rollouts[0];
  if (rollout === undefined) return success(null);
  const { engine, signal } = respondent;
  const compared = await compareWhole(engine, [rollout], besides(rollout, "control", wider), 0, signal);
  if (!compared.ok) return compared;
  const likely = (compared.value?.[0]?.sides ?? []).map(({ logProb }) =>
    Math.exp(logProb.reduce((sum: number, nats) => sum + nats, 0)),
  );
  return success(steepestShare(likely));
}
