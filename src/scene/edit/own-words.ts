/** Which words can stand on signs and on printed lines. */
import { signCharacters } from "../layout/names.ts";
import { longestLine } from "../text/text.ts";

/** The most characters of a sign. */
export const longestSign = 6;

/** Whether a text can stand on a sign. */
export const isSignText = (text: string): boolean =>
  text.length >= 1 &&
  text.length <= longestSign &&
  [...text].every((character) => signCharacters.includes(character));

/** Whether a text can be printed: characters that the typefaces have, no space at its ends. */
export const isPrintable = (text: string): boolean =>
  text.length <= longestLine && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text);
