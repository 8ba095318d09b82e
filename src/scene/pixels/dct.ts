/**
 * What JPEG does to one block of 8 × 8 samples, in integers as libjpeg's accurate method computes it (jfdctint.c and
 * jidctint.c, after Loeffler, Ligtenberg and Moschytz 1989): the cosine transform, its coefficients rounded to multiples
 * of a table's steps, and the transform back. 13-bit constants, two fractional bits between the passes.
 *
 * Both transforms treat each column of coefficients by itself on the inner side, so a column is transformed, rounded and
 * transformed back without leaving the registers.
 */

/** Steps of quantisation, and what a division by eight times each of them comes to in a multiplication and a shift. */
export interface Quantiser {
  readonly steps: Int32Array;
  /** Half of the divisor: coefficients below it become zero. */
  readonly halves: Int32Array;
  readonly factors: Int32Array;
  readonly shifts: Int32Array;
}

/** Coefficients, which come eight times as large as JPEG's, stay below 2^15 with half a divisor added. */
const coefficientBits = 15;

/**
 * The quantiser of 64 steps from 1 to 255. With 2^n no less than the divisor d, x / d rounds down to
 * x · (⌊2^(15 + n) / d⌋ + 1) >> (15 + n) for every x below 2^15, and the product stays below 2^31.
 */
export function newQuantiser(steps: Int32Array): Quantiser {
  const shifts = steps.map((step) => coefficientBits + Math.ceil(Math.log2(8 * step)));
  const factors = steps.map((step, i) => Math.floor(2 ** (shifts[i] as number) / (8 * step)) + 1);
  return { steps, halves: steps.map((step) => 4 * step), factors, shifts };
}

/** A coefficient rounded to the nearest multiple of its step. */
function rounded({ steps, halves, factors, shifts }: Quantiser, i: number, value: number): number {
  const size = value < 0 ? -value : value;
  const half = halves[i] as number;
  if (size < half) return 0;
  const count = Math.imul(size + half, factors[i] as number) >> (shifts[i] as number);
  const multiple = Math.imul(count, steps[i] as number);
  return value < 0 ? -multiple : multiple;
}

/** Transformed rows, then columns transformed back: eight values each, one after the other. */
const half = new Int32Array(64);

/** Transforms the rows of a block into the columns of `half`; whether its samples differ. */
function transformRows(data: Uint8ClampedArray, corner: number, stride: number): boolean {
  const first = data[corner] as number;
  let differ = 0;
  for (let y = 0, at = corner; y < 8; y++, at += stride) {
    const a0 = data[at] as number;
    const a1 = data[at + 1] as number;
    const a2 = data[at + 2] as number;
    const a3 = data[at + 3] as number;
    const a4 = data[at + 4] as number;
    const a5 = data[at + 5] as number;
    const a6 = data[at + 6] as number;
    const a7 = data[at + 7] as number;
    differ |= (a0 ^ first) | (a1 ^ first) | (a2 ^ first) | (a3 ^ first);
    differ |= (a4 ^ first) | (a5 ^ first) | (a6 ^ first) | (a7 ^ first);
    const d4 = a3 - a4;
    const d5 = a2 - a5;
    const d6 = a1 - a6;
    const d7 = a0 - a7;
    const e0 = a0 + a7 + (a3 + a4);
    const e3 = a0 + a7 - (a3 + a4);
    const e1 = a1 + a6 + (a2 + a5);
    const e2 = a1 + a6 - (a2 + a5);
    // Samples count from 128, which only their sum shows.
    half[y] = (e0 + e1 - 1024) << 2;
    half[y + 32] = (e0 - e1) << 2;
    const turned = Math.imul(e2 + e3, 4433) + 1024;
    half[y + 16] = (turned + Math.imul(e3, 6270)) >> 11;
    half[y + 48] = (turned - Math.imul(e2, 15137)) >> 11;
    const z3 = d4 + d6;
    const z4 = d5 + d7;
    const z5 = Math.imul(z3 + z4, 9633) + 1024;
    const y1 = Math.imul(d4 + d7, -7373);
    const y2 = Math.imul(d5 + d6, -20995);
    const y3 = Math.imul(z3, -16069) + z5;
    const y4 = Math.imul(z4, -3196) + z5;
    half[y + 56] = (Math.imul(d4, 2446) + y1 + y3) >> 11;
    half[y + 40] = (Math.imul(d5, 16819) + y2 + y4) >> 11;
    half[y + 24] = (Math.imul(d6, 25172) + y2 + y3) >> 11;
    half[y + 8] = (Math.imul(d7, 12299) + y1 + y4) >> 11;
  }
  return differ !== 0;
}

/** Room for the coefficients of one column. */
const column = new Int32Array(8);

