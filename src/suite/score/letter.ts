/** The letters of multiple choice, and the letter that an answer key begins with. */

/** The letters of choices; a question can have as many choices. */
export const LETTERS: readonly string[] = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/**
 * The letter that an answer key means among the first `count`: after spaces or opening brackets one capital, followed by
 * the end, by one of `.` `)` `]`, or by `:` or `-` and a space (the scoring code of Zooming without Zooming, which knows
 * six letters). Null for other keys.
 */
export function goldLetter(key: string, count: number): string | null {
  const letter = /^[\s([{]*([A-Z])(?:\s*$|[.)\]]|[:-]\s)/.exec(key)?.[1];
  return letter !== undefined && LETTERS.indexOf(letter) < count ? letter : null;
}
