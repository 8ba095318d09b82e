/** The text of a cell for a message, shortened. */

const LONGEST = 80;

/** On one line, at most 80 characters of it. */
export function shortened(text: string): string {
  // Text far beyond the cut is not processed: a cell may hold an image.
  const line = [
    ...text
      .slice(0, 8 * LONGEST)
      .replace(/\s+/g, " ")
      .trim(),
  ];
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).join("")}…` : line.join("");
}

/** The same in quotation marks. */
export function quoted(text: string): string {
  return `“${shortened(text)}”`;
}

/** The message of a thrown value, shortened likewise: parsers repeat the text that they fail on. */
export function thrownWords(thrown: unknown): string {
  return shortened(thrown instanceof Error ? thrown.message : String(thrown));
}