/** Transforms column `u` of `half` and rounds its coefficients into `column`; whether any but the first is left. */
function roundColumn(u: number, quantiser: Quantiser): boolean {
  const at = 8 * u;
  const a0 = half[at] as number;
  const a1 = half[at + 1] as number;
  const a2 = half[at + 2] as number;
  const a3 = half[at + 3] as number;
  const a4 = half[at + 4] as number;
  const a5 = half[at + 5] as number;
  const a6 = half[at + 6] as number;
  const a7 = half[at + 7] as number;
  const d4 = a3 - a4;
  const d5 = a2 - a5;
  const d6 = a1 - a6;
  const d7 = a0 - a7;
  const e0 = a0 + a7 + (a3 + a4);
  const e3 = a0 + a7 - (a3 + a4);
  const e1 = a1 + a6 + (a2 + a5);
  const e2 = a1 + a6 - (a2 + a5);
  const turned = Math.imul(e2 + e3, 4433) + 16384;
  const z3 = d4 + d6;
  const z4 = d5 + d7;
  const z5 = Math.imul(z3 + z4, 9633) + 16384;
  const y1 = Math.imul(d4 + d7, -7373);
  const y2 = Math.imul(d5 + d6, -20995);
  const y3 = Math.imul(z3, -16069) + z5;
  const y4 = Math.imul(z4, -3196) + z5;
  column[0] = rounded(quantiser, u, (e0 + e1 + 2) >> 2);
  const c4 = rounded(quantiser, u + 32, (e0 - e1 + 2) >> 2);
  const c2 = rounded(quantiser, u + 16, (turned + Math.imul(e3, 6270)) >> 15);
  const c6 = rounded(quantiser, u + 48, (turned - Math.imul(e2, 15137)) >> 15);
  const c7 = rounded(quantiser, u + 56, (Math.imul(d4, 2446) + y1 + y3) >> 15);
  const c5 = rounded(quantiser, u + 40, (Math.imul(d5, 16819) + y2 + y4) >> 15);
  const c3 = rounded(quantiser, u + 24, (Math.imul(d6, 25172) + y2 + y3) >> 15);
  const c1 = rounded(quantiser, u + 8, (Math.imul(d7, 12299) + y1 + y4) >> 15);
  column[1] = c1;
  column[2] = c2;
  column[3] = c3;
  column[4] = c4;
  column[5] = c5;
  column[6] = c6;
  column[7] = c7;
  return (c1 | c2 | c3 | c4 | c5 | c6 | c7) !== 0;
}

/** Transforms `column` back into column `u` of `half`. */
function restoreColumn(u: number): void {
  const at = 8 * u;
  const c0 = column[0] as number;
  const c1 = column[1] as number;
  const c2 = column[2] as number;
  const c3 = column[3] as number;
  const c4 = column[4] as number;
  const c5 = column[5] as number;
  const c6 = column[6] as number;
  const c7 = column[7] as number;
  const turned = Math.imul(c2 + c6, 4433);
  const t2 = turned - Math.imul(c6, 15137);
  const t3 = turned + Math.imul(c2, 6270);
  const t0 = ((c0 + c4) << 13) + 1024;
  const t1 = ((c0 - c4) << 13) + 1024;
  const z5 = Math.imul(c7 + c3 + c5 + c1, 9633);
  const y1 = Math.imul(c7 + c1, -7373);
  const y2 = Math.imul(c5 + c3, -20995);
  const y3 = Math.imul(c7 + c3, -16069) + z5;
  const y4 = Math.imul(c5 + c1, -3196) + z5;
  const o0 = Math.imul(c7, 2446) + y1 + y3;
  const o1 = Math.imul(c5, 16819) + y2 + y4;
  const o2 = Math.imul(c3, 25172) + y2 + y3;
  const o3 = Math.imul(c1, 12299) + y1 + y4;
  half[at] = (t0 + t3 + o3) >> 11;
  half[at + 7] = (t0 + t3 - o3) >> 11;
  half[at + 1] = (t1 + t2 + o2) >> 11;
  half[at + 6] = (t1 + t2 - o2) >> 11;
  half[at + 2] = (t1 - t2 + o1) >> 11;
  half[at + 5] = (t1 - t2 - o1) >> 11;
  half[at + 3] = (t0 - t3 + o0) >> 11;
  half[at + 4] = (t0 - t3 - o0) >> 11;
}

/** 128, which samples count from, and one half, before 18 bits are taken off. */
const middle = (128 << 18) + (1 << 17);

