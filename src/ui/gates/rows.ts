/** The group as rows: each sibling's answer and the gate's values for it. */
import type { StreamedTokens } from "../../app/state.ts";
import { gateOf } from "../../gate/catalog.ts";
import type { GateChoice, WeightScale, Weights } from "../../gate/gate.ts";
import type { Experiment } from "../../session/document/document.ts";
import { sentence } from "../shared/format.ts";

export interface SiblingRow {
  readonly index: number;
  readonly answer: string;
  readonly verdict: boolean | null;
  /** The step of the derivation that distinguishes answers: evidence score, mean advantage or return. */
  readonly score: number | null;
  /** The value derived from it: advantage, standardised advantage, or return after the shift. */
  readonly advantage: number | null;
  readonly weight: number | null;
}

/** One value per answer; none where the derivation has no such step. */
export function answerValues({ trail }: Pick<Weights, "trail">, symbol: string): readonly (number | null)[] {
  const step = trail.find((each) => each.of === "answers" && each.symbol === symbol);
  return step?.of === "answers" ? step.values : [];
}

/** One row per sibling; numbers are null before the gate has computed weights. */
export function rowsOf(experiment: Experiment, gate: string, weights: Weights | null): readonly SiblingRow[] {
  const columns = gateOf(gate)?.columns;
  const steps = (symbol: string | undefined) =>
    weights === null || symbol === undefined ? [] : answerValues(weights, symbol);
  const [scores, advantages] = [steps(columns?.score), steps(columns?.advantage)];
  return experiment.rollouts.map((rollout, index) => ({
    index,
    answer: sentence(rollout.texts),
    verdict: experiment.verdicts[index] ?? null,
    score: scores[index] ?? null,
    advantage: advantages[index] ?? null,
    weight: weights?.perAnswer[index] ?? null,
  }));
}

/** Rows of answers that are still being generated. */
export function streamedRows(tokens: StreamedTokens, group: number): readonly SiblingRow[] {
  return Array.from({ length: Math.max(group, tokens.length) }, (_, index) => ({
    index,
    answer: sentence((tokens[index] ?? []).map(({ text }) => text)),
    verdict: null,
    score: null,
    advantage: null,
    weight: null,
  }));
}

/** How the gate's weights are shown; a gate unknown to this version has no bars. */
export function weightScale({ gate, settings }: GateChoice, answers: number): WeightScale {
  return gateOf(gate)?.weightScale(settings, answers) ?? { most: 1, ungated: null };
}

/** Judged right, then wrong, then not judged. */
export function nextVerdict(verdict: boolean | null): boolean | null {
  if (verdict === null) return true;
  return verdict ? false : null;
}
