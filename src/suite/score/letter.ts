/** Letters of multiple choice, and which one an answer key begins with. */

/** As many choices as a question can have. */
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
