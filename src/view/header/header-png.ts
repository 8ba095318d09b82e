/** PNG (W3C, third edition): IHDR first; transparency, animation and EXIF come before the pixel data. */
import type { ByteReader, HeaderFacts } from "./byte-reader.ts";
import { readOrientation } from "./exif.ts";

/** Colour types with an alpha channel: grey and colour. */
const alphaTypes = [4, 6];

/** Null if the file ends before its pixel data. */
export function readPng(reader: ByteReader): HeaderFacts | null {
  if (reader.length < 33 || reader.word(12, 4) !== "IHDR") return null;
  const facts = {
    width: reader.u32be(16),
    height: reader.u32be(20),
    animated: false,
    orientation: 1 as HeaderFacts["orientation"],
    alpha: alphaTypes.includes(reader.u8(25)),
  };
  let at = 33;
  while (at + 8 <= reader.length) {
    const length = reader.u32be(at);
    const type = reader.word(at + 4, 4);
    if (type === "IDAT") return facts;
    if (type === "IEND") return null;
    if (type === "acTL") facts.animated = true;
    if (type === "tRNS") facts.alpha = true;
    if (type === "eXIf") facts.orientation = readOrientation(reader, at + 8, length);
    at += 12 + length;
  }
  return null;
}
