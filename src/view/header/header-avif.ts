/** AVIF (ISO/IEC 23008-12 in ISO media boxes): the properties in meta/iprp/ipco hold size, rotation and alpha. */
import type { ByteReader, HeaderFacts, Orientation } from "./byte-reader.ts";

interface MediaBox {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The boxes between `start` and `end`; the `start` of each is the offset of its content. */
function boxesIn(reader: ByteReader, start: number, end: number): MediaBox[] {
  const boxes: MediaBox[] = [];
  let at = start;
  while (at + 8 <= end && boxes.length < 1000) {
    const size = reader.u32be(at);
    // 0 means up to the end of the file; 1 means that a 64-bit size follows, which only pixel data needs.
    const length = size === 0 ? end - at : size;
    if (length < 8) break;
    boxes.push({ type: reader.word(at + 4, 4), start: at + 8, end: Math.min(end, at + length) });
    at += length;
  }
  return boxes;
}

/** The inside of the box at `path`, the first of each name; null when one is missing. */
function descend(reader: ByteReader, path: readonly string[]): MediaBox[] | null {
  let boxes = boxesIn(reader, 0, reader.length);
  for (const name of path) {
    const inner = boxes.find((box) => box.type === name);
    if (inner === undefined) return null;
    // `meta` begins with a version and flags.
    boxes = boxesIn(reader, inner.start + (name === "meta" ? 4 : 0), inner.end);
  }
  return boxes;
}

/**
 * EXIF orientations by `irot` (quarter turns anticlockwise) and `imir` (no mirror, top and bottom exchanged, left and right
 * exchanged).
 */
const turns: readonly (readonly Orientation[])[] = [
  [1, 4, 2],
  [8, 5, 7],
  [3, 2, 4],
  [6, 7, 5],
];

const alphaName = /^urn:mpeg:(?:mpegB:cicp:systems:auxiliary:alpha|hevc:2015:auxid:1)\0?$/;

/** Null if no size is found. If there are several (thumbnails, tiles), the largest is that of the image. */
export function readAvif(reader: ByteReader): HeaderFacts | null {
  const properties = descend(reader, ["meta", "iprp", "ipco"]);
  if (properties === null) return null;
  const sizes = properties
    .filter((box) => box.type === "ispe" && box.end - box.start >= 12)
    .map((box) => ({ width: reader.u32be(box.start + 4), height: reader.u32be(box.start + 8) }))
    .sort((a, b) => b.width * b.height - a.width * a.height);
  const [largest] = sizes;
  if (largest === undefined) return null;
  const turn = properties.find((box) => box.type === "irot");
  const mirror = properties.find((box) => box.type === "imir");
  const turned = turns[turn === undefined ? 0 : reader.u8(turn.start) & 3];
  const orientation = turned?.[mirror === undefined ? 0 : 1 + (reader.u8(mirror.start) & 1)] ?? 1;
  const auxiliary = properties.filter((box) => box.type === "auxC");
  const names = auxiliary.map((box) => reader.word(box.start + 4, box.end - box.start - 4));
  const animated = reader.word(8, 4) === "avis";
  return { ...largest, animated, orientation, alpha: names.some((name) => alphaName.test(name)) };
}
