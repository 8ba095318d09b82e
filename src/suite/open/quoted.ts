/** A cell's words within a message, cut where they are long. */

const LONGEST = 80;

/** In quotation marks, on one line, at most 80 characters of it. */
export function quoted(text: string): string {
  const line = [...text.replace(/\s+/g, " ").trim()];
  return `“${line.length > LONGEST ? `${line.slice(0, LONGEST - 1).join("")}…` : line.join("")}”`;
}
