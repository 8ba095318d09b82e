/** A cell's words within a message, cut where they are long. */

const LONGEST = 80;

/** On one line, at most 80 characters of it. */
export function shortened(text: string): string {
  // What is far beyond the cut need not be taken apart: a cell may hold a picture.
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

/** What a thrown value says, cut likewise: parsers repeat what they stumbled over. */
export function thrownWords(thrown: unknown): string {
  return shortened(thrown instanceof Error ? thrown.message : String(thrown));
}
