/** Reads numbers and words out of bytes; beyond their end everything is 0 and empty, so nothing throws. */

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
