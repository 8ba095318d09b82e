/**
 * Training in miniature: a student learns from a teacher with a closer look, by plain gradient steps. The teacher follows one
 * of Vision-OPD's rules (arXiv 2605.18740, §4.3.1 and its code): the initial weights, a moving average of the student's, a
 * mixture of logits that stays near the initial ones, or the student's own.
 */

import type { DivergenceKind } from "../../math/divergences/definition.ts";
import { movedTeacher, trustRegionLogits } from "../../math/loss/teachers.ts";
import { divergenceOf } from "../../math/support/support.ts";
import {
  ANSWERS,
  type Compared,
  expectedGradient,
  REVERSE,
  relativeError,
  sampledGradient,
  visits,
} from "./gradient.ts";
import { accuracy, closer, INITIAL, logProbsOf, type Policy, stopping } from "./world.ts";

export const TEACHER_RULES = ["frozen", "average", "trustRegion", "current"] as const;
export type TeacherRule = (typeof TEACHER_RULES)[number];

export interface TrainingSettings {
  readonly rule: TeacherRule;
  readonly divergence: DivergenceKind;
  /** Where only sampled tokens are compared the divergence is the reverse KL, whatever is chosen. */
  readonly compared: Compared;
  readonly updates: number;
  readonly seed: number;
}

/** The student's share in the moving average and the trust region (Vision-OPD's alpha). */
export const RATE = 0.05;

/** Length of a step along the negative gradient. */
const STEP = 6;

/** The state before the first update and after each one. */
export interface Moment {
  /** Accuracy of the student, whose answers are sampled at temperature 1. */
  readonly accuracy: number;
  /** Probability that the student stops without an answer. */
  readonly stopping: number;
  /** Divergence of the student from its current teacher, expected over an answer, in nats. */
  readonly divergence: number;
}

/** The error of cheaper gradients at each update, relative to the length of the exact one; null where that is 0. */
export interface Noise {
  /** From sampled tokens alone, against the gradient of the reverse KL. */
  readonly sampled: readonly (number | null)[];
  /** From the student's K tokens with a tail, against that of the chosen divergence. */
  readonly topK: readonly (number | null)[];
}

export interface Training {
  readonly moments: readonly Moment[];
  readonly student: Policy;
}

/** K of the top-K gradient that is measured beside the sampled one, where none is chosen. */
export const MEASURED_K = 2;

function teacherOf(rule: TeacherRule, student: Policy, average: Policy): Policy {
  switch (rule) {
    case "frozen":
      return closer(INITIAL);
    case "average":
      return closer(average);
    case "trustRegion": {
      const [initial, current] = [closer(INITIAL), closer(student)];
      return initial.map((row, r) => trustRegionLogits(row, current[r] as Float64Array, RATE));
    }
    case "current":
      return closer(student);
    default:
      return rule satisfies never;
  }
}

/** What the settings compare: sampled tokens estimate the reverse KL and nothing else. */
export function divergenceIn({ divergence, compared }: TrainingSettings): DivergenceKind {
  return compared.kind === "sampled" ? REVERSE : divergence;
}

function expectedDivergence(kind: DivergenceKind, student: Policy, teacher: Policy): number {
  const [ofStudent, ofTeacher, met] = [logProbsOf(student), logProbsOf(teacher), visits(student)];
  return ofStudent.reduce(
    (sum, row, r) =>
      sum + (met[r] as number) * divergenceOf(kind, { student: row, teacher: ofTeacher[r] as Float64Array }),
    0,
  );
}

/** A student before an update, and its teacher at that time. */
interface Meeting {
  readonly student: Policy;
  readonly teacher: Policy;
  readonly update: number;
}

function gradientOf(settings: TrainingSettings, { student, teacher, update }: Meeting): Policy {
  const { compared, divergence, seed } = settings;
  return compared.kind === "sampled"
    ? sampledGradient(student, teacher, { seed, update, answers: ANSWERS })
    : expectedGradient(student, teacher, divergence, compared);
}

/** Every student–teacher pair from the same start; one more than there are updates. */
function* meetings(settings: TrainingSettings): Generator<Meeting, void> {
  let [student, average]: [Policy, Policy] = [INITIAL, INITIAL];
  for (let update = 0; update <= settings.updates; update++) {
    const meeting = { student, teacher: teacherOf(settings.rule, student, average), update };
    yield meeting;
    const gradient = gradientOf(settings, meeting);
    student = student.map((row, r) =>
      row.map((logit, token) => logit - STEP * (gradient[r]?.[token] as number)),
    );
    average = average.map((row, r) => movedTeacher(row, student[r] as Float64Array, RATE));
  }
}

/** Trains from the same start; equal settings give equal numbers. */
export function train(settings: TrainingSettings): Training {
  const divergence = divergenceIn(settings);
  const moments: Moment[] = [];
  let last: Policy = INITIAL;
  for (const { student, teacher } of meetings(settings)) {
    last = student;
    moments.push({
      accuracy: accuracy(student),
      stopping: stopping(student),
      divergence: expectedDivergence(divergence, student, teacher),
    });
  }
  return { moments, student: last };
}

/** The cheaper gradients at every update of a training. */
export function noiseAlong(settings: TrainingSettings): Noise {
  const divergence = divergenceIn(settings);
  const { compared, seed } = settings;
  const reduced = { kind: "topK", k: compared.kind === "topK" ? compared.k : MEASURED_K } as const;
  const [sampled, topK]: [(number | null)[], (number | null)[]] = [[], []];
  for (const { student, teacher, update } of meetings(settings)) {
    const sampledEstimate = sampledGradient(student, teacher, { seed, update, answers: ANSWERS });
    sampled.push(
      relativeError(sampledEstimate, expectedGradient(student, teacher, REVERSE, { kind: "full" })),
    );
    const exact = expectedGradient(student, teacher, divergence, { kind: "full" });
    topK.push(relativeError(expectedGradient(student, teacher, divergence, reduced), exact));
  }
  return { sampled, topK };
}
