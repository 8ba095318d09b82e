/**
 * What JPEG does to blocks of 8 × 8 samples, in integers as libjpeg's accurate method computes it (jfdctint.c and
 * jidctint.c, after Loeffler, Ligtenberg and Moschytz 1989): the cosine transform, its coefficients rounded to multiples
 * of a table's steps, and the transform back. 13-bit constants, two fractional bits between the passes.
 *
 * A block is eight vectors of eight numbers of 16 bits, which hold every sum that is taken of them; products are added up
 * in 32 bits.
 */
import { type Body, type Code, f32x4, functionOf, i16x8, i32x4, number, u8x16, v128 } from "./assembler.ts";

type Eight = readonly [Code, Code, Code, Code, Code, Code, Code, Code];

/** Neighbours of 16 bits, from the first and from the last four numbers of two vectors. */
export type Pairs = readonly [first: Code, last: Code];

const firstPairs = Array.from({ length: 16 }, (_, i) => 2 * (i >> 2) + (i & 1) + 8 * (i & 2));
const lastPairs = firstPairs.map((place) => place + 8);

/** Each number of one vector, and its like of another behind it. */
export function pairsOf(body: Body, a: Code, b: Code): Pairs {
  return [body.keep(v128.shuffle(firstPairs, a, b)), body.keep(v128.shuffle(lastPairs, a, b))];
}

/** Rows become columns: three times each number is put beside the one that is four rows below. */
function transposed(body: Body, rows: Eight): Eight {
  let lines: readonly Code[] = rows;
  for (let round = 0; round < 3; round++) {
    const before = lines;
    lines = [0, 1, 2, 3].flatMap((i) => pairsOf(body, before[i] as Code, before[i + 4] as Code));
  }
  return lines as unknown as Eight;
}

/** The products of pairs with two factors, added up, in 32 bits; and something added to them. */
export function weighed(body: Body, pairs: Pairs, a: number, b: number, added?: Pairs): Pairs {
  const factors = i16x8.constant([a, b, a, b, a, b, a, b]);
  return pairs.map((each, i) => {
    const products = i32x4.dot(each, factors);
    return body.keep(added === undefined ? products : i32x4.add(products, added[i] as Code));
  }) as unknown as Pairs;
}

const add = (a: Pairs, b: Pairs): Pairs => [i32x4.add(a[0], b[0]), i32x4.add(a[1], b[1])];
const subtract = (a: Pairs, b: Pairs): Pairs => [i32x4.subtract(a[0], b[0]), i32x4.subtract(a[1], b[1])];

/** 32-bit numbers without their last bits as 16-bit ones. */
export function shortened(body: Body, [first, last]: Pairs, bits: number): Code {
  return body.keep(i16x8.narrow(i32x4.right(first, bits), i32x4.right(last, bits)));
}

/** The turn by which both transforms begin or end their even half: of (p, q) times √2 by 3π/8. */
function turned(body: Body, p: Code, q: Code, rounding: Pairs): readonly [Pairs, Pairs] {
  const both = pairsOf(body, p, q);
  return [
    weighed(body, both, 4433, 4433 + 6270, rounding),
    weighed(body, both, 4433 - 15137, 4433, rounding),
  ];
}

/** The odd half of both transforms: to the first, third, second and last of four, with products drawn together. */
function oddHalf(body: Body, [a, b, c, d]: readonly [Code, Code, Code, Code], rounding: Pairs) {
  const sums = pairsOf(body, i16x8.add(a, c), i16x8.add(b, d));
  const y3 = weighed(body, sums, 9633 - 16069, 9633, rounding);
  const y4 = weighed(body, sums, 9633, 9633 - 3196, rounding);
  const [outer, inner] = [pairsOf(body, a, d), pairsOf(body, b, c)];
  return [
    weighed(body, outer, 2446 - 7373, -7373, y3),
    weighed(body, inner, 16819 - 20995, -20995, y4),
    weighed(body, inner, -20995, 25172 - 20995, y3),
    weighed(body, outer, -7373, 12299 - 7373, y4),
  ] as const;
}

const twice = (value: number): Pairs => [i32x4.all(value), i32x4.all(value)];

/** One pass of the transform: 11 bits are taken off in the first, 15 in the second. */
function forward(body: Body, a: Eight, bits: 11 | 15): Eight {
  const kept = (value: Code): Code => body.keep(value);
  const [s0, s1] = [kept(i16x8.add(a[0], a[7])), kept(i16x8.add(a[1], a[6]))];
  const [s2, s3] = [kept(i16x8.add(a[2], a[5])), kept(i16x8.add(a[3], a[4]))];
  const [e0, e1] = [kept(i16x8.add(s0, s3)), kept(i16x8.add(s1, s2))];
  const rounding = twice(1 << (bits - 1));
  const [c2, c6] = turned(body, i16x8.subtract(s1, s2), i16x8.subtract(s0, s3), rounding);
  const differences = [
    kept(i16x8.subtract(a[3], a[4])),
    kept(i16x8.subtract(a[2], a[5])),
    kept(i16x8.subtract(a[1], a[6])),
    kept(i16x8.subtract(a[0], a[7])),
  ] as const;
  const [c7, c5, c3, c1] = oddHalf(body, differences, rounding);
  const [even, odd] = [i16x8.add(e0, e1), i16x8.subtract(e0, e1)];
  // Samples count from 128, which only the first sum of the first pass shows.
  const [c0, c4] =
    bits === 11
      ? [i16x8.left(i16x8.subtract(even, i16x8.all(1024)), 2), i16x8.left(odd, 2)]
      : [i16x8.right(i16x8.add(even, i16x8.all(2)), 2), i16x8.right(i16x8.add(odd, i16x8.all(2)), 2)];
  const short = (value: Pairs): Code => shortened(body, value, bits);
  return [kept(c0), short(c1), short(c2), short(c3), kept(c4), short(c5), short(c6), short(c7)];
}