/** Transforms the rows of `half`, whose last four columns are zero, back into a block. The array clips to bytes. */
function restoreSmoothRows(data: Uint8ClampedArray, corner: number, stride: number): void {
  for (let y = 0, at = corner; y < 8; y++, at += stride) {
    const c1 = half[y + 8] as number;
    const c2 = half[y + 16] as number;
    const c3 = half[y + 24] as number;
    const t0 = ((half[y] as number) << 13) + middle;
    const t2 = Math.imul(c2, 4433);
    const t3 = t2 + Math.imul(c2, 6270);
    const z5 = Math.imul(c3 + c1, 9633);
    const y3 = Math.imul(c3, -16069) + z5;
    const y4 = Math.imul(c1, -3196) + z5;
    const o0 = Math.imul(c1, -7373) + y3;
    const o1 = Math.imul(c3, -20995) + y4;
    const o2 = Math.imul(c3, 25172 - 20995) + y3;
    const o3 = Math.imul(c1, 12299 - 7373) + y4;
    data[at] = (t0 + t3 + o3) >> 18;
    data[at + 7] = (t0 + t3 - o3) >> 18;
    data[at + 1] = (t0 + t2 + o2) >> 18;
    data[at + 6] = (t0 + t2 - o2) >> 18;
    data[at + 2] = (t0 - t2 + o1) >> 18;
    data[at + 5] = (t0 - t2 - o1) >> 18;
    data[at + 3] = (t0 - t3 + o0) >> 18;
    data[at + 4] = (t0 - t3 - o0) >> 18;
  }
}

/** Transforms the rows of `half` back into a block. The array clips to bytes. */
function restoreRows(data: Uint8ClampedArray, corner: number, stride: number): void {
  for (let y = 0, at = corner; y < 8; y++, at += stride) {
    const c0 = half[y] as number;
    const c1 = half[y + 8] as number;
    const c2 = half[y + 16] as number;
    const c3 = half[y + 24] as number;
    const c4 = half[y + 32] as number;
    const c5 = half[y + 40] as number;
    const c6 = half[y + 48] as number;
    const c7 = half[y + 56] as number;
    const turned = Math.imul(c2 + c6, 4433);
    const t2 = turned - Math.imul(c6, 15137);
    const t3 = turned + Math.imul(c2, 6270);
    const t0 = ((c0 + c4) << 13) + middle;
    const t1 = ((c0 - c4) << 13) + middle;
    const z5 = Math.imul(c7 + c3 + c5 + c1, 9633);
    const y1 = Math.imul(c7 + c1, -7373);
    const y2 = Math.imul(c5 + c3, -20995);
    const y3 = Math.imul(c7 + c3, -16069) + z5;
    const y4 = Math.imul(c5 + c1, -3196) + z5;
    const o0 = Math.imul(c7, 2446) + y1 + y3;
    const o1 = Math.imul(c5, 16819) + y2 + y4;
    const o2 = Math.imul(c3, 25172) + y2 + y3;
    const o3 = Math.imul(c1, 12299) + y1 + y4;
    data[at] = (t0 + t3 + o3) >> 18;
    data[at + 7] = (t0 + t3 - o3) >> 18;
    data[at + 1] = (t1 + t2 + o2) >> 18;
    data[at + 6] = (t1 + t2 - o2) >> 18;
    data[at + 2] = (t1 - t2 + o1) >> 18;
    data[at + 5] = (t1 - t2 - o1) >> 18;
    data[at + 3] = (t0 - t3 + o0) >> 18;
    data[at + 4] = (t0 - t3 - o0) >> 18;
  }
}

/** One value for all samples of a block. Filling eight bytes costs a call; storing them does not. */
function fillBlock(data: Uint8ClampedArray, corner: number, stride: number, value: number): void {
  for (let y = 0, at = corner; y < 8; y++, at += stride) {
    data[at] = value;
    data[at + 1] = value;
    data[at + 2] = value;
    data[at + 3] = value;
    data[at + 4] = value;
    data[at + 5] = value;
    data[at + 6] = value;
    data[at + 7] = value;
  }
}

/** A sample as both transforms bring it back where all coefficients but the first are zero. */
function sampleOfConstant(first: number): number {
  return (((first << 2) + 16) >> 5) + 128;
}

/** One block, whose upper left sample is at `corner`, as it comes back from a JPEG file. */
export function damageBlock(
  data: Uint8ClampedArray,
  corner: number,
  stride: number,
  quantiser: Quantiser,
): void {
  if (!transformRows(data, corner, stride)) {
    const first = rounded(quantiser, 0, ((data[corner] as number) - 128) << 6);
    fillBlock(data, corner, stride, sampleOfConstant(first));
    return;
  }
  // The last column that is not zero.
  let last = 0;
  let uneven = false;
  for (let u = 0; u < 8; u++) {
    if (roundColumn(u, quantiser)) {
      restoreColumn(u);
      last = u;
      uneven = true;
    } else {
      const value = (column[0] as number) << 2;
      for (let i = 8 * u; i < 8 * u + 8; i++) half[i] = value;
      if (value !== 0) last = u;
    }
  }
  if (last === 0 && !uneven) fillBlock(data, corner, stride, sampleOfConstant((half[0] as number) >> 2));
  else if (last < 4) restoreSmoothRows(data, corner, stride);
  else restoreRows(data, corner, stride);
}
