/** Values that pages derive from a snapshot. */
import type { Weights } from "../gate/gate.ts";
import type { GateName, SeenToken, SeenView, Snapshot } from "./snapshot.ts";
import type { ViewName } from "./views.ts";

/** Index of the token with the largest measured divergence, the first of equal ones; null where none is measured. */
export function largestAt({ tokens }: Pick<Snapshot, "tokens">): number | null {
  let best: number | null = null;
  for (const [t, { divergence }] of tokens.entries()) {
    if (divergence !== null && divergence > (tokens[best ?? -1]?.divergence ?? -1)) best = t;
  }
  return best;
}

/** That token. */
export function largestToken(snapshot: Snapshot): SeenToken | null {
  const at = largestAt(snapshot);
  return at === null ? null : (snapshot.tokens[at] ?? null);
}

/** The current token: the selected one, or the one with the largest divergence. */
export function lookedAt(snapshot: Snapshot): SeenToken | null {
  const { selection, tokens } = snapshot;
  return selection === null ? largestToken(snapshot) : (tokens[selection] ?? null);
}

/** Whether the reader has selected the token with the largest divergence. */
export function hasLargest(snapshot: Snapshot): boolean {
  return snapshot.selection !== null && snapshot.selection === largestAt(snapshot);
}

/** A view's score of the answer; null where it has not scored it. */
export function seenView({ views }: Snapshot, view: ViewName): SeenView | null {
  return views.find((each) => each.view === view) ?? null;
}

const letters = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Whether the student's answer is the expected one, letter for letter; null where either is missing. */
export function isRight({ studentAnswer, expected }: Snapshot): boolean | null {
  return studentAnswer === null || expected === null ? null : letters(studentAnswer) === letters(expected);
}

/** Distillation return of the answer, `mean(ln q - ln p)` in nats per token (Uni-OPD); null until it is measured. */
export function returnOf({ tokens, measured }: Snapshot): number | null {
  const rewards = tokens.flatMap(({ student, teacher }) =>
    student === null || teacher === null ? [] : [teacher - student],
  );
  if (!measured || rewards.length !== tokens.length || rewards.length === 0) return null;
  return rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
}

/** The value of a gate's setting, whatever panel is open; null for an unknown one. */
export function settingOf({ choices }: Snapshot, gate: GateName, name: string): number | string | null {
  const settings: object = choices.find((each) => each.gate === gate)?.settings ?? {};
  const value: unknown = Object.entries(settings).find(([each]) => each === name)?.[1];
  return typeof value === "number" || typeof value === "string" ? value : null;
}

/** Whether a gate's setting is within half a step of a value. */
export function isSet(snapshot: Snapshot, gate: GateName, name: string, value: number): boolean {
  return Math.abs(Number(settingOf(snapshot, gate, name) ?? Number.NaN) - value) < 0.026;
}

/** One value of the group in a gate's derivation, by its symbol; null where there is none. */
export function groupFigure(weights: Weights | null, symbol: string): number | null {
  const step = weights?.trail.find((each) => each.of === "group" && each.symbol === symbol);
  return step?.of === "group" ? step.value : null;
}

/** One value per answer in a gate's derivation, by its symbol; empty where there is none. */
export function answerFigures(weights: Weights | null, symbol: string): readonly (number | null)[] {
  const step = weights?.trail.find((each) => each.of === "answers" && each.symbol === symbol);
  return step?.of === "answers" ? step.values : [];
}

/** Index of the answer with the largest weight under a gate; null where there are no weights. */
export function heaviest(weights: Weights | null): number | null {
  const values = weights?.perAnswer ?? [];
  return values.length === 0 ? null : values.indexOf(Math.max(...values));
}
