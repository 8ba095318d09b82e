/** The curves of an acuity measurement: accuracy and probability at each level, and what is fitted to them. */
import { seeded } from "../base/random.ts";
import { GAP_PARTS, type GapPart, gapParts, perCondition } from "../evidence/gap.ts";
import { goodnessOf } from "../math/psychometric/goodness.ts";
import {
  bestCurve,
  type Count,
  fitPsychometric,
  type Psychometric,
  type PsychometricData,
  probabilityAt,
  risesBy,
} from "../math/psychometric/psychometric.ts";
import { binomialInterval } from "../math/statistics/binomial.ts";
import { clusteredMeanInterval, type Interval } from "../math/statistics/bootstrap.ts";
import type { AcuityCondition, Seen, SeenUnder } from "./measure.ts";
import type { AcuityPlan } from "./trials.ts";
import { levelWords, VARIABLES } from "./variables.ts";

/** A trial and what was seen. */
export interface TrialResult {
  readonly level: number;
  readonly seed: number;
  readonly seen: SeenUnder;
}

export interface CurvePoint {
  readonly level: number;
  readonly right: number;
  readonly asked: number;
  /** The share of right answers with its binomial interval (Wilson). */
  readonly accuracy: Interval;
  /** The mean probability of the right answer. */
  readonly probability: number;
}

/** A fitted curve, or why there is none. */
export type CurveFit =
  | {
      readonly kind: "fitted";
      /** The level half way between the asymptotes; an end that the data do not bound within what can be painted is null. */
      readonly threshold: {
        readonly value: number;
        readonly low: number | null;
        readonly high: number | null;
      };
      /** In 1/ease, where ease is the variable's own scale. */
      readonly slope: number;
      readonly lower: number;
      readonly lapse: number;
      /** The share of the curve's own data that lie as far from it as these (Wichmann & Hill 2001). */
      readonly goodness: number;
    }
  | { readonly kind: "none"; readonly reason: string };

export interface Curve {
  readonly points: readonly CurvePoint[];
  readonly fit: CurveFit;
}

/** The parts of the gap at one level, as differences of accuracies. */
export interface LevelGap {
  readonly level: number;
  readonly parts: Readonly<Record<GapPart, Interval>>;
}

export interface AcuityCurves {
  readonly curves: Readonly<Partial<Record<Exclude<AcuityCondition, "blank">, Curve>>>;
  /** What a model that sees nothing gets right; null where that was not asked. */
  readonly blank: Interval | null;
  /** At the levels that were asked under all four conditions. */
  readonly gaps: readonly LevelGap[];
  /** What choosing the levels one by one saved; null where it was not done, or is not known. */
  readonly saving: Saving | null;
}

/** So many questions were asked, and so many at even levels would narrow the threshold's interval as much. */
export interface Saving {
  readonly asked: number;
  readonly even: number;
}

/** At fewer levels no curve is fitted. */
const FEWEST_LEVELS = 5;
/** Simulated data sets that a fit is compared with. */
const DRAWS = 199;
const MISFIT = 0.05;
/** What `risesBy` exceeds in about one of twenty cases where the level makes no difference. */
const SHOWN = 3.84;

const seenUnder = (results: readonly TrialResult[], condition: AcuityCondition): readonly Seen[] =>
  results.flatMap(({ seen }) => seen[condition] ?? []);

const rightOf = (seen: readonly Seen[]): number => seen.filter(({ right }) => right).length;

function pointsOf(
  { levels }: AcuityPlan,
  results: readonly TrialResult[],
  condition: AcuityCondition,
): readonly CurvePoint[] {
  return levels.flatMap((level) => {
    const seen = seenUnder(
      results.filter((result) => result.level === level),
      condition,
    );
    const accuracy = binomialInterval(rightOf(seen), seen.length);
    if (accuracy === null) return [];
    const probability = seen.reduce((sum, each) => sum + each.probability, 0) / seen.length;
    return [{ level, right: rightOf(seen), asked: seen.length, accuracy, probability }];
  });
}

function dataOf(
  { variable }: AcuityPlan,
  points: readonly (Count & { readonly level: number })[],
  unseen: Count,
  seen: Count,
): PsychometricData {
  const { ease } = VARIABLES[variable];
  return {
    levels: points.map(({ level, right, asked }) => ({ x: ease(level), right, asked })),
    unseen,
    seen,
  };
}

