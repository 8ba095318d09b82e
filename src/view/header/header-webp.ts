/** WebP (RFC 9649): a simple lossy or lossless file, or an extended one that lists its features first. */
import type { ByteReader, HeaderFacts, Orientation } from "./byte-reader.ts";
import { readOrientation } from "./exif.ts";

function u24le(reader: ByteReader, at: number): number {
  return reader.u16le(at) + reader.u8(at + 2) * 65536;
}

/** A key frame of VP8: three bytes of tag, a start code, then two sizes of 14 bits. */
function readLossy(reader: ByteReader): HeaderFacts | null {
  if (reader.length < 30 || reader.word(23, 3) !== "\x9d\x01\x2a") return null;
  const [width, height] = [reader.u16le(26) & 0x3fff, reader.u16le(28) & 0x3fff];
  return { width, height, animated: false, orientation: 1, alpha: false };
}

function readLossless(reader: ByteReader): HeaderFacts | null {
  if (reader.length < 25 || reader.u8(20) !== 0x2f) return null;
  const bits = reader.u32le(21);
  const width = (bits & 0x3fff) + 1;
  const height = ((bits >>> 14) & 0x3fff) + 1;
  return { width, height, animated: false, orientation: 1, alpha: ((bits >>> 28) & 1) === 1 };
}

/** EXIF has a chunk of its own after the pixel data; null if the file is shorter than it declares. */
function findOrientation(reader: ByteReader): Orientation | null {
  let at = 12;
  while (at + 8 <= reader.length) {
    const length = reader.u32le(at + 4);
    if (reader.word(at, 4) === "EXIF") {
      // Some writers keep JPEG's prefix.
      const prefix = reader.word(at + 8, 6) === "Exif\0\0" ? 6 : 0;
      return readOrientation(reader, at + 8 + prefix, length - prefix);
    }
    at += 8 + length + (length % 2);
  }
  return reader.length < 8 + reader.u32le(4) ? null : 1;
}

function readExtended(reader: ByteReader): HeaderFacts | null {
  if (reader.length < 30) return null;
  const flags = reader.u8(20);
  const orientation = (flags & 0x08) === 0 ? 1 : findOrientation(reader);
  if (orientation === null) return null;
  return {
    width: u24le(reader, 24) + 1,
    height: u24le(reader, 27) + 1,
    animated: (flags & 0x02) !== 0,
    orientation,
    alpha: (flags & 0x10) !== 0,
  };
}

/** Null if the first chunk is unknown or truncated, or if declared EXIF data lie beyond the end. */
export function readWebp(reader: ByteReader): HeaderFacts | null {
  const chunk = reader.word(12, 4);
  if (chunk === "VP8 ") return readLossy(reader);
  if (chunk === "VP8L") return readLossless(reader);
  return chunk === "VP8X" ? readExtended(reader) : null;
}