/** One pass of the transform back: 11 bits are taken off in the first, 18 in the second, after `rounding` is added. */
function backward(body: Body, c: Eight, bits: 11 | 18, rounding: number): Eight {
  const ends = pairsOf(body, c[0], c[4]);
  const t0 = weighed(body, ends, 8192, 8192, twice(rounding));
  const t1 = weighed(body, ends, 8192, -8192, twice(rounding));
  const none = twice(0);
  const [t3, t2] = turned(body, c[6], c[2], none);
  const [o0, o1, o2, o3] = oddHalf(body, [c[7], c[5], c[3], c[1]], none);
  const keep = ([first, last]: Pairs): Pairs => [body.keep(first), body.keep(last)];
  const [m0, m1] = [keep(add(t0, t3)), keep(add(t1, t2))];
  const [m2, m3] = [keep(subtract(t1, t2)), keep(subtract(t0, t3))];
  const short = (value: Pairs): Code => shortened(body, value, bits);
  return [
    short(add(m0, o3)),
    short(add(m1, o2)),
    short(add(m2, o1)),
    short(add(m3, o0)),
    short(subtract(m3, o0)),
    short(subtract(m2, o1)),
    short(subtract(m1, o2)),
    short(subtract(m0, o3)),
  ];
}

/** Where the 64 steps of a quantiser lie behind the reciprocals of their eightfold: 16 and 32 bits each. */
const stepsFrom = 256;
export const quantiserBytes = 384;

/** Half a step more, in floating point, times the reciprocal: it lies between two halves, and 2^23 rounds it. */
function countOf(size: Code, reciprocals: Code): Code {
  const scaled = f32x4.multiply(f32x4.add(f32x4.of(size), f32x4.all(0.5)), reciprocals);
  return f32x4.add(scaled, f32x4.all(2 ** 23));
}

/** The lower halves of eight numbers of 32 bits. */
const lowerHalves = Array.from({ length: 16 }, (_, i) => 4 * (i >> 1) + (i & 1));

/**
 * A row of coefficients, eight times as large as JPEG's, rounded to multiples of its steps. With a size x and a divisor d,
 * ⌊(x + d / 2) / d⌋ is the whole number that is nearest to (x + 1/2) / d, which is 1 / (2 d) or more away from any half;
 * that is much more than floating point is off by for x below 2^15.
 */
function roundedRow(body: Body, coefficients: Code, quantiser: Code, row: number): Code {
  const sign = body.keep(i16x8.right(coefficients, 15));
  const size = body.keep(i16x8.absolute(coefficients));
  const first = countOf(i32x4.lowUnsigned(size), v128.load(quantiser, 32 * row));
  const last = countOf(i32x4.highUnsigned(size), v128.load(quantiser, 32 * row + 16));
  const counts = v128.shuffle(lowerHalves, first, last);
  const multiples = i16x8.multiply(counts, v128.load(quantiser, stepsFrom + 16 * row));
  return body.keep(i16x8.subtract(v128.xor(multiples, sign), sign));
}

/** The table of quantisation in the memory that `damageBlocks` works in. */
export function writeQuantiser(memory: ArrayBuffer, at: number, steps: readonly number[]): void {
  new Float32Array(memory, at, 64).set(steps.map((step) => 1 / (8 * step)));
  new Int16Array(memory, at + stepsFrom, 64).set(steps);
}

/** One block, whose upper left sample is at `corner`, as it comes back from a JPEG file. */
function damageBlock(body: Body, corner: Code, stride: Code, quantiser: Code): void {
  const at = body.variable(corner);
  const rows = Array.from({ length: 8 }, () => {
    const row = body.keep(i16x8.loadBytes(at));
    body.advance(at, stride);
    return row;
  });
  const columns = forward(body, transposed(body, rows as unknown as Eight), 11);
  const coefficients = forward(body, transposed(body, columns), 15);
  const rounded = coefficients.map((row, i) => roundedRow(body, row, quantiser, i));
  const halfway = backward(body, rounded as unknown as Eight, 11, 1024);
  // 128, which samples count from, and one half.
  const back = transposed(body, backward(body, transposed(body, halfway), 18, (128 << 18) + (1 << 17)));
  const to = body.variable(corner);
  for (let row = 0; row < 8; row += 2) {
    const both = body.keep(u8x16.narrow(back[row] as Code, back[row + 1] as Code));
    for (const half of [0, 1] as const) {
      body.storeHalf(to, both, half);
      body.advance(to, stride);
    }
  }
}

/** Damages `across` × `down` blocks of a plane from `plane` on, whose rows are `stride` bytes apart. */
export const damageBlocks = functionOf(5, (body, plane, stride, across, down, quantiser) => {
  const row = body.variable(plane);
  body.repeat(down, () => {
    const corner = body.variable(row);
    body.repeat(across, () => {
      damageBlock(body, corner, stride, quantiser);
      body.advance(corner, number(8));
    });
    for (let i = 0; i < 8; i++) body.advance(row, stride);
  });
});
