/**
 * Identifies an image file by its header, so that a file that is not an image, that browsers cannot read, or that would
 * exhaust memory is refused with a sentence before anything is decoded.
 */
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { HeaderFacts } from "./byte-reader.ts";
import { type ByteReader, createReader } from "./byte-reader.ts";
import { readAvif } from "./header-avif.ts";
import { readBmp, readGif } from "./header-gif-bmp.ts";
import { readJpeg } from "./header-jpeg.ts";
import { readPng } from "./header-png.ts";
import { readWebp } from "./header-webp.ts";

export type ImageFormat = "PNG" | "JPEG" | "WebP" | "GIF" | "BMP" | "AVIF";

export interface ImageHeader extends HeaderFacts {
  readonly format: ImageFormat;
}

/** Processing needs several copies of an image; larger ones would not fit into the memory of a tab. */
const mostPixels = 64e6;
/** The longest canvas side that all browsers support. */
const longestSide = 16384;

/** Null: the header is truncated or contradicts itself. */
type ReadHeader = (reader: ByteReader) => HeaderFacts | null;

/** The format by its first bytes; null if it is not supported. */
function recognise(reader: ByteReader): readonly [format: ImageFormat, read: ReadHeader] | null {
  if (reader.word(0, 8) === "\x89PNG\r\n\x1a\n") return ["PNG", readPng];
  if (reader.word(0, 3) === "\xff\xd8\xff") return ["JPEG", readJpeg];
  if (reader.word(0, 4) === "RIFF" && reader.word(8, 4) === "WEBP") return ["WebP", readWebp];
  if (/^GIF8[79]a$/.test(reader.word(0, 6))) return ["GIF", readGif];
  if (reader.word(4, 4) === "ftyp" && brands(reader).some((brand) => /^avi[fs]$/.test(brand))) {
    return ["AVIF", readAvif];
  }
  if (reader.word(0, 2) === "BM" && reader.u32le(14) >= 12 && reader.u32le(14) <= 124)
    return ["BMP", readBmp];
  return null;
}

/** The format by the first bytes of a file; null if it cannot be displayed. */
export function formatOf(start: Uint8Array): ImageFormat | null {
  return recognise(createReader(start))?.[0] ?? null;
}

/** The brands of an ISO media file: the main one, then the compatible ones. */
function brands(reader: ByteReader): string[] {
  const end = Math.min(reader.u32be(0), reader.length, 256);
  const found = [reader.word(8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) found.push(reader.word(at, 4));
  return found;
}

const heicBrands = /^(?:hei[cxmsf]|hev[cxms]|mif1|msf1)$/;

/** Common formats that browsers cannot display, with their first bytes. */
const foreign: readonly (readonly [name: string, start: string])[] = [
  ["a TIFF image", "II*\0"],
  ["a TIFF image", "MM\0*"],
  ["a JPEG XL image", "\xff\n"],
  ["a JPEG XL image", "\0\0\0\x0cJXL "],
  ["a Photoshop file", "8BPS"],
  ["a PDF file", "%PDF"],
  ["an icon file", "\0\0\x01\0"],
];

function refuseForeign(reader: ByteReader): Outcome<never> {
  const save = "Save or export it as PNG or JPEG and open that.";
  const start = reader.word(0, 4096);
  if (reader.word(4, 4) === "ftyp") {
    const heic = brands(reader).some((brand) => heicBrands.test(brand));
    if (heic) return failure("unsupported", "This is a HEIC image, which browsers cannot show.", save);
    return failure("unsupported", "This is a video.", "Save one frame of it as PNG or JPEG and open that.");
  }
  // Only a declaration, comments and a document type may precede the drawing.
  if (/^(?:\xef\xbb\xbf)?\s*(?:<[?!][\s\S]*)?<svg[\s>]/i.test(start)) {
    return failure("unsupported", "This is an SVG drawing, which has no pixels of its own.", save);
  }
  const known = foreign.find(([, first]) => start.startsWith(first));
  if (known) return failure("unsupported", `This is ${known[0]}, which browsers cannot show.`, save);
  const open = "Open a PNG, JPEG, WebP, AVIF, GIF or BMP file.";
  return failure("badInput", "This file is not an image.", open);
}

function checkSize(format: ImageFormat, { width, height }: HeaderFacts): Outcome<null> {
  const size = `${width.toLocaleString("en")} × ${height.toLocaleString("en")} pixels`;
  if (width < 1 || height < 1) {
    const hint = "Open it in an image editor and save it again.";
    return failure("corrupt", `This ${format} file declares a size of ${size}.`, hint);
  }
  if (width * height > mostPixels || Math.max(width, height) > longestSide) {
    const limit = `${mostPixels / 1e6} megapixels and ${longestSide.toLocaleString("en")} pixels a side`;
    const hint = "Scale it down, or crop the relevant part, and open that.";
    return failure("badInput", `This image is ${size}; at most ${limit} are supported.`, hint);
  }
  return success(null);
}

/** Whether bytes are an image of any kind, even one that is refused; `sniff` gives the reason. */
export function isPicture(bytes: Uint8Array): boolean {
  const reader = createReader(bytes);
  if (recognise(reader) !== null) return true;
  const foreign = refuseForeign(reader);
  return !foreign.ok && foreign.fault.kind === "unsupported";
}

/** The header of an image that browsers can display and memory can hold; anything else is refused with a sentence. */
export function sniff(bytes: Uint8Array): Outcome<ImageHeader> {
  if (bytes.length === 0) {
    return failure("badInput", "This file is empty.", "Choose another file, or download this one again.");
  }
  const reader = createReader(bytes);
  const recognised = recognise(reader);
  if (recognised === null) return refuseForeign(reader);
  const [format, read] = recognised;
  const facts = read(reader);
  if (facts === null) {
    const hint = "Download or copy it again, or open it in an image editor and save it again.";
    return failure("corrupt", `This ${format} file is truncated or damaged.`, hint);
  }
  const fits = checkSize(format, facts);
  return fits.ok ? success({ format, ...facts }) : fits;
}
