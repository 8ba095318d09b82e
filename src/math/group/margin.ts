/**
 * Uni-OPD's order of returns (arXiv 2605.03677 and its code): a wrong answer should not have a higher return than a right
 * one. This file has the margin between the two, and the two ways to restore it: a shift of rewards, and a mask.
 */
import { mean } from "../statistics/statistics.ts";

/** The released runs compare means; the paper's figure compares the worst right answer with the best wrong one. */
export type MarginKind = "mean" | "extreme";
/** Which answers a shift moves; the released runs use "both". */
export type Direction = "correctUp" | "incorrectDown" | "both";

/** An answer with a return and a judgement. */
export interface Judged {
  readonly value: number;
  readonly correct: boolean;
}

function valuesOf(group: readonly Judged[], correct: boolean): readonly number[] {
  return group.filter((answer) => answer.correct === correct).map((answer) => answer.value);
}

/** Right minus wrong, or null if either is missing. The order is right if it is at least 0. */
export function marginOf(group: readonly Judged[], kind: MarginKind): number | null {
  const [right, wrong] = [valuesOf(group, true), valuesOf(group, false)];
  if (right.length === 0 || wrong.length === 0) return null;
  if (kind === "extreme") return Math.min(...right) - Math.max(...wrong);
  return (mean(right) as number) - (mean(wrong) as number);
}

/** The amount added to every token's reward so that the margin becomes `delta`; 0 if it is already that large. */
export function shiftOf(
  margin: number | null,
  delta: number,
  direction: Direction,
): { readonly correct: number; readonly incorrect: number } {
  const missing = margin === null ? 0 : Math.max(0, delta - margin);
  switch (direction) {
    case "correctUp":
      return { correct: missing, incorrect: 0 };
    case "incorrectDown":
      return { correct: 0, incorrect: -missing };
    case "both":
      return { correct: missing / 2, incorrect: -missing / 2 };
    default:
      return direction satisfies never;
  }
}

/** At least this share of the answers of each kind stays, and at least one. */
const KEPT_SHARE = 0.25;

function floorOf(count: number): number {
  return Math.max(1, Math.floor(KEPT_SHARE * count));
}

/** The index of the answer of one kind that a mask would drop next: the worst right or the best wrong one; -1 if there is none. */
function worstOf(group: readonly (Judged & { readonly kept: boolean })[], correct: boolean): number {
  let worst = -1;
  for (const [i, answer] of group.entries()) {
    if (!answer.kept || answer.correct !== correct) continue;
    const against = worst < 0 ? null : (group[worst] as Judged).value;
    if (against === null || (correct ? answer.value < against : answer.value > against)) worst = i;
  }
  return worst;
}

/** The answer to drop next, and the margin without it; -1 if none increases the margin or a kind is at its minimum. */
function bestDrop(
  state: readonly (Judged & { readonly kept: boolean })[],
  kind: MarginKind,
  margin: number,
): { readonly drop: number; readonly margin: number } {
  let best = { drop: -1, margin };
  for (const correct of [true, false]) {
    const ofKind = state.filter((answer) => answer.correct === correct);
    if (ofKind.filter((answer) => answer.kept).length <= floorOf(ofKind.length)) continue;
    const drop = worstOf(state, correct);
    const wider = marginOf(
      state.filter((answer, i) => answer.kept && i !== drop),
      kind,
    ) as number;
    if (wider > best.margin) best = { drop, margin: wider };
  }
  return best;
}

/**
 * Greedy mask: drops the worst right or the best wrong answer, whichever increases the margin more (ties: the right one),
 * until the margin is `delta`, nothing increases it, or a kind is at its minimum. Returns which answers stay; of equal
 * answers the first is dropped. All stay if a kind is missing.
 */
export function greedyMask(group: readonly Judged[], kind: MarginKind, delta: number): readonly boolean[] {
  const state = group.map((answer) => ({ ...answer, kept: true }));
  let margin = marginOf(group, kind);
  while (margin !== null && margin < delta) {
    const best = bestDrop(state, kind, margin);
    const dropped = state[best.drop];
    if (dropped === undefined) break;
    dropped.kept = false;
    margin = best.margin;
  }
  return state.map((answer) => answer.kept);
}

/** Share of prompts whose margin is below 0, among those that have one. */
export function violationRate(margins: readonly (number | null)[]): number | null {
  return mean(margins.filter((margin) => margin !== null).map((margin) => (margin < 0 ? 1 : 0)));
}

/** Probability that a right answer has a higher return than a wrong one (ties count half), or null if either is missing. */
export function areaUnderCurve(group: readonly Judged[]): number | null {
  const wrong = valuesOf(group, false);
  return mean(
    valuesOf(group, true).flatMap((right) => wrong.map((other) => (Math.sign(right - other) + 1) / 2)),
  );
}
