/**
 * The 8 × 8 cosine transforms of JPEG in integers, as libjpeg's accurate method computes them (jfdctint.c and
 * jidctint.c, after Loeffler, Ligtenberg and Moschytz 1989): 13-bit constants, two fractional bits between the passes.
 */

const constantBits = 13;
const passBits = 2;

/** Between the two passes. */
const between = new Int32Array(64);

/** x / 2^bits, rounded. */
function descale(x: number, bits: number): number {
  return (x + (1 << (bits - 1))) >> bits;
}

/** A row of `from` transformed into a column of `to`; the second pass takes off the bits that the first one added. */
function forwardPass(from: Int32Array, to: Int32Array, line: number, second: boolean): void {
  const at = 8 * line;
  const a0 = from[at] as number;
  const a1 = from[at + 1] as number;
  const a2 = from[at + 2] as number;
  const a3 = from[at + 3] as number;
  const a4 = from[at + 4] as number;
  const a5 = from[at + 5] as number;
  const a6 = from[at + 6] as number;
  const a7 = from[at + 7] as number;
  const s0 = a0 + a7;
  const s1 = a1 + a6;
  const s2 = a2 + a5;
  const s3 = a3 + a4;
  const d4 = a3 - a4;
  const d5 = a2 - a5;
  const d6 = a1 - a6;
  const d7 = a0 - a7;
  const e0 = s0 + s3;
  const e3 = s0 - s3;
  const e1 = s1 + s2;
  const e2 = s1 - s2;
  to[line] = second ? descale(e0 + e1, passBits) : (e0 + e1) << passBits;
  to[line + 32] = second ? descale(e0 - e1, passBits) : (e0 - e1) << passBits;
  const bits = second ? constantBits + passBits : constantBits - passBits;
  const turned = Math.imul(e2 + e3, 4433);
  to[line + 16] = descale(turned + Math.imul(e3, 6270), bits);
  to[line + 48] = descale(turned - Math.imul(e2, 15137), bits);
  const z3 = d4 + d6;
  const z4 = d5 + d7;
  const z5 = Math.imul(z3 + z4, 9633);
  const y1 = Math.imul(d4 + d7, -7373);
  const y2 = Math.imul(d5 + d6, -20995);
  const y3 = Math.imul(z3, -16069) + z5;
  const y4 = Math.imul(z4, -3196) + z5;
  to[line + 56] = descale(Math.imul(d4, 2446) + y1 + y3, bits);
  to[line + 40] = descale(Math.imul(d5, 16819) + y2 + y4, bits);
  to[line + 24] = descale(Math.imul(d6, 25172) + y2 + y3, bits);
  to[line + 8] = descale(Math.imul(d7, 12299) + y1 + y4, bits);
}

/** The cosine transform of 64 samples around zero, in place and eight times as large as JPEG's. */
export function forwardDct(block: Int32Array): void {
  for (let line = 0; line < 8; line++) forwardPass(block, between, line, false);
  for (let line = 0; line < 8; line++) forwardPass(between, block, line, true);
}

/** A column of `from` transformed back into a row of `to`, shifted to the right by `bits`. */
function inversePass(from: Int32Array, to: Int32Array, line: number, bits: number): void {
  const at = 8 * line;
  const c0 = from[line] as number;
  const c1 = from[line + 8] as number;
  const c2 = from[line + 16] as number;
  const c3 = from[line + 24] as number;
  const c4 = from[line + 32] as number;
  const c5 = from[line + 40] as number;
  const c6 = from[line + 48] as number;
  const c7 = from[line + 56] as number;
  if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
    // What the general way comes to for a constant.
    to.fill(descale(c0 << constantBits, bits), at, at + 8);
    return;
  }
  const turned = Math.imul(c2 + c6, 4433);
  const t2 = turned - Math.imul(c6, 15137);
  const t3 = turned + Math.imul(c2, 6270);
  const t0 = (c0 + c4) << constantBits;
  const t1 = (c0 - c4) << constantBits;
  const e0 = t0 + t3;
  const e3 = t0 - t3;
  const e1 = t1 + t2;
  const e2 = t1 - t2;
  const z3 = c7 + c3;
  const z4 = c5 + c1;
  const z5 = Math.imul(z3 + z4, 9633);
  const y1 = Math.imul(c7 + c1, -7373);
  const y2 = Math.imul(c5 + c3, -20995);
  const y3 = Math.imul(z3, -16069) + z5;
  const y4 = Math.imul(z4, -3196) + z5;
  const o0 = Math.imul(c7, 2446) + y1 + y3;
  const o1 = Math.imul(c5, 16819) + y2 + y4;
  const o2 = Math.imul(c3, 25172) + y2 + y3;
  const o3 = Math.imul(c1, 12299) + y1 + y4;
  to[at] = descale(e0 + o3, bits);
  to[at + 7] = descale(e0 - o3, bits);
  to[at + 1] = descale(e1 + o2, bits);
  to[at + 6] = descale(e1 - o2, bits);
  to[at + 2] = descale(e2 + o1, bits);
  to[at + 5] = descale(e2 - o1, bits);
  to[at + 3] = descale(e3 + o0, bits);
  to[at + 4] = descale(e3 - o0, bits);
}

/** 64 samples around zero from JPEG's coefficients, in place. */
export function inverseDct(block: Int32Array): void {
  for (let line = 0; line < 8; line++) inversePass(block, between, line, constantBits - passBits);
  for (let line = 0; line < 8; line++) inversePass(between, block, line, constantBits + passBits + 3);
}

/** What `inverseDct` comes to where all coefficients but the first are zero: one value for all 64 samples. */
export function inverseOfConstant(first: number): number {
  return descale(
    descale(first << constantBits, constantBits - passBits) << constantBits,
    constantBits + passBits + 3,
  );
}
