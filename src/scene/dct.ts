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
  const at = (i: number): number => block[start + i * step] as number;
  const [a0, a1, a2, a3] = [at(0), at(1), at(2), at(3)];
  const [a4, a5, a6, a7] = [at(4), at(5), at(6), at(7)];
  const [s0, s1, s2, s3] = [a0 + a7, a1 + a6, a2 + a5, a3 + a4];
  const [d4, d5, d6, d7] = [a3 - a4, a2 - a5, a1 - a6, a0 - a7];
  const [e0, e3, e1, e2] = [s0 + s3, s0 - s3, s1 + s2, s1 - s2];
  block[start] = even > 0 ? (e0 + e1) << even : descale(e0 + e1, -even);
  block[start + 4 * step] = even > 0 ? (e0 - e1) << even : descale(e0 - e1, -even);
  const turned = Math.imul(e2 + e3, 4433);
  block[start + 2 * step] = descale(turned + Math.imul(e3, 6270), bits);
  block[start + 6 * step] = descale(turned - Math.imul(e2, 15137), bits);
  const [z3, z4] = [d4 + d6, d5 + d7];
  const z5 = Math.imul(z3 + z4, 9633);
  const [y1, y2] = [Math.imul(d4 + d7, -7373), Math.imul(d5 + d6, -20995)];
  const [y3, y4] = [Math.imul(z3, -16069) + z5, Math.imul(z4, -3196) + z5];
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
  const at = (i: number): number => block[start + i * step] as number;
  const [c0, c1, c2, c3] = [at(0), at(1), at(2), at(3)];
  const [c4, c5, c6, c7] = [at(4), at(5), at(6), at(7)];
  if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
    // What the general way comes to for a constant.
    const constant = descale(c0 << constantBits, bits);
    for (let i = 0; i < 8; i++) block[start + i * step] = constant;
    return;
  }
  const turned = Math.imul(c2 + c6, 4433);
  const [t2, t3] = [turned - Math.imul(c6, 15137), turned + Math.imul(c2, 6270)];
  const [t0, t1] = [(c0 + c4) << constantBits, (c0 - c4) << constantBits];
  const [e0, e3, e1, e2] = [t0 + t3, t0 - t3, t1 + t2, t1 - t2];
  const [z3, z4] = [c7 + c3, c5 + c1];
  const z5 = Math.imul(z3 + z4, 9633);
  const [y1, y2] = [Math.imul(c7 + c1, -7373), Math.imul(c5 + c3, -20995)];
  const [y3, y4] = [Math.imul(z3, -16069) + z5, Math.imul(z4, -3196) + z5];
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
