/**
 * VPPO (arXiv 2510.09285): only the tokens of an answer that depend most on the image carry loss, and answers that depend
 * on it more count more. The dependence of a token is the divergence of the student with the image from the same student
 * with a masked image (black patches). The paper weights the advantage of a policy gradient (GRPO) by this; here the same
 * factor multiplies a distillation loss, which is our use. Based on the released code (dp_actor.py and perc_utils.py at
 * 37eedc0) and the abstract: the code estimates the dependence by k3 and scales over the batch, here over the group.
 */
import { failure, type Outcome, success } from "../base/outcome.ts";
import { given } from "../evidence/column.ts";
import { clamp, clampedK3, logRatio } from "../math/loss/estimators.ts";
import { mean } from "../math/statistics/statistics.ts";
import {
  type Gate,
  LARGEST_GAP,
  logProbsOf,
  type Member,
  ofAnswers,
  ofGroup,
  ofTokens,
  type Weights,
} from "./gate.ts";
import { highCount, highTokens } from "./va-opd.ts";

export type VppoSettings = {
  /** The share of an answer's tokens that carry loss. */
  readonly share: number;
  /** The weight of the answer that depends least on the image. */
  readonly floor: number;
  /** The full KL divergence of the paper, or the released code's estimate from the token. */
  readonly dependence: "full" | "k3";
};

/** If the range is smaller, the code leaves every weight at 1. */
const LEAST_RANGE = 1e-6;
/** Avoids a division by zero, as in the code. */
const EPSILON = 1e-8;

/**
 * Weights of answers from their mean dependences: min-max scaled, then mapped so that they start at `floor` and have mean 1.
 * Null, for an answer without tokens, does not count. Also returns the scaled dependences and the largest weight.
 */
export function answerWeights(means: readonly (number | null)[], floor: number) {
  const known = means.filter((value) => value !== null);
  const [least, largest] = [Math.min(...known), Math.max(...known)];
  if (!(largest - least > LEAST_RANGE))
    return { scaled: means, top: 1, weights: means.map((value) => (value === null ? 0 : 1)) };
  const scaled = means.map((value) => (value === null ? null : (value - least) / (largest - least)));
  const top = floor + (1 - floor) / ((mean(scaled.filter((value) => value !== null)) as number) + EPSILON);
  const weights = scaled.map((value) => (value === null ? 0 : floor + value * (top - floor)));
  return { scaled, top, weights };
}

/** Said where a side of the group gives no whole rows, as on a server that lists only the most likely tokens. */
const ESTIMATED =
  "The masked side gives no whole rows, so the dependence is the released code’s estimate k3 instead of the full KL.";

/** The full KL, unless none of the answers has it: then the released code's estimate takes its place, and a remark says so. */
function dependenceBy(
  group: readonly Member[],
  wanted: VppoSettings["dependence"],
): VppoSettings["dependence"] {
  const measured = group.some(({ pairs }) => given(pairs?.masked?.reverseKl).length > 0);
  return measured ? wanted : "k3";
}

/** The dependence of each token of each answer, in nats. Faults: badInput, if the full divergence of some was not measured. */
function dependences(
  group: readonly Member[],
  [student, masked]: readonly (readonly (readonly number[])[])[],
  kind: VppoSettings["dependence"],
): Outcome<readonly (readonly number[])[]> {
  if (kind === "k3")
    return success(
      (student ?? []).map((row, g) => row.map((nats, t) => clampedK3(logRatio(nats, masked?.[g]?.[t] ?? 0)))),
    );
  const columns = group.map(({ pairs }) => given(pairs?.masked?.reverseKl));
  const missing = columns.findIndex((column, g) => column.length !== student?.[g]?.length);
  if (missing >= 0)
    return failure(
      "badInput",
      `the full KL divergence of answer ${missing} from the masked image was not measured`,
      "Choose the estimate k3, or score the masked view again.",
    );
  return success(columns.map((column) => column.map((nats) => clamp(nats, 0, LARGEST_GAP))));
}

