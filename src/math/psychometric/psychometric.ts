/**
 * Psychometric functions of binomial data (Wichmann & Hill 2001, "The psychometric function: I. Fitting, sampling, and
 * goodness of fit", eq. 1): the probability of a right answer
 *
 *     ψ(x) = γ + (1 − γ − λ) · 1 / (1 + exp(−(x − m) · s))
 *
 * rises with x from the lower asymptote γ to the upper asymptote 1 − λ. The threshold m is where it is half way between
 * both, and s > 0 is the slope of the logistic function in 1/x.
 */

/** So many of `asked` answers were right at x, which grows with ease. */
export interface LevelCount {
  readonly x: number;
  readonly right: number;
  readonly asked: number;
}

/** γ, and λ where it is known; otherwise the lapse that fits best, up to `LARGEST_LAPSE`, is taken. */
export interface Asymptotes {
  readonly lower: number;
  readonly lapse: number | null;
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

/** No observer is assumed to lapse more often than this. */
export const LARGEST_LAPSE = 0.1;

/** Half of the 95 % quantile of χ² with one degree of freedom. */
const PROFILE_DROP = 1.9207;

/** ψ(x). */
export function probabilityAt({ threshold, slope, lower, lapse }: Psychometric, x: number): number {
  return lower + (1 - lower - lapse) / (1 + Math.exp(-(x - threshold) * slope));
}

/** Probabilities stay this far from 0 and 1, so that one answer against a certain prediction is improbable, not impossible. */
const CERTAIN = 1e-6;

/** The log-likelihood in nats, without the binomial coefficients. */
export function logLikelihoodOf(levels: readonly LevelCount[], curve: Psychometric): number {
  let sum = 0;
  for (const { x, right, asked } of levels) {
    const p = Math.min(1 - CERTAIN, Math.max(CERTAIN, probabilityAt(curve, x)));
    sum += right * Math.log(p) + (asked - right) * Math.log1p(-p);
  }
  return sum;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The largest value of a function with one peak between two ends, and where it is. */
function peak(
  of: (at: number) => number,
  from: number,
  to: number,
  steps: number,
): [at: number, value: number] {
  let [low, high] = [from, to];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atA, atB] = [of(a), of(b)];
  for (let step = 0; step < steps; step++) {
    if (atA >= atB) {
      [high, b, atB] = [b, a, atA];
      a = high - GOLDEN * (high - low);
      atA = of(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + GOLDEN * (high - low);
      atB = of(b);
    }
  }
  return atA >= atB ? [a, atA] : [b, atB];
}

interface Profile {
  readonly value: number;
  readonly slope: number;
  readonly lapse: number;
}

/** The best likelihood with this threshold, over slopes and, where it is open, the lapse. */
function profileAt(
  levels: readonly LevelCount[],
  { lower, lapse }: Asymptotes,
  slopes: readonly [number, number],
  threshold: number,
): Profile {
  const lapses = lapse === null ? [0, 0.01, 0.02, 0.03, 0.05, 0.07, LARGEST_LAPSE] : [lapse];
  let best: Profile = { value: Number.NEGATIVE_INFINITY, slope: slopes[0], lapse: lapses[0] ?? 0 };
  for (const each of lapses) {
    const likelihood = (logSlope: number): number =>
      logLikelihoodOf(levels, { threshold, slope: Math.exp(logSlope), lower, lapse: each });
    const [logSlope, value] = peak(likelihood, Math.log(slopes[0]), Math.log(slopes[1]), 24);
    if (value > best.value) best = { value, slope: Math.exp(logSlope), lapse: each };
  }
  return best;
}

/** How many thresholds are tried before the best one is refined: the likelihood may have several peaks. */
const GRID = 48;

/** Where a profile falls to the wanted height between its peak and an end; null if it does not. */
function crossing(of: (at: number) => number, height: number, inside: number, end: number): number | null {
  if (of(end) >= height) return null;
  let [high, low] = [inside, end];
  for (let step = 0; step < 40; step++) {
    const middle = (high + low) / 2;
    if (of(middle) >= height) high = middle;
    else low = middle;
  }
  return (high + low) / 2;
}

/** The range of x that was measured, and the slopes that it can tell apart. */
function spanOf(levels: readonly LevelCount[]) {
  const xs = levels.map(({ x }) => x);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const span = last - first;
  return { first, last, span, slopes: [1 / span, (20 * (levels.length - 1)) / span] as const };
}

/**
 * The curve of the greatest likelihood, with the 95 % interval of its threshold by profile likelihood: all thresholds whose
 * best likelihood lies within 1.92 nats of the greatest. Thresholds up to one range of x outside what was measured are
 * considered. Needs two different levels.
 */
export function fitPsychometric(levels: readonly LevelCount[], asymptotes: Asymptotes): PsychometricFit {
  const { first, last, span, slopes } = spanOf(levels);
  const [from, to] = [first - span, last + span];
  const at = (threshold: number) => profileAt(levels, asymptotes, slopes, threshold);
  const height = (threshold: number) => at(threshold).value;
  const step = (to - from) / GRID;
  let [start, most] = [from, Number.NEGATIVE_INFINITY];
  for (let i = 0; i <= GRID; i++) {
    const value = height(from + i * step);
    if (value > most) [start, most] = [from + i * step, value];
  }
  const [threshold] = peak(height, Math.max(from, start - step), Math.min(to, start + step), 24);
  const { value, slope, lapse } = at(threshold);
  return {
    threshold,
    slope,
    lower: asymptotes.lower,
    lapse,
    logLikelihood: value,
    low: crossing(height, value - PROFILE_DROP, threshold, from),
    high: crossing(height, value - PROFILE_DROP, threshold, to),
  };
}

/** Twice the difference in log-likelihood between the data's own proportions and the curve (Wichmann & Hill 2001, eq. 4). */
export function devianceOf(levels: readonly LevelCount[], curve: Psychometric): number {
  const own = levels.reduce((sum, { right, asked }) => {
    const part = (count: number) => (count === 0 ? 0 : count * Math.log(count / asked));
    return sum + part(right) + part(asked - right);
  }, 0);
  return 2 * (own - logLikelihoodOf(levels, curve));
}
