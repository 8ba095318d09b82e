/** One position of an answer, small enough to be written out: five words, a student and a choice of teachers. */

import { chosenDivergence } from "../../math/divergences/catalog.ts";
import type { Bins, DivergenceKind } from "../../math/divergences/definition.ts";
import { forwardKl, reverseKl } from "../../math/loss/divergence.ts";
import { divergenceGradient } from "../../math/loss/gradient.ts";
import { reducedGradient } from "../../math/loss/reduced-gradient.ts";
import { logSoftmax, topK } from "../../math/rows/logits.ts";
import {
  coveredMass,
  divergenceOf,
  keptRow,
  type Rest,
  reducedBins,
  reducedDivergence,
} from "../../math/support/support.ts";

export interface PairSettings {
  readonly teacher: "sure" | "unsure" | "same";
  readonly divergence: "forwardKl" | "reverseKl" | "jsd";
  /** Weight of the teacher in the JSD. */
  readonly beta: number;
  readonly support: "full" | "topK";
  readonly k: number;
  readonly from: "student" | "teacher";
  readonly rest: Rest;
}

export const WORDS = ["B", "8", "3", "E", "S"] as const;

const STUDENT = [2, 1, 0, -1, -2] as const;

const TEACHERS: Readonly<Record<PairSettings["teacher"], readonly number[]>> = {
  sure: [1, 2.5, 0, -2, -0.5],
  unsure: [0.6, 0.6, 0.3, 0.1, 0],
  same: STUDENT,
};

/** A word, or all words outside the support together. */
export interface PairBin {
  /** Null for the tail. */
  readonly word: string | null;
  readonly student: number;
  readonly teacher: number;
  /** What it adds to the divergence, in nats. */
  readonly term: number;
}

export interface PairReading {
  readonly bins: readonly PairBin[];
  /** On the chosen support, in nats; null where it is infinite or undefined. */
  readonly value: number | null;
  /** Over all words, in nats: the chosen divergence, and both KLs to compare it with. */
  readonly full: number;
  readonly forward: number;
  readonly reverse: number;
  /** The change of each word's logit for a step of 1 against the gradient: on the support, and over all words. */
  readonly update: readonly number[];
  readonly fullUpdate: readonly number[];
  /** The probability that each side gives to the support. */
  readonly covered: { readonly student: number; readonly teacher: number };
}

export function kindOf({ divergence, beta }: Pick<PairSettings, "divergence" | "beta">): DivergenceKind {
  return divergence === "jsd" ? { kind: "jsd", beta } : { kind: divergence };
}

/** The term of each bin, in nats; log-probabilities in. Only for divergences that are sums over bins. */
export function termsOf(chosen: DivergenceKind, { student, teacher }: Bins): readonly number[] {
  const { definition, parameter } = chosenDivergence(chosen);
  return Array.from(student.keys(), (bin) =>
    definition.value(
      { student: student.slice(bin, bin + 1), teacher: teacher.slice(bin, bin + 1) },
      parameter,
    ),
  );
}

const updateOf = (gradient: Float64Array | null): readonly number[] =>
  WORDS.map((_, word) => -(gradient?.[word] ?? 0));

/** Everything that the exhibit shows. */
export function readPair(settings: PairSettings): PairReading {
  const logits = { student: STUDENT as readonly number[], teacher: TEACHERS[settings.teacher] };
  const [student, teacher] = [logSoftmax(logits.student), logSoftmax(logits.teacher)];
  const kind = kindOf(settings);
  const k = settings.support === "full" ? WORDS.length : settings.k;
  const support = topK(logits[settings.from], k).sort();
  const [own, other] = [keptRow(student, support), keptRow(teacher, support)];
  const bins = reducedBins(own, other, settings.rest) ?? { student: own.kept, teacher: other.kept };
  const terms = termsOf(kind, bins);
  return {
    bins: terms.map((term, bin) => ({
      word: WORDS[support[bin] ?? -1] ?? null,
      student: Math.exp(bins.student[bin] as number),
      teacher: Math.exp(bins.teacher[bin] as number),
      term,
    })),
    value: reducedDivergence(kind, own, other, settings.rest),
    full: divergenceOf(kind, { student, teacher }),
    forward: forwardKl(student, teacher),
    reverse: reverseKl(student, teacher),
    update: updateOf(reducedGradient(kind, student, teacher, support, settings.rest)),
    fullUpdate: updateOf(divergenceGradient(kind, student, teacher)),
    covered: { student: coveredMass(own), teacher: coveredMass(other) },
  };
}
