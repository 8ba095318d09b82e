/** A model card's figures, gathered over a suite's results. */
import { massOfTop } from "../../math/statistics/lorenz.ts";
import { mean } from "../../math/statistics/statistics.ts";
import { CONDITIONS, type Condition, type ItemResult } from "../results/result.ts";
import { dimensionViews } from "./accuracies.ts";
import { areaBins } from "./area.ts";
import { calibrationOf } from "./calibration.ts";
import { type ConstantAnswer, constantAnswers } from "./letters.ts";
import { type Share, type SuiteSummary, shareOf, suiteSummary } from "./summary.ts";

/** Accuracies of the items whose evidence covers from `from` (inclusive) to `to` of the image. */
export interface AreaLine {
  readonly from: number;
  readonly to: number;
  readonly items: number;
  readonly global: number | null;
  readonly grounded: number | null;
  readonly regional: number | null;
}

export interface Card {
  readonly suite: SuiteSummary;
  /** Accuracy by dimension from a blank image. */
  readonly blank: Readonly<Record<string, Share | null>>;
  /** How often each constant answer "A", "B" … is right; empty where no item has choices. */
  readonly constants: readonly ConstantAnswer[];
  /** Expected calibration error by condition. */
  readonly calibration: Readonly<Partial<Record<Condition, number>>>;
  readonly area: readonly AreaLine[];
  /** How many slides fell, and the share of them in which no single step holds more than half of the fall. */
  readonly slide: { readonly scenes: number; readonly soft: number | null };
  /** How many items were sampled, and the share of them that was answered both rightly and wrongly. */
  readonly samples: { readonly items: number; readonly mixed: number | null };
  /** The share of all visual advantage held by the fifth of the tokens that has the most. */
  readonly advantageTopFifth: number | null;
}

function areaLines(items: readonly ItemResult[]): readonly AreaLine[] {
  return areaBins(items).map(({ from, to, items: count, accuracies: { global, grounded, regional } }) => ({
    from,
    to,
    items: count,
    global: global?.mean ?? null,
    grounded: grounded?.mean ?? null,
    regional: regional?.mean ?? null,
  }));
}

const shareOfTrue = (flags: readonly boolean[]): number | null => mean(flags.map(Number));

/** `steepest` are the largest steps of the slides that fell, each as a share of its fall. */
export function cardOf(items: readonly ItemResult[], steepest: readonly number[]): Card {
  const sampled = items.filter(({ samples }) => samples.length > 0);
  const mixed = sampled.map(({ samples }) => samples.includes(true) && samples.includes(false));
  const errors = CONDITIONS.flatMap((condition) => {
    const calibration = calibrationOf(items, condition);
    return calibration === null ? [] : [[condition, calibration.error] as const];
  });
  const blank = dimensionViews(items).map(({ dimension, accuracies }) => [
    dimension,
    shareOf(accuracies.blank),
  ]);
  return {
    suite: suiteSummary(items),
    blank: Object.fromEntries(blank),
    constants: constantAnswers(items),
    calibration: Object.fromEntries(errors),
    area: areaLines(items),
    slide: { scenes: steepest.length, soft: shareOfTrue(steepest.map((share) => share <= 0.5)) },
    samples: { items: sampled.length, mixed: shareOfTrue(mixed) },
    advantageTopFifth: massOfTop(
      items.flatMap(({ advantages }) => advantages),
      0.2,
    ),
  };
}
