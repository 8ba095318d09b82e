/** The words of a lesson as a reader finds them. */
import { piecesOf } from "./prose.ts";

/** The text without its marks, as it is read aloud. */
export function plainText(text: string): string {
  return piecesOf(text)
    .map((piece) => piece.text)
    .join("");
}
