/**
 * Which level to ask about next: the one whose answer is expected to tell most about the threshold. The psi method (Kontsevich
 * & Tyler 1999, Vision Research 39, 2729–2737, eqs. 1 to 6) over a grid of curves, with the entropy of the threshold alone and
 * all else marginalised (Prins 2013, Journal of Vision 13(7):3). The prior is uniform over the grid.
 */
import { type Count, LARGEST_LAPSE, type PsychometricData, probabilityAt } from "./psychometric.ts";

/** Values of the grid. Thresholds and slopes scale with the range of x. */
const THRESHOLDS = 27;
const SLOPES = [3, 6, 12, 24, 48] as const;
const LOWERS = [0.02, 0.1, 0.3] as const;
const LAPSES = [0.01, LARGEST_LAPSE / 2] as const;
/** Curves of one threshold, which follow one another in the grid. */
const SHAPES = SLOPES.length * LOWERS.length * LAPSES.length;
/** Thresholds up to this share of the range outside it are considered. */
const BEYOND = 0.25;

export interface LevelChooser {
  /** The expected entropy of the threshold after one more answer at each level, in nats over the grid. */
  entropies(data: PsychometricData): readonly number[];
  /** The index of the level to ask about next, given the answers so far: as many levels as xs, in their order. */
  next(data: PsychometricData): number;
}

/** A grid of curves, and what each says of an answer at each x: one number a curve, level after level. */
interface Grid {
  readonly size: number;
  readonly lower: Float64Array;
  readonly lapse: Float64Array;
  /** The probability of a right answer, and the logarithms of it and of that of a wrong one. */
  readonly right: Float64Array;
  readonly logRight: Float64Array;
  readonly logWrong: Float64Array;
}

function gridOf(xs: readonly number[]): Grid {
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const span = last - first;
  const curves = Array.from({ length: THRESHOLDS }, (_, at) =>
    SLOPES.flatMap((slope) =>
      LOWERS.flatMap((lower) =>
        LAPSES.map((lapse) => {
          const threshold = first + span * ((1 + 2 * BEYOND) * (at / (THRESHOLDS - 1)) - BEYOND);
          return { threshold, slope: slope / span, lower, lapse };
        }),
      ),
    ),
  ).flat();
  const right = Float64Array.from(xs.flatMap((x) => curves.map((curve) => probabilityAt(curve, x))));
  return {
    size: curves.length,
    lower: Float64Array.from(curves, ({ lower }) => lower),
    lapse: Float64Array.from(curves, ({ lapse }) => lapse),
    right,
    logRight: right.map(Math.log),
    logWrong: right.map((p) => Math.log1p(-p)),
  };
}

const logOf = ({ right, asked }: Count, p: number): number =>
  right * Math.log(p) + (asked - right) * Math.log1p(-p);

/** The posterior probability of each curve, up to a factor. */
function posteriorOf(grid: Grid, { levels, unseen, seen }: PsychometricData): Float64Array {
  const { size, logRight, logWrong } = grid;
  const found = new Float64Array(size);
  const [lowers, lapses] = [new Map<number, number>(), new Map<number, number>()];
  for (const lower of LOWERS) lowers.set(lower, logOf(unseen, lower));
  for (const lapse of LAPSES) lapses.set(lapse, logOf(seen, 1 - lapse));
  for (let i = 0; i < size; i++)
    found[i] = (lowers.get(grid.lower[i] as number) ?? 0) + (lapses.get(grid.lapse[i] as number) ?? 0);
  levels.forEach(({ right, asked }, level) => {
    if (asked === 0) return;
    const wrong = asked - right;
    const from = level * size;
    for (let i = 0; i < size; i++)
      found[i] =
        (found[i] as number) +
        right * (logRight[from + i] as number) +
        wrong * (logWrong[from + i] as number);
  });
  let most = Number.NEGATIVE_INFINITY;
  for (const each of found) if (each > most) most = each;
  return found.map((each) => Math.exp(each - most));
}

const timesLog = (weight: number): number => (weight > 0 ? weight * Math.log(weight) : 0);

/**
 * The expected entropy of the threshold after an answer at a level, in nats, times the sum of the weights: with the joint
 * weights w of threshold and answer it is Σ over answers of W log W − Σ w log w, where W is the answer's own weight.
 */
function expectedEntropy({ right, size }: Grid, weights: Float64Array, level: number): number {
  const from = level * size;
  let [rights, wrongs, joint] = [0, 0, 0];
  for (let threshold = 0; threshold < THRESHOLDS; threshold++) {
    let [yes, all] = [0, 0];
    for (let i = threshold * SHAPES; i < (threshold + 1) * SHAPES; i++) {
      const weight = weights[i] as number;
      yes += weight * (right[from + i] as number);
      all += weight;
    }
    rights += yes;
    wrongs += all - yes;
    joint += timesLog(yes) + timesLog(all - yes);
  }
  return timesLog(rights) + timesLog(wrongs) - joint;
}

/** A chooser among levels at `xs`, of which two at least differ. */
export function createChooser(xs: readonly number[]): LevelChooser {
  const grid = gridOf(xs);
  const entropies = (data: PsychometricData): readonly number[] => {
    const weights = posteriorOf(grid, data);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return xs.map((_, level) => expectedEntropy(grid, weights, level) / total);
  };
  return {
    entropies,
    next(data) {
      const found = entropies(data);
      return found.indexOf(Math.min(...found));
    },
  };
}
