/** The definition of a divergence: its texts, bound, value and gradient, and how its value follows from its kernel's sums. */

/** Log-probabilities of both sides over the same bins, in nats: one per token, and possibly one for the tail. */
export interface Bins {
  readonly student: Float64Array;
  readonly teacher: Float64Array;
}

/** A divergence by its id in the catalog, with its parameter under that parameter's name. */
export type DivergenceKind = { readonly kind: string; readonly [parameter: string]: unknown };

/** The parameter of a divergence. Two divergences may share one under the same name. */
export interface DivergenceParameter {
  /** Its name in sessions and links. */
  readonly name: string;
  readonly symbol: string;
  /** Its meaning, for the label of a field. */
  readonly words: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** Its start value, also for sessions without it. */
  readonly start: number;
}

/** The sums over bins from the kernel of a divergence, from which its value follows (shaders/support/terms.wgsl). */
export interface DivergenceSums {
  /** The sum of the terms. */
  readonly value: number;
  /** `ln` of the sum of the exponentials, if the divergence has exponents. */
  readonly logSum: number;
  /** The largest log-probability of each side among bins that only that side has; -Infinity if there is none. */
  readonly orphans: { readonly student: number; readonly teacher: number };
  /** Whether the bins of each side contain all of its mass. */
  readonly whole: boolean;
}

/** A relation to other divergences that holds for any two distributions; the tests check it. */
export interface DivergenceLaw {
  readonly words: string;
  /** The deviation from the law, in the divergence's unit; null if it does not apply. */
  gap(bins: Bins, parameter: number): number | null;
}

export interface DivergenceDefinition {
  /** As in sessions and links; also the name of its WGSL in shaders/divergences, unless it names another. */
  readonly id: string;
  readonly title: string;
  /** One sentence of explanation. */
  readonly about: string;
  /** Paper and equation, or whose choice it is. */
  readonly source: string;
  readonly unit: "nats" | "share of mass" | "";
  readonly parameter: DivergenceParameter | null;
  /** Its symbol, with p the student and q the teacher; `_{…}` is a subscript. */
  symbol(parameter: number): string;
  /** Its formula, in p and q. */
  formula(parameter: number): string;
  /** Its symbol between two named sides. */
  between(student: string, teacher: string, parameter: number): string;
  /** The largest value over bins that contain all of the mass; null if it is unbounded. */
  bound(parameter: number): number | null;
  /** The divergence that it equals or approaches at the ends of its parameter; null elsewhere. */
  settled(parameter: number): DivergenceKind | null;
  /** Its value; never NaN. */
  value(bins: Bins, parameter: number): number;
  /** `P_b dD/dP_b` of every bin, its gradient with respect to `ln P_b`: P is the student's mass, the teacher's is constant. */
  binGradients(bins: Bins, parameter: number): Float64Array;
  /** Whether its gradient is finite even if its value is not, like p - q of the forward KL. */
  readonly gradientAlwaysFinite: boolean;
  readonly kernel: {
    /** A file of shaders/divergences that two divergences share, and the constants that distinguish them. */
    readonly shared?: { readonly file: string; readonly constants: Readonly<Record<string, number>> };
    /** The value from the sums. */
    finished(sums: DivergenceSums, parameter: number): number;
    /** The factor by which its absolute error may exceed that of a Kullback–Leibler divergence. */
    scale(parameter: number): number;
  };
  /** Whether it is a plain sum of terms over bins. */
  readonly isSum: boolean;
  readonly laws: readonly DivergenceLaw[];
}

/** The defaults of most divergences: no parameter, no ends, no laws, and a value that is a plain sum. */
export const PLAIN = {
  unit: "nats",
  parameter: null,
  gradientAlwaysFinite: false,
  isSum: true,
  laws: [],
  bound: () => null,
  settled: () => null,
} as const satisfies Partial<DivergenceDefinition>;

/** A kernel whose value is the plain sum of its terms. */
export const SUMMED: DivergenceDefinition["kernel"] = {
  finished: ({ value }) => value,
  scale: () => 1,
};

/** `exp(logProb) slope`; 0 for a bin without mass, whatever its slope. */
export function weighted(logProb: number, slope: number): number {
  const probability = Math.exp(logProb);
  return probability > 0 ? probability * slope : 0;
}

/** A parameter in formulas: ½ for one half, otherwise at most three decimals. */
export function parameterText(parameter: number): string {
  return parameter === 0.5 ? "½" : String(Number(parameter.toFixed(3)));
}
