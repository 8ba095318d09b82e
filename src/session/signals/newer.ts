/**
 * Signals of newer work. For VPPO we read the abstract and the released code; for the other papers their abstracts and public
 * notes. Where a formula is our reading, its source says which part.
 */
import { given, whyMissing } from "../../evidence/column.ts";
import type { PairColumn, Replay } from "../../evidence/replay.ts";
import { mean } from "../../math/statistics/statistics.ts";
import {
  type Against,
  type Answer,
  lacking,
  missing,
  otherAt,
  roleAt,
  type Signal,
  type SignalReading,
  values,
  withReplay,
} from "./signal.ts";

/** The share of an answer's tokens that counts as least likely: our choice, after the usual fifth of high-entropy tokens. */
const LEAST_LIKELY = 0.2;

export const visualDependence: Signal = {
  id: "visualDependence",
  title: "Visual dependence",
  about:
    "How far the student’s next-token distribution moves when half of its image is blacked out: what it takes from the image.",
  unit: "nats",
  source: "VPPO, arXiv 2510.09285 (share 0.5); PAPO, arXiv 2507.06448 (share 0.6)",
  over: "full",
  compares: false,
  formula: () => "KL(p ‖ p under the masked image)",
  scale: () => ({ kind: "sequential", most: null, least: 1 }),
  read: (answer) =>
    withReplay(answer, (replay) => {
      const lacks = lacking(replay, ["masked"]);
      if (lacks !== null) return lacks;
      const column = replay.pairs[roleAt(replay, "masked")]?.reverseKl;
      const why = whyMissing(column);
      return why === null ? values(given(column).map((nats) => Math.max(0, nats))) : missing(why);
    }),
};

/** The values that `read` takes from a column between the student and the compared side, or why there are none. */
function compared(
  answer: Answer,
  against: Against,
  names: readonly PairColumn[],
  read: (...columns: readonly (readonly number[])[]) => SignalReading,
): SignalReading {
  return withReplay(answer, (replay) => {
    const at = otherAt(replay, against);
    if (at < 0) return missing(`Needs the ${against.role} view.`, [against.role]);
    const columns = names.map((name) => replay.pairs[at]?.[name]);
    const why = columns.map(whyMissing).find((reason) => reason !== null);
    return why === undefined ? read(...columns.map(given)) : missing(why);
  });
}

export const compatibility: Signal = {
  id: "compatibility",
  title: "Compatibility mass",
  about: "How much probability the other side gives to the student’s most likely tokens.",
  unit: "share of mass",
  source: "TA-OPD, arXiv 2605.26844; K is the number of alternatives that are listed",
  over: "full",
  compares: true,
  formula: () => "Σ_{v in the student’s top K} q(v)",
  scale: () => ({ kind: "sequential", most: 1, least: 1 }),
  read: (answer, against) => compared(answer, against, ["teacherMass"], (mass = []) => values(mass)),
};

/** Divided by the maximum of the answer; 0 where all are 0. */
function scaled(column: readonly number[]): readonly number[] {
  const largest = Math.max(0, ...column.filter(Number.isFinite));
  return column.map((value) => (largest === 0 ? 0 : Math.min(1, Math.max(0, value) / largest)));
}

export const teachability: Signal = {
  id: "teachability",
  title: "Teachability",
  about: "Large where both sides differ and the other side still gives mass to the student’s likely tokens.",
  unit: "",
  source:
    "TA-OPD, arXiv 2605.26844; dividing each factor by its largest in the answer, and the forward KL, are our reading",
  over: "full",
  compares: true,
  formula: () => "KL(q ‖ p) / max · mass / max",
  scale: () => ({ kind: "sequential", most: 1, least: 1 }),
  read: (answer, against) =>
    compared(answer, against, ["forwardKl", "teacherMass"], (kl = [], mass = []) => {
      const [apart, shared] = [scaled(kl), scaled(mass)];
      return values(apart.map((share, t) => share * (shared[t] ?? 0)));
    }),
};

