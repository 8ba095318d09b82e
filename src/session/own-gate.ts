/** A formula as the gate of a group, beside a gate of the catalog: each answer's weight, and what both make of the loss. */
import { given } from "../evidence/column.ts";
import type { Role } from "../evidence/views/showing.ts";
import { gateOf } from "../gate/catalog.ts";
import type { GateChoice } from "../gate/gate.ts";
import { mean } from "../math/statistics/statistics.ts";
import type { Experiment } from "./document/document.ts";
import { TEACHER } from "./signals/choice.ts";
import { relativeWeights } from "./signals/gated.ts";
import { roleAt, type Signal, type SignalReading } from "./signals/signal.ts";
import { weighingOf } from "./weighing.ts";

/** Mean weights over the tokens of an answer, as multiples of its weight without a gate; null where there is none. */
export interface OwnGateRow {
  readonly own: number | null;
  readonly original: number | null;
}

/** The mean over answers of the mean over their tokens of the weighted reverse KL to the gate's teacher, in nats. */
export interface GateLosses {
  readonly teacher: Role;
  readonly ungated: number | null;
  readonly original: number | null;
  readonly own: number | null;
}

export type OwnGate =
  | { readonly kind: "weighed"; readonly rows: readonly OwnGateRow[]; readonly losses: GateLosses }
  | Extract<SignalReading, { readonly kind: "missing" }>;

type Weights = readonly (number | null)[];

/** A weight that is infinite or undefined counts as 0, as in training. */
const counted = (weight: number | null): number => (weight !== null && Number.isFinite(weight) ? weight : 0);

function lossOf(
  weights: readonly Weights[] | null,
  divergences: readonly (readonly number[])[],
): number | null {
  const ofAnswers = divergences.map((row, at) =>
    mean(row.map((nats, t) => counted(weights === null ? 1 : (weights[at]?.[t] ?? null)) * nats)),
  );
  return mean(ofAnswers.filter((value) => value !== null));
}

/** The formula's weights beside those of the gate, which has none where its sides were not scored. Runs no model. */
export function ownGate(experiment: Experiment, formula: Signal, choice: GateChoice): OwnGate {
  const readings = experiment.rollouts.map((_, sibling) => formula.read({ experiment, sibling }, TEACHER));
  const lacking = readings.find((reading) => reading.kind === "missing");
  if (lacking?.kind === "missing") return lacking;
  const own = readings.map((reading): Weights => (reading.kind === "values" ? reading.values : []));
  const weighing = weighingOf(experiment, choice);
  const original =
    weighing.kind === "weighed"
      ? experiment.rollouts.map((_, sibling): Weights => relativeWeights(weighing.reading, sibling))
      : null;
  const signals = gateOf(choice.gate)?.signals;
  const teacher = (signals?.kind === "weights" ? signals.teacher : null) ?? "teacher";
  const divergences = experiment.replays.map((replay) =>
    replay === null
      ? []
      : given(replay.pairs[roleAt(replay, teacher)]?.reverseKl).map((nats) => Math.max(0, nats)),
  );
  return {
    kind: "weighed",
    rows: own.map((weights, at) => ({
      own: mean(weights.map(counted)),
      original: mean(original?.[at]?.map(counted) ?? []),
    })),
    losses: {
      teacher,
      ungated: lossOf(null, divergences),
      original: original === null ? null : lossOf(original, divergences),
      own: lossOf(own, divergences),
    },
  };
}
