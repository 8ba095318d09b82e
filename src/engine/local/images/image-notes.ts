/** What a person should know of a picture that was opened: what was done to it, and where the model sees it otherwise. */
import type { ImageHeader } from "../../../view/header/header.ts";

export interface Opened {
  readonly header: ImageHeader;
  /** Whether the browser turned it as its header says. */
  readonly turned: boolean;
  /** Whether it has a colour profile other than sRGB. */
  readonly otherColours: boolean;
  /** Whether it has sixteen bits a channel. */
  readonly deep: boolean;
  /** Its brightest value with eight bits. */
  readonly brightest: number;
}

/** Below this a picture of sixteen bits is next to black: it uses an eighth of its range, as twelve-bit sensors do. */
const NEARLY_BLACK = 32;

function turnNote({ header: { format, orientation }, turned }: Opened): string {
  if (orientation === 1) return "";
  const said = format === "AVIF" ? "its file says" : "its EXIF data says";
  return turned
    ? `It was turned upright as ${said}.`
    : `Its EXIF data asks for a turn that this browser does not make of ${format} files: it is used as it is stored.`;
}

/** In whole sentences; none where nothing is out of the ordinary. */
export function notesOf(opened: Opened): readonly string[] {
  const { header, otherColours, deep, brightest } = opened;
  return [
    header.animated ? "It is animated; only its first frame is used." : "",
    turnNote(opened),
    header.alpha ? "Transparent parts are shown over white." : "",
    otherColours
      ? "Its colour profile is not sRGB. The model reads the stored values without it, so it sees other colours than the page shows; convert the picture to sRGB to have both the same."
      : "",
    deep && brightest < NEARLY_BLACK
      ? `It has 16 bits a channel and uses only the darkest of them: with the 8 bits that a model reads it is nearly black (at most ${brightest} of 255). Stretch its values before you open it.`
      : "",
  ].filter((note) => note !== "");
}
