/**
 * A divergence of the reader's own token, written out over the words whose probability is recorded for both sides, and one
 * bin for all others. Merging words never makes it larger (data processing), so it is at most the measured value.
 */
import { definitionOf } from "../../math/divergences/catalog.ts";
import type { DivergenceKind } from "../../math/divergences/definition.ts";
import { divergenceOf } from "../../math/support/support.ts";
import type { KnownWord } from "../known-words.ts";
import { type PairBin, termsOf } from "./pair.ts";

export interface ByHand {
  readonly bins: readonly PairBin[];
  /** In nats. */
  readonly value: number;
}

const restOf = (words: readonly KnownWord[], side: "student" | "teacher"): number =>
  Math.max(0, 1 - words.reduce((sum, word) => sum + Math.exp(word[side]), 0));

/** The sum over the first `k` known words and the rest; null where nothing is known, and for a divergence that is not a sum. */
export function byHand(known: readonly KnownWord[], k: number, kind: DivergenceKind): ByHand | null {
  if (known.length === 0 || definitionOf(kind.kind)?.isSum !== true) return null;
  const words = known.slice(0, k);
  const sides = (side: "student" | "teacher") =>
    Float64Array.from([...words.map((word) => word[side]), Math.log(restOf(words, side))]);
  const rows = { student: sides("student"), teacher: sides("teacher") };
  const bins = termsOf(kind, rows).map((term, bin) => ({
    word: words[bin]?.text.trim() ?? null,
    student: Math.exp(rows.student[bin] as number),
    teacher: Math.exp(rows.teacher[bin] as number),
    term,
  }));
  return { bins, value: divergenceOf(kind, rows) };
}