function computeWeights(
  group: readonly Member[],
  { share, floor, dependence }: VppoSettings,
): Outcome<Weights> {
  if (!(share >= 0 && share <= 1)) return failure("badInput", `a share of ${share} is not between 0 and 1`);
  if (!(floor >= 0 && floor <= 1)) return failure("badInput", `a floor of ${floor} is not between 0 and 1`);
  const read = logProbsOf(group, ["student", "masked"]);
  if (!read.ok) return read;
  const by = dependenceBy(group, dependence);
  const found = dependences(group, read.value, by);
  if (!found.ok) return found;
  const tokens = found.value;
  const means = tokens.map(mean);
  const { scaled, top, weights } = answerWeights(means, floor);
  const kept = tokens.map((row) => {
    const chosen = new Set(highTokens(row, highCount(row.length, share)));
    return row.map((_, t) => (chosen.has(t) ? 1 : 0));
  });
  const answers = means.filter((value) => value !== null).length;
  const perToken = kept.map((row, g) =>
    row.map((stays) => (stays * (weights[g] as number)) / (answers * row.length)),
  );
  const bounded =
    by === "full" && group.some(({ pairs }) => given(pairs?.masked?.reverseKl).includes(Infinity));
  return success({
    perAnswer: weights,
    perToken,
    trail: [
      ofTokens(
        "S",
        "visual dependence",
        by === "full" ? "KL(p ‖ p with the masked image)" : "k3 of the token, at most 10 (dp_actor.py)",
        tokens,
      ),
      ofAnswers("S̄", "mean dependence", "mean of S over the answer", means),
      ofAnswers("ŝ", "scaled", "(S̄ − min) / (max − min), over the group", scaled),
      ofGroup("β_{max}", "largest weight", "β + (1 − β) / mean ŝ, so that the mean is 1", top),
      ofAnswers("w", "weight", "β + ŝ (β_{max} − β)", weights),
      ofTokens("m", "tokens that carry loss", "the ⌈k T⌉ largest S, ties in order", kept),
    ],
    remarks: [
      ...(bounded
        ? [
            `The masked side assigns probability 0 to a token that the student may generate; that counts as ${LARGEST_GAP} nats.`,
          ]
        : []),
      ...(by === dependence ? [] : [ESTIMATED]),
    ],
  });
}

export const vppo: Gate<VppoSettings> = {
  id: "vppo",
  title: "VPPO: visual dependence",
  idea: "Only the tokens that depend most on the image carry loss, and an answer that depends on it more counts more. The paper weights a GRPO advantage; weighting a distillation loss is our use.",
  formula: "w = β + ŝ (β_{max} − β),  m = 1 for the ⌈k T⌉ largest S",
  source: "arXiv 2510.09285; dp_actor.py and perc_utils.py of VPPO-RL at 37eedc0",
  needs: ["student", "masked"],
  byStudent: ["masked"],
  judges: false,
  knobs: {
    share: {
      symbol: "k",
      name: "share of tokens that carry loss",
      equation: "⌈k T⌉ tokens (top_p_perception_tokens)",
      least: 0,
      most: 1,
      step: 0.05,
    },
    floor: {
      symbol: "β",
      name: "smallest weight",
      equation: "w = β + ŝ (β_{max} − β) (advantage_scaling_min)",
      least: 0,
      most: 1,
      step: 0.05,
    },
  },
  choices: {
    dependence: {
      name: "Dependence by",
      equation: "the paper’s KL over all tokens, or the released code’s estimate from the token",
      options: [
        { value: "full", name: "full KL" },
        { value: "k3", name: "k3 of the token" },
      ],
    },
  },
  conventions: [
    {
      name: "Paper",
      settings: { share: 0.4, floor: 0.9, dependence: "full" },
      note: "The KL divergence over the whole vocabulary; share and floor are those of the released scripts.",
    },
    {
      name: "Released code",
      settings: { share: 0.4, floor: 0.9, dependence: "k3" },
      note: "An estimate from the token, clamped to 10; the code scales over the batch, here over the group.",
    },
  ],
  start: { share: 0.4, floor: 0.9, dependence: "full" },
  columns: { score: "S̄", advantage: "ŝ", weight: "w" },
  signals: {
    kind: "weights",
    source: "VPPO, arXiv 2510.09285; our use with a distillation loss",
    weight: "w m",
    loss: "w m · KL(student ‖ teacher)",
    teacher: "teacher",
  },
  weightScale: () => ({ most: 2, ungated: 1 }),
  computeWeights,
};
