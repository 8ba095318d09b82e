/** What a divergence is to the rest of Fovea: its words, its bound, its value, its gradient, and what its kernel leaves. */

/** Log-probabilities of both sides over the same bins, in nats: tokens, and perhaps one bin for the tail. */
export interface Bins {
  readonly student: Float64Array;
  readonly teacher: Float64Array;
}

/** Which divergence, by its id in the catalog, and its parameter under that parameter's name. */
export type DivergenceKind = { readonly kind: string; readonly [parameter: string]: unknown };

/** The number that a divergence depends on. Two divergences may share one under the same name. */
export interface DivergenceParameter {
  /** Under which it is kept in sessions and links. */
  readonly name: string;
  readonly symbol: string;
  /** What it is, for a field's label. */
  readonly words: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** Where it begins, and what a session without it means. */
  readonly start: number;
}

/** What the kernel of a divergence gathers over bins, from which its value follows (shaders/divergences/terms.wgsl). */
export interface DivergenceSums {
  /** The sum of the terms. */
  readonly value: number;
  /** `ln` of the sum of the exponentials, where the divergence has exponents. */
  readonly logSum: number;
  /** The largest log-probability of each side among bins that only that side has; -Infinity where there is none. */
  readonly orphans: { readonly student: number; readonly teacher: number };
  /** Whether the bins of each side hold all of its mass. */
  readonly whole: boolean;
}

/** A relation to other divergences that holds for any two distributions; tests try it. */
export interface DivergenceLaw {
  readonly words: string;
  /** By how much it is missed, in the divergence's unit; null where it says nothing. */
  gap(bins: Bins, parameter: number): number | null;
}

export interface DivergenceDefinition {
  /** As kept in sessions and links; also the name of its WGSL in shaders/divergences, where it names no other. */
  readonly id: string;
  readonly title: string;
  /** One sentence for those who meet it for the first time. */
  readonly about: string;
  /** Paper and equation, or whose choice it is. */
  readonly source: string;
  readonly unit: "nats" | "share of mass" | "";
  readonly parameter: DivergenceParameter | null;
  /** In one symbol, with p the student and q the teacher; what stands in `_{…}` is set lower. */
  symbol(parameter: number): string;
  /** Written out, in p and q. */
  formula(parameter: number): string;
  /** Its symbol between two named sides. */
  between(student: string, teacher: string, parameter: number): string;
  /** The largest value over bins that hold all of the mass; null where there is none. */
  bound(parameter: number): number | null;
  /** The divergence that it is, or tends to, at the ends of its parameter; null elsewhere. */
  settled(parameter: number): DivergenceKind | null;
  /** Its value; never NaN. */
  value(bins: Bins, parameter: number): number;
  /** `P_b dD/dP_b` of every bin, its gradient with respect to `ln P_b`: P is the student's mass, the teacher's is constant. */
  binGradients(bins: Bins, parameter: number): Float64Array;
  /** Whether its gradient is finite even where its value is not, as p - q of the forward KL. */
  readonly gradientAlwaysFinite: boolean;
  readonly kernel: {
    /** A file of shaders/divergences that two divergences share, and the constants that tell them apart. */
    readonly shared?: { readonly file: string; readonly constants: Readonly<Record<string, number>> };
    /** The value of what was gathered. */
    finished(sums: DivergenceSums, parameter: number): number;
    /** By how much its absolute error may exceed that of a Kullback–Leibler divergence. */
    scale(parameter: number): number;
  };
  /** Whether it is a plain sum over bins, so that each adds its own term. */
  readonly isSum: boolean;
  readonly laws: readonly DivergenceLaw[];
}

/** What most divergences have in common: no parameter, no ends, no laws, and a value that is a plain sum. */
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

/** `exp(logProb) slope`, and 0 for a bin without mass whatever its slope. */
export function weighted(logProb: number, slope: number): number {
  const probability = Math.exp(logProb);
  return probability > 0 ? probability * slope : 0;
}

/** A parameter as formulas write it: ½ where it is one half, else at most three decimals. */
export function parameterText(parameter: number): string {
  return parameter === 0.5 ? "½" : String(Number(parameter.toFixed(3)));
}
