/**
 * Both sides of many rows cut down to the K tokens that one side finds most likely, and a divergence on them: the
 * shape that the `wgsl` route (shaders/support/support.ts) and the `cpu` route (here, float64) both return.
 */
import { divergenceMistake } from "../divergences/catalog.ts";
import type { DivergenceKind } from "../divergences/definition.ts";
import { logSoftmax, topK } from "../rows/logits.ts";
import {
  type DeviceRows,
  effectiveK,
  type HostRows,
  pairMistake,
  rowOf,
  type ScoreOptions,
  type SideName,
} from "./pair.ts";
import { coveredMass, divergenceOf, type KeptRow, keptRow, type Rest, reducedDivergence } from "./support.ts";

export interface SupportOptions extends ScoreOptions {
  readonly divergence: DivergenceKind;
  /** Whose largest logits make the support: the student's in Vision-OPD and SDPO, the teacher's in OPSD and verl. */
  readonly from: SideName;
  readonly rest: Rest;
}

/** T rows of one side on the support; the log-probabilities are over the full vocabulary, in nats. */
export interface SupportSide {
  readonly rows: readonly KeptRow[];
  /** The side's probability of the support. */
  readonly covered: Float64Array;
}

/** T rows of K tokens. A divergence is null where it is undefined: a renormalised side without mass on the support. */
export interface SupportNumbers {
  /** T*K, each row in descending order of the choosing side's logits. */
  readonly support: Uint32Array;
  readonly student: SupportSide;
  readonly teacher: SupportSide;
  /** The divergence that was asked for. */
  readonly divergence: readonly (number | null)[];
}

/** The weight used where no Jensen–Shannon divergence over all tokens is asked for; its value does not matter. */
const ANY_BETA = 0.5;

/** A sentence on what is wrong with a request for a divergence over all tokens, or null. */
export function comparisonMistake(
  student: HostRows | DeviceRows,
  teacher: HostRows | DeviceRows,
  options: ScoreOptions & Pick<SupportOptions, "divergence">,
): string | null {
  return (
    pairMistake(student, teacher, new Uint32Array(student.rows), { ...options, beta: ANY_BETA }) ??
    divergenceMistake(options.divergence)
  );
}

/** The same check for a support, which has at least one token. */
export function supportMistake(
  student: HostRows | DeviceRows,
  teacher: HostRows | DeviceRows,
  options: SupportOptions,
): string | null {
  return (
    comparisonMistake(student, teacher, options) ??
    (options.k === 0 ? "a support has at least one token" : null)
  );
}

/** One side on the support, computed from its rows of logits. */
export function supportSide(rows: readonly KeptRow[]): SupportSide {
  return { rows, covered: Float64Array.from(rows, coveredMass) };
}

/** A divergence of every row over all tokens, in float64. Throws RangeError on unusable input. */
export function divergenceRows(
  student: HostRows,
  teacher: HostRows,
  options: { readonly temperature: number; readonly divergence: DivergenceKind },
): readonly number[] {
  const mistake = comparisonMistake(student, teacher, { ...options, k: 0 });
  if (mistake !== null) throw new RangeError(mistake);
  return Array.from({ length: student.rows }, (_, row) =>
    divergenceOf(options.divergence, {
      student: logSoftmax(rowOf(student, row, "student"), options.temperature),
      teacher: logSoftmax(rowOf(teacher, row, "teacher"), options.temperature),
    }),
  );
}

/** Both sides on the support and their divergence, in float64. Throws RangeError on unusable input. */
export function supportRows(student: HostRows, teacher: HostRows, options: SupportOptions): SupportNumbers {
  const mistake = supportMistake(student, teacher, options);
  if (mistake !== null) throw new RangeError(mistake);
  const k = effectiveK(options.k, student.vocabulary);
  const support = new Uint32Array(student.rows * k);
  const kept = Array.from({ length: student.rows }, (_, row) => {
    const logits = { student: rowOf(student, row, "student"), teacher: rowOf(teacher, row, "teacher") };
    const ids = topK(logits[options.from], k);
    support.set(ids, row * k);
    return {
      student: keptRow(logSoftmax(logits.student, options.temperature), ids),
      teacher: keptRow(logSoftmax(logits.teacher, options.temperature), ids),
    };
  });
  return {
    support,
    student: supportSide(kept.map((row) => row.student)),
    teacher: supportSide(kept.map((row) => row.teacher)),
    divergence: kept.map((row) =>
      reducedDivergence(options.divergence, row.student, row.teacher, options.rest),
    ),
  };
}
