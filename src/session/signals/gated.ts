/** Signals of the gates: what training would see of each token. */
import { given } from "../../evidence/column.ts";
import type { Role } from "../../evidence/views/showing.ts";
import { gates } from "../../gate/catalog.ts";
import type { AnyGate } from "../../gate/gate.ts";
import type { GateResult } from "../../gate/group.ts";
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

/** What `read` makes of the gate's weights, or why there are none. */
function weighed(
  answer: Answer,
  gate: AnyGate,
  read: (reading: GateResult) => readonly (number | null)[],
): SignalReading {
  return withReplay(answer, (replay) => {
    const lacks = lacking(
      replay,
      gate.needs.filter((side) => side !== "student"),
    );
    if (lacks !== null) return lacks;
    const reading = answer.experiment.gates.find((each) => each.gate === gate.id);
    if (reading === undefined) return missing(`The gate “${gate.title}” has not weighed this group yet.`);
    return values(read(reading), reading.weights.remarks);
  });
}

/** Each token's coefficient in the objective as a multiple of what it would be ungated, `1 / (G T)`. */
export function relativeWeights(
  { weights }: Pick<GateResult, "weights">,
  sibling: number,
): readonly number[] {
  const answers = weights.perToken.filter((row) => row.length > 0).length;
  const row = weights.perToken[sibling] ?? [];
  return row.map((coefficient) => coefficient * answers * row.length);
}

/** The same times the reverse KL against the gate's teacher: the mean over answers and tokens is the gate's loss. */
function gatedLoss(answer: Answer, gate: AnyGate, teacher: Role): SignalReading {
  return weighed(answer, gate, (reading) => {
    const replay = answer.experiment.replays[answer.sibling];
    const losses = given(replay?.pairs[roleAt(replay, teacher)]?.reverseKl);
    return relativeWeights(reading, answer.sibling).map((weight, t) => {
      const loss = losses[t];
      if (loss === undefined) return null;
      return weight === 0 ? 0 : weight * Math.max(0, loss);
    });
  });
}

const ABOUT_WEIGHT = "How much the token counts in training, as a multiple of what it would count ungated.";
const ABOUT_LOSS = "What training would see of the token: its loss times what the gate lets through.";

/** A gate's short name: what stands before the colon of its title. */
const shortName = ({ title }: AnyGate): string => title.split(":")[0] ?? title;

/** What each token counts, and where the gate weights a distillation loss, that loss. */
function weightSignalsOf(gate: AnyGate): readonly Signal[] {
  const { signals } = gate;
  if (signals.kind !== "weights") return [];
  const { source, teacher } = signals;
  const weight: Signal = {
    id: `weight:${gate.id}`,
    title: `${shortName(gate)}: weight`,
    source,
    about: ABOUT_WEIGHT,
    unit: "× ungated",
    over: "gate",
    compares: false,
    formula: () => signals.weight,
    scale: () => ({ kind: "sequential", most: null, least: 2 }),
    read: (answer) => weighed(answer, gate, (reading) => relativeWeights(reading, answer.sibling)),
  };
  if (teacher === null) return [weight];
  const loss: Signal = {
    id: `loss:${gate.id}`,
    title: `${shortName(gate)}: gated loss`,
    source,
    about: ABOUT_LOSS,
    unit: "nats",
    over: "full",
    compares: false,
    formula: () => signals.loss,
    scale: () => ({ kind: "sequential", most: null, least: 1 }),
    read: (answer) => gatedLoss(answer, gate, teacher),
  };
  return [weight, loss];
}

/** The advantage of each token, where the gate shapes rewards. */
function rewardSignalsOf(gate: AnyGate): readonly Signal[] {
  const { signals } = gate;
  if (signals.kind !== "rewards") return [];
  const { title, about, source, formula } = signals;
  return [
    {
      id: `reward:${gate.id}`,
      title,
      about,
      source,
      unit: "nats",
      over: "gate",
      compares: false,
      formula: () => formula,
      scale: () => ({
        kind: "diverging",
        least: 1,
        below: { words: "training would push it down", tone: "less" },
        above: { words: "training would push it up", tone: "more" },
      }),
      read: (answer) => weighed(answer, gate, ({ weights }) => weights.perToken[answer.sibling] ?? []),
    },
  ];
}

export const weightSignals: readonly Signal[] = gates.flatMap(weightSignalsOf);
export const rewardSignals: readonly Signal[] = gates.flatMap(rewardSignalsOf);
