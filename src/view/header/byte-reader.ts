/** What the readers of image headers share: the facts that they return, and the bytes that they read. */

/** The eight orientations of EXIF; 1 is upright, 5 to 8 lie on their side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface HeaderFacts {
  /** As stored, before `orientation` is applied. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  readonly orientation: Orientation;
  readonly alpha: boolean;
}

/** Reads numbers and words from bytes; beyond the end everything is 0 or empty, so nothing throws. */
export interface ByteReader {
  readonly length: number;
  u8(at: number): number;
  u16be(at: number): number;
  u16le(at: number): number;
  u32be(at: number): number;
  u32le(at: number): number;
  /** `count` bytes, 4,096 at most, as Latin letters. */
  word(at: number, count: number): string;
}

export function createReader(bytes: Uint8Array): ByteReader {
  const u8 = (at: number): number => bytes[at] ?? 0;
  const u16be = (at: number): number => u8(at) * 256 + u8(at + 1);
  const u16le = (at: number): number => u8(at) + u8(at + 1) * 256;
  return {
    length: bytes.length,
    u8,
    u16be,
    u16le,
    u32be: (at) => u16be(at) * 65536 + u16be(at + 2),
    u32le: (at) => u16le(at) + u16le(at + 2) * 65536,
    word: (at, count) => String.fromCharCode(...bytes.subarray(at, at + Math.min(count, 4096))),
  };
}
