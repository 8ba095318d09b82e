/** For tests: a tensor in float64. */

export interface Value {
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, size) => product * size, 1);
