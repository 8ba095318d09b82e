/**
 * The 8 × 8 cosine transforms of JPEG in integers, as libjpeg's accurate method computes them (jfdctint.c and
 * jidctint.c, after Loeffler, Ligtenberg and Moschytz 1989): 13-bit constants, two fractional bits between the passes.
 */

const constantBits = 13;
const passBits = 2;

/** x / 2^bits, rounded. */
function descale(x: number, bits: number): number {
  return (x + (1 << (bits - 1))) >> bits;
}

/**
 * One forward pass over the eight values at `start`, `start + step`, …: `even` of the outputs 0 and 4 is their shift to
 * the left (negative: rounded to the right), `bits` the shift to the right of the others.
 */
function forwardPass(block: Int32Array, start: number, step: number, even: number, bits: number): void {
  const a0 = block[start] as number;
  const a1 = block[start + step] as number;
  const a2 = block[start + 2 * step] as number;
  const a3 = block[start + 3 * step] as number;
  const a4 = block[start + 4 * step] as number;
  const a5 = block[start + 5 * step] as number;
  const a6 = block[start + 6 * step] as number;
  const a7 = block[start + 7 * step] as number;
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
  block[start] = even > 0 ? (e0 + e1) << even : descale(e0 + e1, -even);
  block[start + 4 * step] = even > 0 ? (e0 - e1) << even : descale(e0 - e1, -even);
  const turned = Math.imul(e2 + e3, 4433);
  block[start + 2 * step] = descale(turned + Math.imul(e3, 6270), bits);
  block[start + 6 * step] = descale(turned - Math.imul(e2, 15137), bits);
  const z3 = d4 + d6;
  const z4 = d5 + d7;
  const z5 = Math.imul(z3 + z4, 9633);
  const y1 = Math.imul(d4 + d7, -7373);
  const y2 = Math.imul(d5 + d6, -20995);
  const y3 = Math.imul(z3, -16069) + z5;
  const y4 = Math.imul(z4, -3196) + z5;
  block[start + 7 * step] = descale(Math.imul(d4, 2446) + y1 + y3, bits);
  block[start + 5 * step] = descale(Math.imul(d5, 16819) + y2 + y4, bits);
  block[start + 3 * step] = descale(Math.imul(d6, 25172) + y2 + y3, bits);
  block[start + step] = descale(Math.imul(d7, 12299) + y1 + y4, bits);
}

/** The cosine transform of 64 samples around zero, in place and eight times as large as JPEG's. */
export function forwardDct(block: Int32Array): void {
  for (let row = 0; row < 64; row += 8) forwardPass(block, row, 1, passBits, constantBits - passBits);
  for (let column = 0; column < 8; column++) {
    forwardPass(block, column, 8, -passBits, constantBits + passBits);
  }
}

/** One inverse pass over eight values, each result shifted to the right by `bits`. */
function inversePass(block: Int32Array, start: number, step: number, bits: number): void {
  const c0 = block[start] as number;
  const c1 = block[start + step] as number;
  const c2 = block[start + 2 * step] as number;
  const c3 = block[start + 3 * step] as number;
  const c4 = block[start + 4 * step] as number;
  const c5 = block[start + 5 * step] as number;
  const c6 = block[start + 6 * step] as number;
  const c7 = block[start + 7 * step] as number;
  if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
    // What the general way comes to for a constant.
    const constant = descale(c0 << constantBits, bits);
    for (let i = 0; i < 8; i++) block[start + i * step] = constant;
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
  block[start] = descale(e0 + o3, bits);
  block[start + 7 * step] = descale(e0 - o3, bits);
  block[start + step] = descale(e1 + o2, bits);
  block[start + 6 * step] = descale(e1 - o2, bits);
  block[start + 2 * step] = descale(e2 + o1, bits);
  block[start + 5 * step] = descale(e2 - o1, bits);
  block[start + 3 * step] = descale(e3 + o0, bits);
  block[start + 4 * step] = descale(e3 - o0, bits);
}

/** 64 samples around zero from JPEG's coefficients, in place. */
export function inverseDct(block: Int32Array): void {
  for (let column = 0; column < 8; column++) inversePass(block, column, 8, constantBits - passBits);
  for (let row = 0; row < 64; row += 8) inversePass(block, row, 1, constantBits + passBits + 3);
}
