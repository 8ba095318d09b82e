/** When a run has collapsed: what it should keep is lost, whatever its loss says. A dip of global accuracy is none. */

import type { EvaluationRecord } from "./document.ts";

/** On fewer items an interval is so wide that noise alone crosses it. */
export const LEAST_ITEMS = 100;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/**
 * Regional accuracy below the lower bound of its starting interval in the last two evaluations, on at least 100 items. The
 * reason as a sentence, or null.
 */
export function collapseOf(evaluations: readonly EvaluationRecord[]): string | null {
  const [start, ...later] = evaluations;
  const last = later.slice(-2);
  if (start === undefined || last.length < 2 || start.items < LEAST_ITEMS) return null;
  const { low } = start.views.regional.accuracy;
  if (!last.every(({ views }) => views.regional.accuracy.mean < low)) return null;
  const found = last.map(({ views }) => percent(views.regional.accuracy.mean)).join(" and ");
  return `Regional accuracy was ${found} in two evaluations running, below the ${percent(low)} that its starting interval begins at.`;
}

/**
 * Global accuracy below the lower bound of its starting interval in the last evaluation, while regional accuracy is not. The
 * reason as a sentence, or null.
 */
export function dipOf(evaluations: readonly EvaluationRecord[]): string | null {
  const [start, ...later] = evaluations;
  const last = later.at(-1);
  if (start === undefined || last === undefined) return null;
  const { global, regional } = last.views;
  const [low, least] = [start.views.global.accuracy.low, start.views.regional.accuracy.low];
  if (global.accuracy.mean >= low || regional.accuracy.mean < least) return null;
  return `Global accuracy is ${percent(global.accuracy.mean)}, below the ${percent(low)} that its starting interval begins at, while regional accuracy holds at ${percent(regional.accuracy.mean)}.`;
}
