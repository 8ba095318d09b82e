/** Signals that measure what the evidence adds: between two sides that score the same tokens. */
import type { Replay } from "../../evidence/replay.ts";
import type { Role } from "../../evidence/views/showing.ts";
import { boundedGap, unboundedRemarks } from "../../gate/gate.ts";
import {
  type Answer,
  lacking,
  roleAt,
  type Signal,
  type SignalReading,
  values,
  withReplay,
} from "./signal.ts";

function logProbOf(replay: Replay, role: "student" | Role): readonly number[] {
  return replay.sides[role === "student" ? 0 : roleAt(replay, role) + 1]?.logProb ?? [];
}

/** The gain of the generated token from `before` to `after`, bounded as in the gates. */
function gain(
  answer: Answer,
  [after, before]: readonly [after: Role, before: "student" | Role],
  shape: (gap: number) => number = (gap) => gap,
): SignalReading {
  return withReplay(answer, (replay) => {
    const lacks = lacking(replay, before === "student" ? [after] : [after, before]);
    if (lacks !== null) return lacks;
    const [gained, base] = [logProbOf(replay, after), logProbOf(replay, before)];
    const gaps = gained.map((nats, t) => shape(boundedGap(nats, base[t] ?? Number.NaN)));
    return values(gaps, unboundedRemarks([gained], [base]));
  });
}

export const visualAdvantage: Signal = {
  id: "visualAdvantage",
  title: "Visual advantage",
  about:
    "What the teacher’s log-probability of the token loses when its image is degraded: words that need the image.",
  unit: "nats",
  source: "VA-OPD eq. 2",
  over: "said",
  compares: false,
  formula: () => "max(ln q(y | sharp) − ln q(y | degraded), 0)",
  scale: () => ({ kind: "sequential", most: null, least: 1 }),
  read: (answer) => gain(answer, ["teacher", "degraded"], (gap) => Math.max(0, gap)),
};

export const evidenceGap: Signal = {
  id: "evidenceGap",
  title: "Evidence gap",
  about: "Whether the token is likelier with the evidence crop than with an irrelevant one.",
  unit: "nats",
  source: "V-Zero eq. 17",
  over: "said",
  compares: false,
  formula: () => "ln q(y | positive) − ln q(y | negative)",
  scale: () => ({
    kind: "diverging",
    least: 1,
    below: { words: "likelier with the irrelevant crop", tone: "less" },
    above: { words: "likelier with the evidence", tone: "more" },
  }),
  read: (answer) => gain(answer, ["positive", "negative"]),
};

export const reward: Signal = {
  id: "reward",
  title: "Uni-OPD: token reward",
  about: "How much more log-probability the teacher gives the token than the student that generated it.",
  unit: "nats",
  source: "Uni-OPD figure 5, loss.py",
  over: "said",
  compares: false,
  formula: () => "ln q(y) − ln p(y)",
  scale: () => ({
    kind: "diverging",
    least: 1,
    below: { words: "the student gives it more", tone: "student" },
    above: { words: "the teacher gives it more", tone: "other" },
  }),
  read: (answer) => gain(answer, ["teacher", "student"]),
};
