/** GIF (89a) and BMP: sizes at fixed offsets; a GIF with a second image is animated. */
import type { ByteReader, HeaderFacts } from "./byte-reader.ts";

/** Bytes of the colour table that `flags` announces. */
function colourTable(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** The offset after a chain of sub-blocks, which ends with an empty one. */
function skipSubBlocks(reader: ByteReader, start: number): number {
  let at = start;
  while (at < reader.length && reader.u8(at) !== 0) at += 1 + reader.u8(at);
  return at + 1;
}

/** Null if the file ends before its first image. */
export function readGif(reader: ByteReader): HeaderFacts | null {
  let at = 13 + colourTable(reader.u8(10));
  let pictures = 0;
  let alpha = false;
  while (at < reader.length && pictures < 2) {
    const block = reader.u8(at);
    if (block === 0x21) {
      const isGraphicControl = reader.u8(at + 1) === 0xf9;
      if (isGraphicControl && pictures === 0) alpha = (reader.u8(at + 3) & 1) === 1;
      at = skipSubBlocks(reader, at + 2);
    } else if (block === 0x2c) {
      pictures += 1;
      at = skipSubBlocks(reader, at + 11 + colourTable(reader.u8(at + 9)));
    } else break;
  }
  if (pictures === 0) return null;
  return { width: reader.u16le(6), height: reader.u16le(8), animated: pictures > 1, orientation: 1, alpha };
}

/** Null if the header is truncated. */
export function readBmp(reader: ByteReader): HeaderFacts | null {
  const headerSize = reader.u32le(14);
  if (reader.length < 14 + headerSize) return null;
  const upright = { animated: false, orientation: 1 } as const;
  if (headerSize === 12)
    return { width: reader.u16le(18), height: reader.u16le(20), alpha: false, ...upright };
  // Signed; a negative height means that rows are stored from the top.
  const [width, height] = [reader.u32le(18) | 0, Math.abs(reader.u32le(22) | 0)];
  const alpha = headerSize >= 56 && reader.u32le(66) !== 0;
  return { width: Math.max(0, width), height, alpha, ...upright };
}
