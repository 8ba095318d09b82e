/**
 * Writes RGBA pixels as a PNG of at most 256 colours: a third of the size, for pictures of a page. The most frequent
 * colours, which are the page's flat ones, stay exact; the others, from photographs, are put together by median cut.
 */

import { crc32, deflateSync } from "node:zlib";

/** @typedef {readonly [red: number, green: number, blue: number]} Colour */
/** @typedef {{ readonly colour: Colour, readonly count: number }} Counted */

const exactColours = 96;

/** @returns {Counted[]} the colours of the pixels, the most frequent first */
function countColours(/** @type {Uint8Array} */ rgba) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let at = 0; at < rgba.length; at += 4) {
    const key = ((rgba[at] ?? 0) << 16) | ((rgba[at + 1] ?? 0) << 8) | (rgba[at + 2] ?? 0);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([key, count]) => ({
      colour: /** @type {Colour} */ ([key >> 16, (key >> 8) & 255, key & 255]),
      count,
    }));
}

const widest = (/** @type {readonly Counted[]} */ group) => {
  const spans = [0, 1, 2].map((channel) => {
    let [low, high] = [255, 0];
    for (const { colour } of group) {
      low = Math.min(low, colour[channel] ?? 0);
      high = Math.max(high, colour[channel] ?? 0);
    }
    return high - low;
  });
  const span = Math.max(...spans);
  return { channel: spans.indexOf(span), span };
};

/** @returns {Counted[][]} at most `most` groups of similar colours */
function medianCut(/** @type {Counted[]} */ colours, /** @type {number} */ most) {
  const groups = colours.length === 0 ? [] : [{ members: colours, ...widest(colours) }];
  while (groups.length < most) {
    groups.sort((a, b) => b.span * Math.sqrt(b.members.length) - a.span * Math.sqrt(a.members.length));
    const [first] = groups;
    if (first === undefined || first.members.length < 2) break;
    const { channel } = first;
    const sorted = first.members.toSorted((a, b) => (a.colour[channel] ?? 0) - (b.colour[channel] ?? 0));
    const middle = sorted.length >> 1;
    const halves = [sorted.slice(0, middle), sorted.slice(middle)];
    groups.splice(0, 1, ...halves.map((members) => ({ members, ...widest(members) })));
  }
  return groups.map(({ members }) => members);
}

/** @returns {Colour} */
function mean(/** @type {readonly Counted[]} */ group) {
  const total = group.reduce((sum, { count }) => sum + count, 0);
  const channel = (/** @type {number} */ at) =>
    Math.round(group.reduce((sum, { colour, count }) => sum + (colour[at] ?? 0) * count, 0) / total);
  return [channel(0), channel(1), channel(2)];
}

function chunk(/** @type {string} */ kind, /** @type {Buffer} */ data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The rows of palette indices, each after its filter byte. */
function indexRows(
  /** @type {Uint8Array} */ rgba,
  /** @type {number} */ width,
  /** @type {Map<number, number>} */ places,
) {
  const rows = Buffer.alloc((rgba.length / 4 / width) * (width + 1));
  for (let pixel = 0; pixel < rgba.length / 4; pixel++) {
    const at = pixel * 4;
    const key = ((rgba[at] ?? 0) << 16) | ((rgba[at + 1] ?? 0) << 8) | (rgba[at + 2] ?? 0);
    rows[pixel + Math.floor(pixel / width) + 1] = places.get(key) ?? 0;
  }
  return rows;
}

/** @returns {Buffer} a PNG file */
export function indexedPng(/** @type {Uint8Array} */ rgba, /** @type {number} */ width) {
  const counted = countColours(rgba);
  const exact = counted.slice(0, exactColours).map((one) => [one]);
  const groups = [...exact, ...medianCut(counted.slice(exactColours), 256 - exact.length)];
  const places = new Map(
    groups.flatMap((group, place) =>
      group.map(({ colour: [red, green, blue] }) => [(red << 16) | (green << 8) | blue, place]),
    ),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rgba.length / 4 / width, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(groups.flatMap(mean))),
    chunk("IDAT", deflateSync(indexRows(rgba, width, places), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
