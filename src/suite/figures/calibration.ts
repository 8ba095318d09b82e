/** Calibration: whether a model is right as often as its confidence says (Guo et al. 2017). */
import { mean } from "../../math/statistics/statistics.ts";
import type { Condition, ItemResult } from "../results/result.ts";
import { askedUnder, type Ids, idsOf } from "./cell.ts";

export interface CalibrationBin {
  /** Confidence from `from` (inclusive) to `to`; the last bin holds 1. */
  readonly from: number;
  readonly to: number;
  /** Means over the bin's answers; null for an empty bin. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
  readonly ids: Ids;
}

export interface Calibration {
  readonly condition: Condition;
  readonly bins: readonly CalibrationBin[];
  /** Expected calibration error: |accuracy − confidence| averaged over answers (Guo et al. 2017, eq. 3). */
  readonly error: number;
}

const BINS = 10;

/** Ten bins of equal width; null where the condition was never asked. */
export function calibrationOf(items: readonly ItemResult[], condition: Condition): Calibration | null {
  const answers = askedUnder(items, [condition]).flatMap((item) => {
    const answer = item.looks[condition];
    return answer === undefined ? [] : [{ item, ...answer }];
  });
  if (answers.length === 0) return null;
  const bins = Array.from({ length: BINS }, (_, bin): CalibrationBin => {
    const inside = answers.filter(
      ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin,
    );
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      confidence: mean(inside.map(({ confidence }) => confidence)),
      accuracy: mean(inside.map(({ right }) => (right ? 1 : 0))),
      ids: idsOf(inside.map(({ item }) => item)),
    };
  });
  const off = ({ confidence, accuracy, ids }: CalibrationBin): number =>
    ids.length * Math.abs((confidence ?? 0) - (accuracy ?? 0));
  const error = bins.reduce((sum, bin) => sum + off(bin), 0) / answers.length;
  return { condition, bins, error };
}
