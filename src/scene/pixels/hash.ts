/** A name of pixels that does not depend on the file that they are stored in. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { rgbOf, type WordImage } from "./words.ts";

/** The first 16 hexadecimal digits of the SHA-256 of an image's pixels: rows of 8-bit RGB without padding. */
export function hashOf(image: WordImage): string {
  return bytesToHex(sha256(rgbOf(image).data)).slice(0, 16);
}
