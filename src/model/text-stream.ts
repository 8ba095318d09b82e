/** Incremental decoding: the text that each id adds, at the cost of decoding only a few ids. */
import type { TokenId } from "../base/ids.ts";

export interface TextStream {
  /** What this id adds to the text; a part of a character adds nothing until the id that completes it. */
  push(id: TokenId): string;
  /** The rest after the last id: the replacement character for an incomplete character, or nothing. */
  rest(): string;
}

/** The replacement character, for bytes that are not a character, or not yet. */
const REPLACEMENT = "\uFFFD";

/** The maximum number of bytes of a character in UTF-8. Every id has at least one byte, so an incomplete character spans at most as many ids. */
const LONGEST_CHARACTER = 4;

/** A longer window is shortened, so that invalid bytes cannot make it grow without limit. */
const LONGEST_WINDOW = 32;

/**
 * Decodes a short window of ids: the last ones whose text is complete, then those that follow. Decoders may treat the first
 * piece of a text differently from later ones (they drop a space), so a window never starts with a new id.
 */
export function windowStream(decode: (ids: readonly TokenId[]) => string): TextStream {
  let window: readonly TokenId[] = [];
  /** The number of ids in the window when its text was last complete. */
  let complete = 0;
  /** How many characters of the window's text have been returned. */
  let given = 0;
  let held = "";
  return {
    push(id) {
      window = [...window, id];
      const text = decode(window);
      held = text.endsWith(REPLACEMENT) ? REPLACEMENT : "";
      const added = text.slice(given, text.length - held.length);
      given = Math.max(given, text.length - held.length);
      if (held === "") {
        window = window.slice(complete);
        complete = window.length;
        given = decode(window).length;
      } else if (window.length > LONGEST_WINDOW) {
        window = window.slice(-LONGEST_CHARACTER);
        complete = 0;
        given = decode(window).length - held.length;
      }
      return added;
    },
    rest() {
      const last = held;
      held = "";
      return last;
    },
  };
}

/** The text that each id adds; the last one includes the rest. */
export function textsOf(stream: TextStream, ids: readonly TokenId[]): readonly string[] {
  const texts = ids.map((id) => stream.push(id));
  return texts.map((text, index) => (index === texts.length - 1 ? text + stream.rest() : text));
}
