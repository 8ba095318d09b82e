/** JPEG (ITU T.81): segments up to the frame header, which holds the size; EXIF comes before it. */
import type { ByteReader, HeaderFacts, Orientation } from "./byte-reader.ts";
import { readOrientation } from "./exif.ts";

/** Start of scan and end of image. */
const endMarkers: readonly number[] = [0xda, 0xd9];

/** Start of frame: C0 to CF, except the tables C4 and CC and the reserved C8. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** The frame header at `at`: length, sample precision, height, width. */
function readFrame(reader: ByteReader, at: number, orientation: Orientation): HeaderFacts | null {
  if (at + 9 > reader.length) return null;
  const [width, height] = [reader.u16be(at + 7), reader.u16be(at + 5)];
  return { width, height, animated: false, orientation, alpha: false };
}

/** Null if the file ends, or the pixel data begin, before a frame header. */
export function readJpeg(reader: ByteReader): HeaderFacts | null {
  let orientation: Orientation = 1;
  let at = 2;
  while (at + 4 <= reader.length && reader.u8(at) === 0xff) {
    const marker = reader.u8(at + 1);
    const length = reader.u16be(at + 2);
    if (marker === 0xff) {
      // Fill bytes may precede any marker.
      at += 1;
      continue;
    }
    if (isFrame(marker)) return readFrame(reader, at, orientation);
    if (length < 2 || endMarkers.includes(marker)) return null;
    if (marker === 0xe1 && reader.word(at + 4, 6) === "Exif\0\0") {
      orientation = readOrientation(reader, at + 10, length - 8);
    }
    at += 2 + length;
  }
  return null;
}
