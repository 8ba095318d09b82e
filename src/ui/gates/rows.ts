/** The group as rows: what each sibling said and what the gate makes of it. */
import type { StreamedTokens } from "../../app/state.ts";
import type { Weights } from "../../gate/gate.ts";
import type { GateChoice } from "../../gate/reading.ts";
import type { Experiment } from "../../session/document.ts";
import { sentence } from "../format.ts";

type GateId = GateChoice["gate"];

export interface SiblingRow {
  readonly index: number;
  readonly said: string;
  readonly verdict: boolean | null;
  /** The step of the trail that tells answers apart: evidence score, mean advantage or return. */
  readonly score: number | null;
  /** What it is turned into: advantage, standardised advantage, or return after the shift. */
  readonly advantage: number | null;
  readonly weight: number | null;
}

/** The steps of the trail that a row shows, by their symbols and names. */
export const COLUMNS: Readonly<Record<GateId, { readonly score: string; readonly advantage: string }>> = {
  "v-zero": { score: "p", advantage: "a" },
  "va-opd": { score: "ā", advantage: "ẑ" },
  "uni-opd": { score: "G", advantage: "G′" },
};

/** One value an answer; none where the trail has no such step. */
export function answerValues({ trail }: Pick<Weights, "trail">, symbol: string): readonly (number | null)[] {
  const step = trail.find((each) => each.of === "answers" && each.symbol === symbol);
  return step?.of === "answers" ? step.values : [];
}

/** One row a sibling; numbers are null while the gate has not weighed the group. */
export function rowsOf(experiment: Experiment, gate: GateId, weights: Weights | null): readonly SiblingRow[] {
  const { score, advantage } = COLUMNS[gate];
  const scores = weights === null ? [] : answerValues(weights, score);
  const advantages = weights === null ? [] : answerValues(weights, advantage);
  return experiment.rollouts.map((rollout, index) => ({
    index,
    said: sentence(rollout.texts),
    verdict: experiment.verdicts[index] ?? null,
    score: scores[index] ?? null,
    advantage: advantages[index] ?? null,
    weight: weights?.perAnswer[index] ?? null,
  }));
}

/** Rows of answers that are still being given. */
export function streamedRows(tokens: StreamedTokens, group: number): readonly SiblingRow[] {
  return Array.from({ length: Math.max(group, tokens.length) }, (_, index) => ({
    index,
    said: sentence((tokens[index] ?? []).map(({ text }) => text)),
    verdict: null,
    score: null,
    advantage: null,
    weight: null,
  }));
}

/** How bars of weights are drawn: what fills the track, and where an answer stands that the gate leaves as it is. */
export interface WeightScale {
  readonly most: number;
  readonly ungated: number | null;
}

export function weightScale(choice: GateChoice, answers: number): WeightScale {
  switch (choice.gate) {
    case "v-zero":
      return { most: Math.max(1, choice.settings.most), ungated: 1 };
    case "va-opd":
      return { most: 1, ungated: answers === 0 ? null : 1 / answers };
    case "uni-opd":
      return { most: 1, ungated: null };
    default:
      return choice satisfies never;
  }
}

/** Judged right, then wrong, then not at all. */
export function nextVerdict(verdict: boolean | null): boolean | null {
  if (verdict === null) return true;
  return verdict ? false : null;
}
