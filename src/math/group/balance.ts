/** Uni-OPD's balancing of right and wrong answers (arXiv 2605.03677; rollout_sample_balance.py). */

/**
 * How many right and wrong answers stay for a target ratio right:wrong. Counts are truncated as by the code's `int`. A target
 * count of 0 changes nothing, and neither does a missing kind. Ratio 0 keeps only wrong answers, Infinity only right ones.
 */
export function balancedCounts(
  correct: number,
  incorrect: number,
  ratio: number,
): { readonly correct: number; readonly incorrect: number } {
  if (correct === 0 || incorrect === 0) return { correct, incorrect };
  if (ratio === 0) return { correct: 0, incorrect };
  if (ratio === Infinity) return { correct, incorrect: 0 };
  const rightTarget = Math.trunc(incorrect * ratio);
  const wrongTarget = Math.trunc(correct / ratio);
  if (correct > rightTarget && rightTarget >= 1) return { correct: rightTarget, incorrect };
  if (incorrect > wrongTarget && wrongTarget >= 1) return { correct, incorrect: wrongTarget };
  return { correct, incorrect };
}

/**
 * Which answers stay: of each kind, those with the smallest lot, ties to the first. `lots` are random numbers of the caller,
 * one per answer, so that the same numbers give the same group on every route. Unjudged answers stay.
 */
export function balanced(
  correct: readonly (boolean | null)[],
  ratio: number,
  lots: readonly number[],
): readonly boolean[] {
  const of = (kind: boolean) => [...correct.keys()].filter((i) => correct[i] === kind);
  const counts = balancedCounts(of(true).length, of(false).length, ratio);
  const byLot = (a: number, b: number) => (lots[a] as number) - (lots[b] as number) || a - b;
  const staying = new Set([
    ...of(true).sort(byLot).slice(0, counts.correct),
    ...of(false).sort(byLot).slice(0, counts.incorrect),
  ]);
  return correct.map((judgement, i) => judgement === null || staying.has(i));
}

/** The default maximum number of repetitions of an item. */
export const USUAL_CAP = 3;

/**
 * Offline balancing: how often to repeat an item that was answered right `c` of N times, by `c`, so that the histogram
 * `itemsByCount` (length N + 1) becomes flatter. At most `cap` times, at least once; items that are always or never right
 * are not repeated. The paper's own factor is not published; this rule is ours.
 */
export function repetition(itemsByCount: readonly number[], cap = USUAL_CAP): readonly number[] {
  const target = Math.max(...itemsByCount);
  const last = itemsByCount.length - 1;
  return itemsByCount.map((items, count) =>
    count === 0 || count === last || items === 0 ? 1 : Math.min(cap, target / items),
  );
}
