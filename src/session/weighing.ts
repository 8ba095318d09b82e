/** A gate's result for an experiment: the stored one, or one by the float64 reference, or why there is none. */
import type { Fault } from "../base/outcome.ts";
import { type Role, showingKey } from "../evidence/views/showing.ts";
import { gateOf } from "../gate/catalog.ts";
import type { GateChoice } from "../gate/gate.ts";
import type { GateResult } from "../gate/group.ts";
import { computeWeights, lackingSides, membersOf } from "../gate/group.ts";
import { type MarginKind, marginOf } from "../math/group/margin.ts";
import { mean } from "../math/statistics/statistics.ts";
import type { Experiment } from "./document/document.ts";
import type { Session } from "./session.ts";

export type Weighing =
  /** Kept: computed by the engine; otherwise by the float64 reference here. */
  | { readonly kind: "weighed"; readonly reading: GateResult; readonly kept: boolean }
  /** Sides under which some answer was not scored. */
  | { readonly kind: "lacking"; readonly sides: readonly ("student" | Role)[] }
  | { readonly kind: "refused"; readonly fault: Fault };

/** The replays of a completely replayed group; null where any is missing. */
function wholeReplays({ replays, rollouts }: Experiment) {
  const there = replays.filter((replay) => replay !== null);
  return there.length === rollouts.length && there.length > 0 ? there : null;
}

/** The gate's result for the experiment's answers under those settings. Runs no model. */
export function weighingOf(experiment: Experiment, choice: GateChoice): Weighing {
  const asked = JSON.stringify(choice.settings);
  const kept = experiment.gates.find(
    ({ gate, settings }) => gate === choice.gate && JSON.stringify(settings) === asked,
  );
  if (kept !== undefined) return { kind: "weighed", reading: kept, kept: true };
  const replays = wholeReplays(experiment);
  const needs = gateOf(choice.gate)?.needs ?? [];
  if (replays === null) return { kind: "lacking", sides: needs.filter((side) => side !== "student") };
  const group = membersOf(replays, experiment.verdicts);
  const sides = lackingSides(choice.gate, group) as readonly ("student" | Role)[];
  if (sides.length > 0) return { kind: "lacking", sides };
  const weights = computeWeights({ ...choice, group });
  if (!weights.ok) return { kind: "refused", fault: weights.fault };
  const reading = { ...choice, weights: weights.value, numbers: "cpu", deviation: null } as const;
  return { kind: "weighed", reading, kept: false };
}

/** Whether the teacher equals the student: the same weights, shown the same. Then all rewards and divergences are 0. */
export function teachesItself({ replays }: Experiment): boolean {
  const contrast = replays.find((replay) => replay !== null)?.contrast;
  const teacher = contrast?.others.find(({ role }) => role === "teacher");
  if (contrast === undefined || teacher === undefined) return false;
  return showingKey(contrast.student) === showingKey(teacher.showing);
}

/** The latest other group of siblings that answered the experiment's question, if there is one. */
export function latestGroup({ experiments }: Session, shown: Experiment): Experiment | null {
  const [first] = shown.rollouts;
  if (first === undefined) return null;
  const key = showingKey(first.showing);
  const isGroup = ({ id, rollouts }: Experiment) =>
    id !== shown.id && rollouts.length > 1 && rollouts.every(({ showing }) => showingKey(showing) === key);
  return experiments.findLast(isGroup) ?? null;
}

/** Uni-OPD's margin of every group of the session, null where right or wrong answers are missing; none without a teacher. */
export function marginsIn({ experiments }: Session, kind: MarginKind): readonly (number | null)[] {
  return experiments.flatMap((experiment) => {
    const replays = experiment.rollouts.length > 1 ? wholeReplays(experiment) : null;
    const group = replays === null ? [] : membersOf(replays, experiment.verdicts);
    if (group.length === 0 || lackingSides("uni-opd", group).length > 0) return [];
    const judged = group.flatMap(({ logProbs: { teacher = [], student = [] }, correct }) => {
      const value = mean(teacher.map((nats, token) => nats - (student[token] ?? Number.NaN)));
      return correct === null || value === null ? [] : [{ value, correct }];
    });
    return [marginOf(judged, kind)];
  });
}
