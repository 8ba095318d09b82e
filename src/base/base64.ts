/** Bytes as text in base64. */

/** Bytes are converted in parts, since a call takes a limited number of arguments. */
const PART = 0x8000;

export function base64Of(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += PART)
    binary += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(binary);
}
