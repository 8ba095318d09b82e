/** Signals of the gates: how training would treat each token. */
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

/** The values that `read` takes from the gate's weights, or why there are none. */
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
    if (reading === undefined) return missing(`The gate “${gate.title}” has no weights for this group yet.`);
    return values(read(reading), reading.weights.remarks);
  });
}

/** Each token's coefficient in the objective, as a multiple of its ungated one, `1 / (G T)`. */
export function relativeWeights(
  { weights }: Pick<GateResult, "weights">,
  sibling: number,
): readonly number[] {
  const answers = weights.perToken.filter((row) => row.length > 0).length;
  const row = weights.perToken[sibling] ?? [];
  return row.map((coefficient) => coefficient * answers * row.length);
}

/** The same coefficient times the reverse KL against the gate's teacher; its mean over answers and tokens is the gate's loss. */
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

const ABOUT_WEIGHT = "The token’s weight in training, as a multiple of its weight without a gate.";
const ABOUT_LOSS = "The token’s part of the training loss: its divergence times its gate weight.";

/** A gate's short name: what precedes the colon in its title. */
const shortName = ({ title }: AnyGate): string => title.split(":")[0] ?? title;

/** The weight of each token, and where the gate weights a distillation loss, that loss. */
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
        below: { words: "training would lower it", tone: "less" },
        above: { words: "training would raise it", tone: "more" },
      }),
      read: (answer) => weighed(answer, gate, ({ weights }) => weights.perToken[answer.sibling] ?? []),
    },
  ];
}

export const weightSignals: readonly Signal[] = gates.flatMap(weightSignalsOf);
export const rewardSignals: readonly Signal[] = gates.flatMap(rewardSignalsOf);
