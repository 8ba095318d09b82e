/** Signals of the gates: what training would see of each token. */
import type { Role } from "../../evidence/showing.ts";
import { gates } from "../../gate/catalog.ts";
import type { GateReading } from "../../gate/reading.ts";
import {
  type Answer,
  lacking,
  missing,
  roleAt,
  type Signal,
  type SignalReading,
  values,
  withReplay,
} from "./signal.ts";

type GateId = GateReading["gate"];

/** What `read` makes of the gate's weights, or why there are none. */
function weighed(
  answer: Answer,
  gate: GateId,
  read: (reading: GateReading) => readonly (number | null)[],
): SignalReading {
  return withReplay(answer, (replay) => {
    const known = gates.find(({ id }) => id === gate);
    const needs: readonly ("student" | Role)[] = known?.needs ?? [];
    const lacks = lacking(
      replay,
      needs.filter((side) => side !== "student"),
    );
    if (lacks !== null) return lacks;
    const reading = answer.experiment.gates.find((each) => each.gate === gate);
    if (reading === undefined)
      return missing(`The gate “${known?.title ?? gate}” has not weighed this group yet.`);
    return values(read(reading), reading.weights.remarks);
  });
}

/** Each token's coefficient in the objective as a multiple of what it would be ungated, `1 / (G T)`. */
export function relativeWeights(
  { weights }: Pick<GateReading, "weights">,
  sibling: number,
): readonly number[] {
  const answers = weights.perToken.filter((row) => row.length > 0).length;
  const row = weights.perToken[sibling] ?? [];
  return row.map((coefficient) => coefficient * answers * row.length);
}

/** The same times the reverse KL against the gate's teacher: the mean over answers and tokens is the gate's loss. */
function gatedLoss(answer: Answer, gate: GateId, teacher: Role): SignalReading {
  return weighed(answer, gate, (reading) => {
    const replay = answer.experiment.replays[answer.sibling];
    const losses = replay?.pairs[roleAt(replay, teacher)]?.reverseKl;
    return relativeWeights(reading, answer.sibling).map((weight, t) => {
      const loss = losses?.[t];
      if (loss === undefined) return null;
      return weight === 0 ? 0 : weight * Math.max(0, loss);
    });
  });
}

const ABOUT_WEIGHT = "How much the token counts in training, as a multiple of what it would count ungated.";
const ABOUT_LOSS = "What training would see of the token: its loss times what the gate lets through.";

function weightSignal(gate: GateId, told: Pick<Signal, "title" | "source"> & { formula: string }): Signal {
  return {
    ...told,
    id: `weight:${gate}`,
    about: ABOUT_WEIGHT,
    unit: "× ungated",
    over: "gate",
    compares: false,
    formula: () => told.formula,
    scale: () => ({ kind: "sequential", most: null, least: 2 }),
    read: (answer) => weighed(answer, gate, (reading) => relativeWeights(reading, answer.sibling)),
  };
}

function lossSignal(
  gate: GateId,
  told: Pick<Signal, "title" | "source"> & { formula: string; teacher: Role },
): Signal {
  const { title, source, formula, teacher } = told;
  return {
    ...{ title, source },
    id: `loss:${gate}`,
    about: ABOUT_LOSS,
    unit: "nats",
    over: "full",
    compares: false,
    formula: () => formula,
    scale: () => ({ kind: "sequential", most: null, least: 1 }),
    read: (answer) => gatedLoss(answer, gate, teacher),
  };
}

export const vZeroWeight = weightSignal("v-zero", {
  title: "V-Zero: weight",
  source: "V-Zero eq. 22",
  formula: "w = clip(1 + α a, w_{min}, w_{max})",
});

export const vZeroLoss = lossSignal("v-zero", {
  title: "V-Zero: gated loss",
  source: "V-Zero eq. 22",
  formula: "w · KL(student ‖ positive)",
  teacher: "positive",
});

export const vaOpdWeight = weightSignal("va-opd", {
  title: "VA-OPD: weight",
  source: "VA-OPD eq. 4 to 6",
  formula: "K w · T c",
});

export const vaOpdLoss = lossSignal("va-opd", {
  title: "VA-OPD: gated loss",
  source: "VA-OPD eq. 4 to 6",
  formula: "K w · T c · KL(student ‖ teacher)",
  teacher: "teacher",
});

export const shiftedReward: Signal = {
  id: "reward:uni-opd",
  title: "Uni-OPD: reward after the gate",
  about: "What training would see of the token: its reward and its answer’s shift, 0 where it is masked.",
  unit: "nats",
  source: "Uni-OPD margin_shift.py, loss.py",
  over: "gate",
  compares: false,
  formula: () => "r + s, 0 where |r| ≥ 10",
  scale: () => ({
    ...{ kind: "diverging", least: 1 },
    below: { words: "training would push it down", tone: "less" },
    above: { words: "training would push it up", tone: "more" },
  }),
  read: (answer) => weighed(answer, "uni-opd", ({ weights }) => weights.perToken[answer.sibling] ?? []),
};
