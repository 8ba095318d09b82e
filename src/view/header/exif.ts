/** The orientation of the camera, from EXIF. */
import type { ByteReader, Orientation } from "./byte-reader.ts";

function isOrientation(value: number): value is Orientation {
  return Number.isInteger(value) && value >= 1 && value <= 8;
}

/** The orientation in the TIFF structure of `length` bytes at `start`; 1 if there is none. */
export function readOrientation(reader: ByteReader, start: number, length: number): Orientation {
  const order = reader.word(start, 4);
  if (order !== "II*\0" && order !== "MM\0*") return 1;
  const big = order === "MM\0*";
  const u16 = big ? reader.u16be : reader.u16le;
  const directory = start + (big ? reader.u32be : reader.u32le)(start + 4);
  const end = Math.min(start + length, reader.length);
  const count = u16(directory);
  for (let entry = 0; entry < count; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > end) return 1;
    if (u16(at) !== 0x0112) continue;
    const value = u16(at + 8);
    return isOrientation(value) ? value : 1;
  }
  return 1;
}
