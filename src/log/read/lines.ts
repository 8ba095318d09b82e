/** The lines of a file with their places in bytes, read in pieces, so that a file may be larger than the memory. */

export interface FileLine {
  /** From 1. */
  readonly number: number;
  /** Its bytes in the file, without the line end. */
  readonly start: number;
  readonly end: number;
  /** Its text, without a byte order mark; or why it has none. */
  readonly text: string | { readonly reason: string };
}

const PIECE = 4 << 20;

/** A longer line is left out: parsed it would take several times as much memory. */
const LONGEST_LINE = 128e6;

const LINE_FEED = 10;

function decoded(bytes: Uint8Array): FileLine["text"] {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { reason: "It is not a text in UTF-8." };
  }
}

const tooLong = (length: number, longest: number): FileLine["text"] => ({
  reason: `It has ${(length / 1e6).toFixed(1)} MB; lines of at most ${longest / 1e6} MB are read.`,
});

/** Collects the pieces of one line, and forgets them where it becomes too long. */
function createLine(longest: number) {
  let parts: Uint8Array[] = [];
  let length = 0;
  return {
    add(part: Uint8Array) {
      length += part.length;
      if (length > longest) parts = [];
      else parts.push(part);
    },
    take(): { readonly length: number; readonly text: FileLine["text"] } {
      const [only, second] = parts;
      let bytes = only ?? new Uint8Array();
      if (second !== undefined) {
        bytes = new Uint8Array(length);
        let at = 0;
        for (const part of parts) {
          bytes.set(part, at);
          at += part.length;
        }
      }
      const taken = { length, text: length > longest ? tooLong(length, longest) : decoded(bytes) };
      [parts, length] = [[], 0];
      return taken;
    },
  };
}

/** Every line that holds more than white space, in order. */
export async function* linesOf(file: Blob, piece = PIECE, longest = LONGEST_LINE): AsyncGenerator<FileLine> {
  const line = createLine(longest);
  let [number, start] = [1, 0];
  const ended = (): FileLine => {
    const { length, text } = line.take();
    const found = { number, start, end: start + length, text };
    [number, start] = [number + 1, start + length + 1];
    return found;
  };
  const isEmpty = ({ text }: FileLine) => typeof text === "string" && text.trim() === "";
  for (let offset = 0; offset < file.size; offset += piece) {
    const bytes = new Uint8Array(await file.slice(offset, offset + piece).arrayBuffer());
    let from = 0;
    for (let to = bytes.indexOf(LINE_FEED); to >= 0; to = bytes.indexOf(LINE_FEED, from)) {
      line.add(bytes.subarray(from, to));
      from = to + 1;
      const found = ended();
      if (!isEmpty(found)) yield found;
    }
    line.add(bytes.subarray(from));
  }
  const last = ended();
  if (!isEmpty(last)) yield last;
}
