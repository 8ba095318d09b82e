/**
 * The colours of a picture as JPEG has them, sixteen pixels at a time: brightness, and blueness and redness at half the size
 * (jccolor.c and jcsample.c of libjpeg-turbo), and back again (jdsample.c and jdcolor.c).
 */
import { type Body, type Code, functionOf, i16x8, i32x4, number, u8x16, v128 } from "./assembler.ts";
import { pairsOf, shortened, weighed } from "./transform.ts";

/** 128, and nearly a half, before 16 bits are taken off. */
const center = (128 << 16) + 32767;

/** The products of pairs of 16-bit numbers with two factors, added up. */
const dot = (pairs: Code, a: number, b: number): Code =>
  i32x4.dot(pairs, i16x8.constant([a, b, a, b, a, b, a, b]));

/** Brightness, blueness and redness of four pixels, 32 bits each. */
function splitPixels(body: Body, pixels: Code): readonly [light: Code, blue: Code, red: Code] {
  // Red and blue lie in the two halves of a word, green in the lower one.
  const ends = body.keep(v128.and(pixels, i32x4.all(0x00ff00ff)));
  const green = body.keep(v128.and(i32x4.rightUnsigned(pixels, 8), i32x4.all(0xff)));
  // Half of green's factor fits into 16 bits; so does -2^15, but not 2^15.
  const light = i32x4.add(dot(ends, 19595, 7471), dot(i16x8.add(green, green), 19235, 0));
  const blue = i32x4.add(dot(ends, 11059, -32768), dot(green, 21709, 0));
  const red = i32x4.add(dot(ends, -32768, 5329), dot(green, 27439, 0));
  return [
    body.keep(i32x4.right(i32x4.add(light, i32x4.all(32768)), 16)),
    body.keep(i32x4.right(i32x4.subtract(i32x4.all(center), blue), 16)),
    body.keep(i32x4.right(i32x4.subtract(i32x4.all(center), red), 16)),
  ];
}

/** Writes the brightness of sixteen pixels; the sums of each two neighbours' blueness and redness, twice four of each. */
function splitRow(body: Body, words: Code, light: Code) {
  const parts = [0, 1, 2, 3].map((i) => splitPixels(body, body.keep(v128.load(words, 16 * i))));
  const narrow = (channel: 0 | 1 | 2): readonly [Code, Code] => {
    const [a, b, c, d] = parts.map((part) => part[channel]) as [Code, Code, Code, Code];
    return [i16x8.narrow(a, b), i16x8.narrow(c, d)];
  };
  body.store(light, u8x16.narrow(...narrow(0)));
  return ([1, 2] as const).map((channel) =>
    narrow(channel).map((eight) => body.keep(i32x4.addPairs(eight))),
  ) as [[Code, Code], [Code, Code]];
}

/**
 * Two rows of pixels as two rows of brightness, and one of blueness and of redness, each the mean of four. `count` is a
 * sixteenth of their width.
 */
export const splitRows = functionOf(7, (body, upper, lower, lightAbove, lightBelow, blue, red, count) => {
  body.repeat(count, () => {
    const above = splitRow(body, upper, lightAbove);
    const below = splitRow(body, lower, lightBelow);
    for (const [channel, to] of [blue, red].entries()) {
      const means = [0, 1].map((half) => {
        const four = i32x4.add(above[channel]?.[half] as Code, below[channel]?.[half] as Code);
        // Halves go down and up by turns along a row, so that no colour drifts.
        return i32x4.right(i32x4.add(four, i32x4.constant([1, 2, 1, 2])), 2);
      }) as [Code, Code];
      const eight = body.keep(i16x8.narrow(...means));
      body.storeHalf(to, u8x16.narrow(eight, eight), 0);
      body.advance(to, number(8));
    }
    for (const words of [upper, lower]) body.advance(words, number(64));
    for (const light of [lightAbove, lightBelow]) body.advance(light, number(16));
  });
});

const threeTimes = (value: Code): Code => i16x8.multiply(value, i16x8.all(3));

/** Three times the nearer row and once the farther one, 16 bits each; `count` is an eighth of their width. */
export const sumRows = functionOf(4, (body, near, far, sums, count) => {
  body.repeat(count, () => {
    body.store(sums, i16x8.add(threeTimes(i16x8.loadBytes(near)), i16x8.loadBytes(far)));
    for (const row of [near, far]) body.advance(row, number(8));
    body.advance(sums, number(16));
  });
});

/** Blueness or redness of eight pixels, about zero: three quarters of a sum and a quarter of its neighbour's. */
function enlarged(body: Body, own: Code, neighbour: Code, rounding: number): Code {
  const sum = i16x8.add(i16x8.add(threeTimes(own), neighbour), i16x8.all(rounding));
  return body.keep(i16x8.subtract(i16x8.right(sum, 4), i16x8.all(128)));
}

/** Red, green and blue of eight pixels, not yet clipped: products with what the factors have beyond whole numbers. */
function joinPixels(body: Body, light: Code, blue: Code, red: Code): readonly [Code, Code, Code] {
  const both = pairsOf(body, blue, red);
  const half = [i32x4.all(32768), i32x4.all(32768)] as const;
  const part = (a: number, b: number): Code => shortened(body, weighed(body, both, a, b, half), 16);
  return [
    body.keep(i16x8.add(light, i16x8.add(red, part(0, 91881 - 65536)))),
    body.keep(i16x8.add(light, i16x8.subtract(part(-22554, 65536 - 46802), red))),
    body.keep(i16x8.add(light, i16x8.add(i16x8.add(blue, blue), part(116130 - 131072, 0)))),
  ];
}

/** Sixteen pixels of three bytes from their channels, each of which has the even pixels before the odd ones. */
function storePixels(body: Body, [red, green, blue]: readonly [Code, Code, Code], to: Code): void {
  for (let third = 0; third < 3; third++) {
    const places = Array.from({ length: 16 }, (_, i) => {
      const pixel = Math.floor((16 * third + i) / 3);
      return { channel: (16 * third + i) % 3, place: 8 * (pixel & 1) + (pixel >> 1) };
    });
    const warm = v128.shuffle(
      places.map(({ channel, place }) => (channel === 1 ? 16 + place : place)),
      red,
      green,
    );
    const all = places.map(({ channel, place }, i) => (channel === 2 ? 16 + place : i));
    body.store(to, v128.shuffle(all, warm, blue), 16 * third);
  }
}

/**
 * A row of pixels, three bytes each, of a row of brightness and the sums of blueness and redness, from the one before the
 * first on. `count` is a sixteenth of the width.
 */
export const joinRow = functionOf(5, (body, light, blue, red, to, count) => {
  body.repeat(count, () => {
    const chroma = [blue, red].map((sums) => {
      const own = body.keep(v128.load(sums, 2));
      return [
        enlarged(body, own, v128.load(sums, 0), 8),
        enlarged(body, own, v128.load(sums, 4), 7),
      ] as const;
    }) as [readonly [Code, Code], readonly [Code, Code]];
    const lights = body.keep(v128.load(light));
    const even = joinPixels(body, v128.and(lights, i16x8.all(255)), chroma[0][0], chroma[1][0]);
    const odd = joinPixels(body, i16x8.rightUnsigned(lights, 8), chroma[0][1], chroma[1][1]);
    const clipped = even.map((eight, i) => body.keep(u8x16.narrow(eight, odd[i] as Code)));
    storePixels(body, clipped as unknown as readonly [Code, Code, Code], to);
    for (const sums of [blue, red]) body.advance(sums, number(16));
    body.advance(light, number(16));
    body.advance(to, number(48));
  });
});
