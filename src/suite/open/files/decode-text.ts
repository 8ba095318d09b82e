/** The text of a list, in the encodings that occur in practice. */

export interface DecodedText {
  readonly text: string;
  readonly encoding: "UTF-8" | "UTF-16" | "GBK";
}

function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Text of mostly western letters in two bytes each holds a zero in every second byte. */
const MARKED_BY_ZEROS = 0.3;

/** The byte order of UTF-16 by its mark, or by where zeros stand; null for other texts. */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const start = bytes.subarray(0, 512);
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / (start.length / 2));
  if (odd > MARKED_BY_ZEROS && even === 0) return "utf-16le";
  return even > MARKED_BY_ZEROS && odd === 0 ? "utf-16be" : null;
}

/** Decodes UTF-8, UTF-16 or GBK (as GB 18030, which contains it), in this order; null for anything else. */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const wide = utf16Of(bytes);
  if (wide !== null) {
    const text = decodeAs(wide, bytes);
    return text === null ? null : { text, encoding: "UTF-16" };
  }
  const plain = decodeAs("utf-8", bytes);
  if (plain !== null) return { text: plain, encoding: "UTF-8" };
  const chinese = decodeAs("gb18030", bytes);
  return chinese === null ? null : { text: chinese, encoding: "GBK" };
}
