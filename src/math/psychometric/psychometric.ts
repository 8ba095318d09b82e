/**
 * Psychometric functions of binomial data (Wichmann & Hill 2001, "The psychometric function: I. Fitting, sampling, and
 * goodness of fit", eq. 1): the probability of a right answer
 *
 *     ψ(x) = γ + (1 − γ − λ) · 1 / (1 + exp(−(x − m) · s))
 *
 * rises with x from the lower asymptote γ to the upper asymptote 1 − λ. The threshold m is where it is half way between
 * both, and s > 0 is the slope of the logistic function in 1/x.
 */
import { nelderMead } from "../optimization/nelder-mead.ts";

/** So many of `asked` answers were right. */
export interface Count {
  readonly right: number;
  readonly asked: number;
}

/** The same at x, which grows with ease. */
export interface LevelCount extends Count {
  readonly x: number;
}

/** All that a curve is fitted to. */
export interface PsychometricData {
  readonly levels: readonly LevelCount[];
  /** Answers to what cannot be seen at all, which tell the lower asymptote. Of nothing asked it is 0. */
  readonly unseen: Count;
  /** Answers to what is seen as well as can be, which tell the upper one together with the levels. */
  readonly seen: Count;
}

export interface Psychometric {
  readonly threshold: number;
  readonly slope: number;
  readonly lower: number;
  readonly lapse: number;
}

