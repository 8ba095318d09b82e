/**
 * Whether an image's colours are sRGB. A model reads the stored values; a browser applies the file's colour profile
 * (ICC.1:2022). For an image with another profile they therefore see different colours.
 */
import { createReader } from "../header/byte-reader.ts";
import type { ImageFormat } from "../header/header.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** JPEG: segments APP2 named ICC_PROFILE, in numbered pieces. */
function profileOfJpeg(bytes: Bytes): Bytes | null {
  const reader = createReader(bytes);
  const pieces: Bytes[] = [];
  for (let at = 2; at + 4 <= bytes.length && reader.u8(at) === 0xff; ) {
    const [marker, length] = [reader.u8(at + 1), reader.u16be(at + 2)];
    if (marker === 0xda || (marker !== 0xff && length < 2)) break;
    if (marker === 0xe2 && reader.word(at + 4, 12) === "ICC_PROFILE\0")
      pieces[reader.u8(at + 16)] = bytes.subarray(at + 18, at + 2 + length);
    at += marker === 0xff ? 1 : 2 + length;
  }
  const whole = pieces.flatMap((piece) => [...piece]);
  return whole.length === 0 ? null : Uint8Array.from(whole);
}

async function inflated(bytes: Bytes): Promise<Bytes | null> {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return null;
  }
}

/** PNG: the chunk iCCP holds a name, a method and the profile, deflated; it stands before the pixels. */
async function profileOfPng(bytes: Bytes): Promise<Bytes | null> {
  const reader = createReader(bytes);
  for (let at = 33; at + 12 <= bytes.length; at += 12 + reader.u32be(at)) {
    const type = reader.word(at + 4, 4);
    if (type === "IDAT") return null;
    if (type !== "iCCP") continue;
    const chunk = bytes.subarray(at + 8, at + 8 + reader.u32be(at));
    return inflated(chunk.subarray(chunk.indexOf(0) + 2));
  }
  return null;
}

/** WebP: a chunk of its own, directly after the extended header. */
function profileOfWebp(bytes: Bytes): Bytes | null {
  const reader = createReader(bytes);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = reader.u32le(at + 4);
    if (reader.word(at, 4) === "ICCP") return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  return null;
}

/** AVIF: the offset of the contents of the `colr` property, among the first boxes of the file; null if there is none. */
function colourOfAvif(bytes: Bytes): number | null {
  const reader = createReader(bytes);
  const end = Math.min(bytes.length, 65536);
  for (let at = 4; at + 8 <= end; at++) if (reader.word(at, 4) === "colr") return at + 4;
  return null;
}

function profileOfAvif(bytes: Bytes): Bytes | null {
  const reader = createReader(bytes);
  const at = colourOfAvif(bytes);
  return at !== null && ["prof", "rICC"].includes(reader.word(at, 4))
    ? bytes.subarray(at + 4, at - 8 + reader.u32be(at - 8))
    : null;
}

/** BT.709, whose primaries are those of sRGB, and "unspecified" (ITU-T H.273). */
const SRGB_CODES: readonly number[] = [1, 2];
/** PQ and HLG, for high dynamic range. */
const HDR_CODES: readonly number[] = [16, 18];

/** Whether an AVIF gives its colours by codes other than those of sRGB. */
function hasOtherCodes(bytes: Bytes): boolean {
  const reader = createReader(bytes);
  const at = colourOfAvif(bytes);
  if (at === null || reader.word(at, 4) !== "nclx") return false;
  return !SRGB_CODES.includes(reader.u16be(at + 4)) || HDR_CODES.includes(reader.u16be(at + 6));
}

async function profileOf(bytes: Bytes, format: ImageFormat): Promise<Bytes | null> {
  switch (format) {
    case "JPEG":
      return profileOfJpeg(bytes);
    case "PNG":
      return profileOfPng(bytes);
    case "WebP":
      return profileOfWebp(bytes);
    case "AVIF":
      return profileOfAvif(bytes);
    case "GIF":
    case "BMP":
      return null;
    default:
      return format satisfies never;
  }
}

/** The primaries of sRGB under D50, as its profiles hold them (IEC 61966-2-1, adapted): X, Y, Z. */
const SRGB = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
} as const;
/** How much different sRGB profiles deviate from each other. */
const PRIMARY_TOLERANCE = 0.005;
/** The light of the value one half, and the tolerance of a curve: a plain power of 2.2 counts as sRGB. */
const SRGB_HALF = 0.214;
const HALF_TOLERANCE = 0.01;

/** The value of a tone curve at one half; null for another type of curve. */
function halfOf(profile: Bytes, at: number): number | null {
  const reader = createReader(profile);
  const fixed = (place: number): number => (reader.u32be(place) | 0) / 65536;
  const type = reader.word(at, 4);
  if (type === "para") {
    const [gamma, a = 1, b = 0, c = 0, d = 0] = Array.from({ length: 5 }, (_, i) => fixed(at + 12 + 4 * i));
    const kind = reader.u16be(at + 8);
    if (kind === 0) return 0.5 ** (gamma ?? 1);
    if (kind === 3) return 0.5 >= d ? (a * 0.5 + b) ** (gamma ?? 1) : c * 0.5;
    return null;
  }
  if (type !== "curv") return null;
  const count = reader.u32be(at + 8);
  if (count === 0) return 0.5;
  if (count === 1) return 0.5 ** (reader.u16be(at + 12) / 256);
  return reader.u16be(at + 12 + 2 * Math.floor((count - 1) / 2)) / 65535;
}

/** Whether an ICC profile is sRGB, by its primaries and tone curves; a profile with tables counts as another. */
export function isSrgb(profile: Bytes): boolean {
  const reader = createReader(profile);
  const tags = new Map<string, number>();
  const count = Math.min(100, reader.u32be(128));
  for (let i = 0; i < count; i++) tags.set(reader.word(132 + 12 * i, 4), reader.u32be(136 + 12 * i));
  const curveFits = (name: string): boolean => {
    const half = tags.has(name) ? halfOf(profile, tags.get(name) ?? 0) : null;
    return half !== null && Math.abs(half - SRGB_HALF) <= HALF_TOLERANCE;
  };
  if (reader.word(16, 4) === "GRAY") return curveFits("kTRC");
  const primariesFit = Object.entries(SRGB).every(([name, wanted]) => {
    const at = tags.get(name);
    if (at === undefined) return false;
    return wanted.every(
      (value, i) => Math.abs((reader.u32be(at + 8 + 4 * i) | 0) / 65536 - value) <= PRIMARY_TOLERANCE,
    );
  });
  return primariesFit && ["rTRC", "gTRC", "bTRC"].every(curveFits);
}

/** Whether an image has a colour profile other than sRGB. */
export async function hasOtherColours(bytes: Bytes, format: ImageFormat): Promise<boolean> {
  if (format === "AVIF" && hasOtherCodes(bytes)) return true;
  const profile = await profileOf(bytes, format);
  return profile !== null && profile.length > 132 && !isSrgb(profile);
}
