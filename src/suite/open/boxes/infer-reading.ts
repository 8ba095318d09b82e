/** Which readings fit all boxes of a suite together, which is taken, and whether anything but a person can tell. */
import type { Size } from "../../../base/ids.ts";
import { BOX_READINGS, type BoxReading, readBox, readingWords } from "./box-reading.ts";
import type { DraftBox } from "./boxes-field.ts";

/** A record's boxes with its image's size. */
export interface MeasuredBoxes {
  readonly boxes: readonly DraftBox[];
  readonly size: Size;
}

export interface ReadingChoice {
  readonly reading: BoxReading;
  /** Why this one, for a person. */
  readonly because: string;
  readonly boxed: number;
  /** How many records each reading fits that does not contradict how the boxes are written. */
  readonly fits: readonly { readonly reading: BoxReading; readonly records: number }[];
  /** Readings that fit equally well and draw other boxes, the one taken first; a single one where there is no doubt. */
  readonly rivals: readonly BoxReading[];
}

/** Readings that contradict no box's own names. */
function candidatesFor(boxes: readonly DraftBox[]): readonly BoxReading[] {
  const all = (holds: (box: DraftBox) => boolean): boolean => boxes.every(holds);
  const agrees = ({ corners, first }: BoxReading): boolean => {
    const otherCorners = corners === "size" ? "opposite" : "size";
    return (
      !all((box) => box.corners === otherCorners) &&
      !(first === "x" && all((box) => box.first === "y")) &&
      !(first === "y" && all((box) => box.first === null && box.corners === "size"))
    );
  };
  return BOX_READINGS.filter(agrees);
}

/** Enough to tell whether two readings draw the same. */
const COMPARED = 50;

/** One of the readings that draw the same boxes. */
function distinct(readings: readonly BoxReading[], boxed: readonly MeasuredBoxes[]): readonly BoxReading[] {
  const drawn = new Map<string, BoxReading>();
  for (const reading of readings) {
    const boxes = boxed
      .slice(0, COMPARED)
      .flatMap(({ boxes: drafts, size }) => drafts.map((draft) => readBox(draft, reading, size)));
    const key = JSON.stringify(boxes.map((box) => (box.ok ? box.value : null)));
    if (!drawn.has(key)) drawn.set(key, reading);
  }
  return [...drawn.values()];
}

function countWords(most: number, boxed: number): string {
  if (most < boxed) return `${most} of ${boxed} boxes`;
  return boxed === 1 ? "its one box" : `all ${boxed} boxes`;
}

/** `documented`: those who write boxes so say what the numbers are, and that decided. */
function reasonOf(rivals: readonly BoxReading[], most: number, boxed: number, documented: boolean): string {
  if (most === 0) return "No reading lays a single box into its image.";
  const [first, ...others] = rivals.map(readingWords);
  const count = countWords(most, boxed);
  if (others.length > 0)
    return `Fovea cannot know: ${count} can be ${first}, and just as well ${others.join("; or ")}. The file does not say which is meant.`;
  if (documented) return `Boxes written like these are documented so; it fits ${count}.`;
  return most < boxed ? `Only ${first} fits as many as ${count}.` : `Only ${first} fits ${count}.`;
}

/**
 * The reading that fits most records, ties to what is documented of boxes that are written so, then to the order of
 * `BOX_READINGS`; null where no record has a box. One with y first is a rival only where the boxes are written so, or
 * where no other fits as many: it would nearly always fit too.
 */
export function inferReading(records: readonly MeasuredBoxes[]): ReadingChoice | null {
  const boxed = records.filter(({ boxes }) => boxes.length > 0);
  if (boxed.length === 0) return null;
  const fitsAll = ({ boxes, size }: MeasuredBoxes, reading: BoxReading): boolean =>
    boxes.every((box) => readBox(box, reading, size).ok);
  const drafts = boxed.flatMap(({ boxes }) => boxes);
  const fits = candidatesFor(drafts).map((reading) => ({
    reading,
    records: boxed.filter((record) => fitsAll(record, reading)).length,
  }));
  const most = Math.max(...fits.map(({ records: count }) => count));
  const best = fits.filter(({ records: count }) => count === most).map(({ reading }) => reading);
  const documented = best.filter(({ unit }) => drafts.every((box) => box.unit === unit));
  const left = documented.length > 0 ? documented : best;
  const usual = left.filter(({ first }) => first === "x");
  const rivals = distinct(usual.length > 0 ? usual : left, boxed);
  const [chosen] = rivals;
  if (chosen === undefined) return null;
  return {
    reading: chosen,
    because: reasonOf(rivals, most, boxed.length, documented.length > 0 && documented.length < best.length),
    boxed: boxed.length,
    fits,
    rivals,
  };
}