/** A fit, and where the threshold may lie: null where the data do not bound it on that side. */
export interface PsychometricFit extends Psychometric {
  readonly logLikelihood: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** No observer is assumed to lapse more often, or to guess better, than this. */
export const LARGEST_LAPSE = 0.1;
const LARGEST_GUESS = 0.6;

/** Half of the 95 % quantile of χ² with one degree of freedom. */
const HALF_QUANTILE = 1.9207;
/**
 * With few answers the likelihood ratio of the true threshold is larger than χ² says, in the mean by this share of it: about
 * 0.24, 0.12 and 0.02 of simulated observers with 60, 200 and 600 answers at even levels, and somewhat more where levels are
 * chosen by the answers before. It is divided by 1 and that share (Bartlett 1937), taken large enough for both: with it the
 * intervals of either hold the threshold in 93 to 97 % of 2,000 observers.
 */
const excessOf = (answers: number): number => Math.max(15 / answers, 2 / Math.sqrt(answers));

/** ψ(x). */
export function probabilityAt({ threshold, slope, lower, lapse }: Psychometric, x: number): number {
  return lower + (1 - lower - lapse) / (1 + Math.exp(-(x - threshold) * slope));
}

/** Probabilities stay this far from 0 and 1, so that one answer against a certain prediction is improbable, not impossible. */
const CERTAIN = 1e-6;

/** The log-probability of one order of these answers, each right with probability p. */
function binomial({ right, asked }: Count, p: number): number {
  const kept = Math.min(1 - CERTAIN, Math.max(CERTAIN, p));
  return right * Math.log(kept) + (asked - right) * Math.log1p(-kept);
}

const NOTHING: Count = { right: 0, asked: 0 };

/** The log-likelihood in nats, without the binomial coefficients. */
export function logLikelihoodOf({ levels, unseen, seen }: PsychometricData, curve: Psychometric): number {
  const ends = binomial(unseen, curve.lower) + binomial(seen, 1 - curve.lapse);
  return levels.reduce((sum, level) => sum + binomial(level, probabilityAt(curve, level.x)), ends);
}

/** From any number to one between two ends. */
const between = (low: number, high: number, free: number): number =>
  low + (high - low) / (1 + Math.exp(-free));

/** The range of thresholds and of the logarithms of slopes that the levels can tell apart. */
function rangesOf(levels: readonly LevelCount[]) {
  const xs = levels.map(({ x }) => x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const span = last - first;
  return {
    thresholds: [first - span, last + span] as const,
    logSlopes: [Math.log(1 / span), Math.log((20 * (levels.length - 1)) / span)] as const,
    first,
    span,
  };
}

type Free = readonly number[];

const LIMITS = { side: 1, evaluations: 260, tolerance: 1e-7 };

/** Slope, guessing and lapse from three free numbers. */
function shapeOf(data: PsychometricData, logSlopes: readonly [number, number], free: Free) {
  const [slope = 0, guess = 0, lapse = 0] = free;
  return {
    slope: Math.exp(between(...logSlopes, slope)),
    lower: data.unseen.asked === 0 ? 0 : between(0, LARGEST_GUESS, guess),
    lapse: between(0, LARGEST_LAPSE, lapse),
  };
}

/** A start in the middle of slopes and lapses, with the guessing that was seen. */
function startOf({ unseen }: PsychometricData): Free {
  const share = Math.min(0.99, (unseen.right + 0.25) / (unseen.asked + 0.5) / LARGEST_GUESS);
  return [0, Math.log(share / (1 - share)), -1];
}

/** How many thresholds the search begins from: the likelihood may have several peaks. */
const STARTS = 5;

/** The best curve, its likelihood, and the free numbers of its slope, guessing and lapse. */
function searchBest(data: PsychometricData) {
  const { thresholds, logSlopes, first, span } = rangesOf(data.levels);
  const curveOf = ([threshold = 0, ...free]: Free): Psychometric => ({
    threshold: between(...thresholds, threshold),
    ...shapeOf(data, logSlopes, free),
  });
  const cost = (free: Free): number => -logLikelihoodOf(data, curveOf(free));
  const found = Array.from({ length: STARTS }, (_, i) => {
    const share = (first + ((i + 0.5) / STARTS) * span - thresholds[0]) / (thresholds[1] - thresholds[0]);
    return nelderMead(cost, [Math.log(share / (1 - share)), ...startOf(data)], LIMITS);
  });
  const best = found.reduce((one, other) => (other.value < one.value ? other : one));
  return { curve: curveOf(best.at), logLikelihood: -best.value, shape: best.at.slice(1) };
}

/** The curve of the greatest likelihood. Needs two different levels. */
export const bestCurve = (data: PsychometricData): Psychometric => searchBest(data).curve;

/** How near to the wanted height a profile's crossing is found, in nats. */
const CROSSING = 1e-4;

/**
 * Where a profile falls to the wanted height between its peak and an end; null if it does not. By false position with halved
 * weights (the Illinois method, Dowell & Jarratt 1971), as the profile is smooth and nearly a parabola.
 */
function crossing(
  of: (at: number) => number,
  height: number,
  peak: readonly [at: number, value: number],
  end: number,
): number | null {
  let [inside, above] = [peak[0], peak[1] - height];
  let [outside, below] = [end, of(end) - height];
  if (below >= 0) return null;
  let side = 0;
  for (let step = 0; step < 40; step++) {
    const at = inside + ((outside - inside) * above) / (above - below);
    const found = of(at) - height;
    if (Math.abs(found) < CROSSING) return at;
    if (found > 0) {
      [inside, above] = [at, found];
      if (side === 1) below /= 2;
      side = 1;
    } else {
      [outside, below] = [at, found];
      if (side === -1) above /= 2;
      side = -1;
    }
  }
  return (inside + outside) / 2;
}

/** How far below the greatest likelihood, in nats, that of a threshold within the interval may lie: 1.92, and more of few answers. */
export function profileDrop({ levels }: PsychometricData): number {
  const answers = levels.reduce((sum, { asked }) => sum + asked, 0);
  return HALF_QUANTILE * (1 + excessOf(answers));
}

/**
 * The curve of the greatest likelihood, with the 95 % interval of its threshold by profile likelihood: all thresholds whose
 * best likelihood, over slopes, guessing and lapses, lies within `profileDrop` of the greatest. Thresholds up to one range of
 * x outside what was measured are considered.
 */
export function fitPsychometric(data: PsychometricData): PsychometricFit {
  const { curve, logLikelihood, shape } = searchBest(data);
  const { thresholds, logSlopes } = rangesOf(data.levels);
  const height = (threshold: number): number => {
    const cost = (free: Free) => -logLikelihoodOf(data, { threshold, ...shapeOf(data, logSlopes, free) });
    return -Math.min(...[shape, startOf(data)].map((start) => nelderMead(cost, start, LIMITS).value));
  };
  const wanted = logLikelihood - profileDrop(data);
  const peak = [curve.threshold, logLikelihood] as const;
  return {
    ...curve,
    logLikelihood,
    low: crossing(height, wanted, peak, thresholds[0]),
    high: crossing(height, wanted, peak, thresholds[1]),
  };
}

/**
 * Twice the difference in log-likelihood of the levels between the curve and one probability for all of them. Of simulated
 * answers that are the same at every level 2 to 6 % exceed 3.84.
 */
export function risesBy({ levels }: PsychometricData, curve: Psychometric): number {
  const all = levels.reduce(
    (sum, { right, asked }) => ({ right: sum.right + right, asked: sum.asked + asked }),
    NOTHING,
  );
  const flat = binomial(all, all.right / all.asked);
  return 2 * (logLikelihoodOf({ levels, unseen: NOTHING, seen: NOTHING }, curve) - flat);
}

/** Twice the difference in log-likelihood between the data's own proportions and the curve (Wichmann & Hill 2001, eq. 4). */
export function devianceOf(data: PsychometricData, curve: Psychometric): number {
  const counts = [...data.levels, data.unseen, data.seen];
  const own = counts.reduce((sum, { right, asked }) => {
    const part = (count: number) => (count === 0 ? 0 : count * Math.log(count / asked));
    return sum + part(right) + part(asked - right);
  }, 0);
  return 2 * (own - logLikelihoodOf(data, curve));
}
