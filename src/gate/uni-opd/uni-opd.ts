/**
 * Uni-OPD (arXiv 2605.03677): rewards are the teacher's minus the student's log-probabilities; if wrong answers have higher
 * returns than right ones, rewards are shifted or answers are masked until the order holds.
 */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import {
  areaUnderCurve,
  type Direction,
  greedyMask,
  type MarginKind,
  marginOf,
  shiftOf,
} from "../../math/group/margin.ts";
import { mean } from "../../math/statistics/statistics.ts";
import {
  boundedGap,
  type Gate,
  logProbsOf,
  type Member,
  ofAnswers,
  ofGroup,
  ofTokens,
  unboundedRemarks,
  type Weights,
} from "../gate.ts";

export type UniOpdSettings = {
  /** The target margin, in nats per token. */
  readonly delta: number;
  readonly margin: MarginKind;
  readonly remedy: "shift" | "mask";
  readonly direction: Direction;
};

/** A token on which the sides differ by at least this much gets no loss (loss.py): it is zeroed, not clipped. */
export const LARGEST_REWARD = 10;

/** Places `values`, which belong to the answers at `places`, among all `count` answers. */
function spread<T>(values: readonly T[], places: readonly number[], count: number, otherwise: T): T[] {
  const all = new Array<T>(count).fill(otherwise);
  for (const [i, place] of places.entries()) all[place] = values[i] as T;
  return all;
}

/** 1 for an answer that stays and has tokens, else 0. */
export function answerWeights(kept: readonly boolean[], lengths: readonly number[]): number[] {
  return kept.map((stay, g) => (stay && (lengths[g] as number) > 0 ? 1 : 0));
}

/** The reward of every token plus the shift of its answer; 0 in answers that do not count and where the sides differ too much. */
export function tokenAdvantages(
  rewards: readonly (readonly number[])[],
  weights: readonly number[],
  shifts: readonly number[],
): number[][] {
  return rewards.map((row, g) => {
    const counts = (reward: number) => weights[g] === 1 && Math.abs(reward) < LARGEST_REWARD;
    return row.map((reward) => (counts(reward) ? reward + (shifts[g] as number) : 0));
  });
}

function computeWeights(group: readonly Member[], settings: UniOpdSettings): Outcome<Weights> {
  if (!Number.isFinite(settings.delta))
    return failure("badInput", `a margin of ${settings.delta} cannot be reached`);
  const read = logProbsOf(group, ["teacher", "student"]);
  if (!read.ok) return read;
  const [teacher = [], student = []] = read.value;
  const rewards = teacher.map((row, g) => row.map((nats, t) => boundedGap(nats, student[g]?.[t] as number)));
  const returns = rewards.map(mean);
  const judged = group.flatMap(({ correct }, place) => {
    const value = returns[place] ?? null;
    return correct === null || value === null ? [] : [{ place, value, correct }];
  });
  const places = judged.map(({ place }) => place);
  const margin = marginOf(judged, settings.margin);
  const shift = shiftOf(settings.remedy === "shift" ? margin : null, settings.delta, settings.direction);
  const shifts = spread(
    judged.map(({ correct }) => (correct ? shift.correct : shift.incorrect)),
    places,
    group.length,
    0,
  );
  const stays = settings.remedy === "mask" ? greedyMask(judged, settings.margin, settings.delta) : null;
  const kept = spread(stays ?? judged.map(() => true), places, group.length, true);
  const perAnswer = answerWeights(
    kept,
    rewards.map((row) => row.length),
  );
  const perToken = tokenAdvantages(rewards, perAnswer, shifts);
  const after = returns.map((value, g) =>
    value === null || perAnswer[g] === 0 ? null : value + (shifts[g] as number),
  );
  return success({
    perAnswer,
    perToken,
    trail: [
      ofTokens("r", "reward", "ln q(y) − ln p(y) (figure 5, loss.py)", rewards),
      ofAnswers("G", "return", "mean of r over the answer", returns),
      ofGroup("m", "margin", marginEquation[settings.margin], margin),
      ofGroup("AUC", "order", "P(G of a right > G of a wrong)", areaUnderCurve(judged)),
      ofAnswers("s", "shift", "δ − m, by direction (margin_shift.py)", shifts),
      ofAnswers("k", "kept", "greedy (margin_mask_greedy.py)", perAnswer),
      ofAnswers("G′", "return after", "G + s, of answers that stay", after),
      ofTokens("A", "advantage", "r + s, 0 where |r| ≥ 10", perToken),
    ],
    remarks: [
      ...unboundedRemarks(teacher, student),
      ...(margin === null
        ? ["There are not both right and wrong answers, so nothing is shifted or masked."]
        : []),
    ],
  });
}

const marginEquation: Readonly<Record<MarginKind, string>> = {
  mean: "mean G of right − mean G of wrong (released runs)",
  extreme: "min G of right − max G of wrong (framework figure)",
};

export const uniOpd: Gate<UniOpdSettings> = {
  id: "uni-opd",
  title: "Uni-OPD: margin calibration",
  idea: "Right answers should have higher returns than wrong ones; if they do not, rewards are shifted or answers are masked.",
  formula: "r = ln q(y) − ln p(y),  G = mean of r,  m = G of right − G of wrong ≥ δ",
  source: "arXiv 2605.03677; margin_shift.py, margin_mask_greedy.py and loss.py at 08fcec0",
  needs: ["student", "teacher"],
  judges: true,
  knobs: {
    delta: {
      symbol: "δ",
      name: "margin in nats per token",
      equation: "s = δ − m where m < δ (margin_shift.py)",
      least: 0,
      most: 2,
      step: 0.05,
    },
  },
  choices: {
    margin: {
      name: "Margin of",
      equation: "means in the released runs, extremes in the framework figure",
      options: [
        { value: "mean", name: "means" },
        { value: "extreme", name: "extremes" },
      ],
    },
    remedy: {
      name: "Remedy",
      equation: "margin_shift.py or margin_mask_greedy.py",
      options: [
        { value: "shift", name: "shift" },
        { value: "mask", name: "mask" },
      ],
    },
    direction: {
      name: "Shift",
      equation: "the released runs move both sides by half",
      options: [
        { value: "correctUp", name: "right up" },
        { value: "incorrectDown", name: "wrong down" },
        { value: "both", name: "both" },
      ],
    },
  },
  conventions: [
    {
      name: "Paper",
      settings: { margin: "extreme" },
      note: "The framework figure compares the worst right answer with the best wrong one.",
    },
    {
      name: "Released code",
      settings: { margin: "mean", remedy: "shift", direction: "both", delta: 0.4 },
      note: "The released runs compare means, shift both sides and use a margin of 0.4 nats.",
    },
  ],
  start: { delta: 0.4, margin: "mean", remedy: "shift", direction: "both" },
  columns: { score: "G", advantage: "G′", weight: "k" },
  signals: {
    kind: "rewards",
    title: "Uni-OPD: reward after the gate",
    about: "The token’s effect in training: its reward plus the shift of its answer, 0 if it is masked.",
    source: "Uni-OPD margin_shift.py, loss.py",
    formula: "r + s, 0 where |r| ≥ 10",
  },
  weightScale: () => ({ most: 1, ungated: null }),
  computeWeights,
};
