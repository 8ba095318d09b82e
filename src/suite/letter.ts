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
/**
 * The letter that an answer chose among the first `count`: the first "(X)", else the first that stands alone before
 * `.` `)` `:` `,` or the end, else the first that stands alone; null where none does.
 *
 * The released code takes any capital, so that "Answer: B" is read as A and "I think B" as I; here a letter counts only
 * as a whole word and only when the question offers it.
 */
export function predictedLetter(answer: string, count: number): string | null {
  const offered = LETTERS.slice(0, count).join("");
  if (offered === "") return null;
  const [before, after] = [String.raw`(?<![\p{L}\p{N}'’])`, String.raw`(?![\p{L}\p{N}'’])`];
  const patterns = [
    String.raw`\(\s*([${offered}])\s*\)`,
    String.raw`${before}([${offered}])(?=[.):,]|[\s*"”]*$)`,
    `${before}([${offered}])${after}`,
  ];
  for (const pattern of patterns) {
    const letter = new RegExp(pattern, "u").exec(answer)?.[1];
    if (letter !== undefined) return letter;
  }
  return null;
}
