/** What a person should know about an opened image: how it was changed, and where the model sees it differently. */
import type { ImageHeader } from "../../../view/header/header.ts";

export interface Opened {
  readonly header: ImageHeader;
  /** Whether the browser applied the orientation in its header. */
  readonly turned: boolean;
  /** Whether it has a colour profile other than sRGB. */
  readonly otherColours: boolean;
  /** Whether it has sixteen bits a channel. */
  readonly deep: boolean;
  /** Its largest 8-bit value. */
  readonly brightest: number;
}

/** Below this value a 16-bit image is nearly black: it uses an eighth of its range, as 12-bit sensors do. */
const NEARLY_BLACK = 32;

function turnNote({ header: { format, orientation }, turned }: Opened): string {
  if (orientation === 1) return "";
  const source = format === "AVIF" ? "its file says" : "its EXIF data says";
  return turned
    ? `It was rotated upright, as ${source}.`
    : `Its EXIF data asks for a rotation that this browser does not apply to ${format} files; the image is used as stored.`;
}

/** The notes as whole sentences; none if nothing is unusual. */
export function notesOf(opened: Opened): readonly string[] {
  const { header, otherColours, deep, brightest } = opened;
  return [
    header.animated ? "It is animated; only the first frame is used." : "",
    turnNote(opened),
    header.alpha ? "Transparent parts are shown over white." : "",
    otherColours
      ? "Its colour profile is not sRGB. The model reads the stored values without applying the profile, so it sees other colours than the page shows. Convert the image to sRGB to make them the same."
      : "",
    deep && brightest < NEARLY_BLACK
      ? `It has 16 bits per channel but uses only the darkest values: with the 8 bits that a model reads it is nearly black (at most ${brightest} of 255). Stretch its values before you open it.`
      : "",
  ].filter((note) => note !== "");
}