/** The fit to some points. */
function fitOf(plan: AcuityPlan, points: readonly CurvePoint[], unseen: Count, seen: Count): CurveFit {
  const { variable } = plan;
  const { levelAt } = VARIABLES[variable];
  if (points.length < FEWEST_LEVELS)
    return {
      kind: "none",
      reason: `A curve is fitted to ${FEWEST_LEVELS} levels or more, and there are ${points.length}.`,
    };
  const data = dataOf(plan, points, unseen, seen);
  const xs = data.levels.map(({ x }) => x);
  const fit = fitPsychometric(data);
  if (risesBy(data, fit) < SHOWN)
    return { kind: "none", reason: "These answers do not show that the level makes a difference." };
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  if (fit.threshold < least || fit.threshold > most) {
    const side = fit.threshold < least ? "easier" : "harder";
    return {
      kind: "none",
      reason: `The threshold lies outside the levels that were asked: even ${levelWords(variable, levelAt(fit.threshold < least ? least : most))} is ${side} than it.`,
    };
  }
  const goodness = goodnessOf(data, fit, DRAWS, seeded(1));
  if (goodness < MISFIT)
    return {
      kind: "none",
      reason: `No S-shaped curve describes these points: data of the best one would lie so far from it in ${(100 * goodness).toFixed(1)} % of cases.`,
    };
  const [smallest, largest] = VARIABLES[variable].range;
  const ends = [fit.low, fit.high].map((end) => {
    const level = end === null ? null : levelAt(end);
    return level !== null && level >= smallest && level <= largest ? level : null;
  });
  const [low = null, high = null] = levelAt(most) < levelAt(least) ? ends.reverse() : ends;
  return {
    kind: "fitted",
    threshold: { value: levelAt(fit.threshold), low, high },
    slope: fit.slope,
    lower: fit.lower,
    lapse: fit.lapse,
    goodness,
  };
}

/** The parts of the gap at each level, scenes resampled whole. */
function gapsOf({ levels }: AcuityPlan, results: readonly TrialResult[]): readonly LevelGap[] {
  return levels.flatMap((level) => {
    const asked = results.filter(
      ({ level: at, seen }) => at === level && seen.regional && seen.matched && seen.isolated && seen.global,
    );
    const parts = asked.map(({ seen }) =>
      gapParts(perCondition((condition) => (seen[condition]?.right ? 1 : 0))),
    );
    const seeds = asked.map(({ seed }) => String(seed));
    const intervals = GAP_PARTS.map((part) => [
      part,
      clusteredMeanInterval(
        parts.map((each) => each[part]),
        seeds,
      ),
    ]);
    if (intervals.some(([, interval]) => interval === null)) return [];
    return [{ level, parts: Object.fromEntries(intervals) as Record<GapPart, Interval> }];
  });
}

/** The width of the threshold's interval where the answers were as the curve expects them; null where it is not bounded. */
function expectedWidth(data: PsychometricData, curve: Psychometric): number | null {
  const expected = ({ asked }: Count, p: number): Count => ({ right: asked * p, asked });
  const { low, high } = fitPsychometric({
    levels: data.levels.map((level) => ({ x: level.x, ...expected(level, probabilityAt(curve, level.x)) })),
    unseen: expected(data.unseen, curve.lower),
    seen: expected(data.seen, 1 - curve.lapse),
  });
  return low === null || high === null ? null : high - low;
}

/** The saving of the levels that were chosen: the width of an interval falls with the square root of the questions. */
function savingOf(
  plan: AcuityPlan,
  points: readonly CurvePoint[],
  unseen: Count,
  seen: Count,
): Saving | null {
  const data = dataOf(plan, points, unseen, seen);
  const asked = points.reduce((sum, point) => sum + point.asked, 0);
  const even = plan.levels.map((level) => ({ level, right: 0, asked: asked / plan.levels.length }));
  const curve = bestCurve(data);
  const chosen = expectedWidth(data, curve);
  const usual = expectedWidth(dataOf(plan, even, unseen, seen), curve);
  return chosen === null || usual === null ? null : { asked, even: asked * (usual / chosen) ** 2 };
}

const countOf = (seen: readonly Seen[]): Count => ({ right: rightOf(seen), asked: seen.length });

/**
 * All curves of the results so far. The blank view's answers tell the lower asymptote, those from the evidence crop, over all
 * levels, the upper one; the crop's own curve has a lapse of at most 0.1 that fits best.
 */
export function curvesOf(plan: AcuityPlan, results: readonly TrialResult[]): AcuityCurves {
  const unseen = countOf(seenUnder(results, "blank"));
  const close = countOf(seenUnder(results, "regional"));
  const curves: Partial<Record<Exclude<AcuityCondition, "blank">, Curve>> = {};
  for (const condition of ["global", "isolated", "matched", "regional"] as const) {
    const points = pointsOf(plan, results, condition);
    if (points.length === 0) continue;
    const seen = condition === "regional" ? { right: 0, asked: 0 } : close;
    curves[condition] = { points, fit: fitOf(plan, points, unseen, seen) };
  }
  const full = curves.global;
  const chosen = plan.adaptive === true && full?.fit.kind === "fitted" ? full : null;
  return {
    curves,
    blank: binomialInterval(unseen.right, unseen.asked),
    gaps: gapsOf(plan, results),
    saving: chosen === null ? null : savingOf(plan, chosen.points, unseen, close),
  };
}