export const signGate: Signal = {
  id: "signGate",
  title: "Sign gate",
  about:
    "Whether the teacher moves the token in the direction of the answer’s verdict: up where right, down where wrong.",
  unit: "",
  source: "SG-OPD, arXiv 2606.09304; the sign of the outcome by the verdict alone is our reading",
  over: "said",
  compares: false,
  formula: () => "sign(ln q(y) − ln p(y)) = sign of the verdict",
  scale: () => ({
    kind: "categorical",
    categories: [
      { value: 1, name: "agrees", strength: 0 },
      { value: 0, name: "contradicts", strength: 1 },
    ],
  }),
  read: (answer) =>
    withReplay(answer, (replay) => {
      const lacks = lacking(replay, ["teacher"]);
      if (lacks !== null) return lacks;
      const verdict = answer.experiment.verdicts[answer.sibling] ?? null;
      if (verdict === null) return missing("Needs a verdict on the answer: judge it right or wrong.");
      const ratios = given(replay.pairs[roleAt(replay, "teacher")]?.logRatio);
      // The log-ratio is student minus teacher: below 0 the teacher raises the token.
      return values(ratios.map((ratio) => (ratio === 0 || ratio < 0 === verdict ? 1 : 0)));
    }),
};

/** The index of the view with the evidence erased among a replay's others; -1 without one. */
function erasedAt({ contrast }: Replay): number {
  return contrast.others.findIndex(
    ({ role, name = "" }) => role === "control" && /^erased(?::|$)/.test(name),
  );
}

export const centredChange: Signal = {
  id: "centredChange",
  title: "Centred evidence change",
  about: "How much likelier the evidence makes the generated token, compared with the rest of the answer.",
  unit: "nats",
  source:
    "VAD, arXiv 2607.28590; the student’s own image against it with the evidence erased, and the mean of the answer as the centre, are our reading",
  over: "said",
  compares: false,
  formula: () => "Δ − mean Δ, Δ = ln p(y) − ln p(y | evidence erased)",
  scale: () => ({
    kind: "diverging",
    least: 1,
    below: { words: "gains less than the answer on average", tone: "less" },
    above: { words: "gains more than the answer on average", tone: "more" },
  }),
  read: (answer) =>
    withReplay(answer, (replay) => {
      const at = erasedAt(replay);
      if (at < 0) return missing("Needs the view with the evidence erased.", ["erased"]);
      if (replay.contrast.others[at]?.showing.model !== replay.contrast.student.model)
        return missing("The erased view was scored by another model than the student.");
      const changes = given(replay.pairs[at]?.logRatio);
      const centre = mean(changes.filter(Number.isFinite));
      return values(changes.map((change) => (centre === null ? null : change - centre)));
    }),
};

/** The indices of the least likely tokens of the answer. */
function leastLikely(logProbs: readonly number[]): ReadonlySet<number> {
  const count = Math.ceil(LEAST_LIKELY * logProbs.length);
  const byLogProb = [...logProbs.keys()].sort((a, b) => (logProbs[a] ?? 0) - (logProbs[b] ?? 0) || a - b);
  return new Set(byLogProb.slice(0, count));
}

function lossShares(answer: Answer, against: Against) {
  return withReplay(answer, (replay) => {
    const at = otherAt(replay, against);
    if (at < 0) return missing(`Needs the ${against.role} view.`, [against.role]);
    const why = whyMissing(replay.divergences[at]);
    if (why !== null) return missing(why);
    const losses = given(replay.divergences[at]).map((loss) => Math.max(0, loss ?? 0));
    const total = losses.reduce((sum, loss) => sum + loss, 0);
    if (!(total > 0 && Number.isFinite(total))) return missing("The loss of this answer is 0 or infinite.");
    const least = leastLikely(replay.sides[0]?.logProb ?? []);
    const shares = losses.map((loss, t) => (least.has(t) ? loss / total : 0));
    const sum = shares.reduce((all, share) => all + share, 0);
    return values(shares, [
      `The ${Math.round(100 * LEAST_LIKELY)} % of tokens that were least likely under the student carry ${Math.round(100 * sum)} % of the loss.`,
    ]);
  });
}

export const lowProbabilityLoss: Signal = {
  id: "lowProbabilityLoss",
  title: "Loss on unlikely tokens",
  about: "The share of the answer’s loss on each of its least likely tokens; all other tokens are 0.",
  unit: "share of the loss",
  source: "“Does OPD really distill?”, arXiv 2608.31046; counting the least likely fifth is our reading",
  over: "support",
  compares: true,
  formula: () => "D / Σ D, 0 outside the least likely fifth",
  scale: () => ({ kind: "sequential", most: 1, least: 1 }),
  read: lossShares,
};
