/** Which interpretations fit all boxes of a suite together, which one is used, and whether a person has to decide. */
import type { Size } from "../../../base/ids.ts";
import {
  BOX_INTERPRETATIONS,
  type BoxInterpretation,
  interpretationWords,
  readBox,
} from "./box-interpretation.ts";
import type { DraftBox } from "./boxes-field.ts";

/** A record's boxes with its image's size. */
export interface MeasuredBoxes {
  readonly boxes: readonly DraftBox[];
  readonly size: Size;
}

export interface BoxInference {
  readonly interpretation: BoxInterpretation;
  /** Why this one, for a person. */
  readonly reason: string;
  readonly boxed: number;
  /** How many records fit each interpretation that does not contradict the boxes' notation. */
  readonly fits: readonly { readonly interpretation: BoxInterpretation; readonly records: number }[];
  /** Interpretations that fit equally well and give different boxes, the one in use first; a single one where there is no doubt. */
  readonly alternatives: readonly BoxInterpretation[];
}

/** Interpretations that do not contradict the notation of any box. */
function candidatesFor(boxes: readonly DraftBox[]): readonly BoxInterpretation[] {
  const all = (holds: (box: DraftBox) => boolean): boolean => boxes.every(holds);
  const agrees = ({ corners, first }: BoxInterpretation): boolean => {
    const otherCorners = corners === "size" ? "opposite" : "size";
    return (
      !all((box) => box.corners === otherCorners) &&
      !(first === "x" && all((box) => box.first === "y")) &&
      !(first === "y" && all((box) => box.first === null && box.corners === "size"))
    );
  };
  return BOX_INTERPRETATIONS.filter(agrees);
}

/** Enough boxes to tell whether two interpretations give the same ones. */
const COMPARED = 50;

/** Keeps one of several interpretations that give the same boxes. */
function distinct(
  interpretations: readonly BoxInterpretation[],
  boxed: readonly MeasuredBoxes[],
): readonly BoxInterpretation[] {
  const drawn = new Map<string, BoxInterpretation>();
  for (const interpretation of interpretations) {
    const boxes = boxed
      .slice(0, COMPARED)
      .flatMap(({ boxes: drafts, size }) => drafts.map((draft) => readBox(draft, interpretation, size)));
    const key = JSON.stringify(boxes.map((box) => (box.ok ? box.value : null)));
    if (!drawn.has(key)) drawn.set(key, interpretation);
  }
  return [...drawn.values()];
}

function countWords(most: number, boxed: number): string {
  if (most < boxed) return `${most} of ${boxed} boxes`;
  return boxed === 1 ? "its one box" : `all ${boxed} boxes`;
}

/** `documented`: the documentation of this notation decided. */
function reasonOf(
  alternatives: readonly BoxInterpretation[],
  most: number,
  boxed: number,
  documented: boolean,
): string {
  if (most === 0) return "No interpretation of the boxes puts any of them inside its image.";
  const [first, ...others] = alternatives.map(interpretationWords);
  const count = countWords(most, boxed);
  if (others.length > 0)
    return `Fovea cannot know: ${count} can be ${first}, or equally well ${others.join("; or ")}. The file does not say which is meant.`;
  if (documented) return `This is documented for boxes in this notation; it fits ${count}.`;
  return most < boxed ? `Only ${first} fits as many as ${count}.` : `Only ${first} fits ${count}.`;
}

/**
 * The interpretation that fits most records. Ties are decided by what is documented of the boxes' notation, then by the order
 * of `BOX_INTERPRETATIONS`. Null where no record has a box. One with y first is an alternative only where the boxes are
 * written so, or where no other fits as many records, since it would nearly always fit too.
 */
export function inferBoxes(records: readonly MeasuredBoxes[]): BoxInference | null {
  const boxed = records.filter(({ boxes }) => boxes.length > 0);
  if (boxed.length === 0) return null;
  const fitsAll = ({ boxes, size }: MeasuredBoxes, interpretation: BoxInterpretation): boolean =>
    boxes.every((box) => readBox(box, interpretation, size).ok);
  const drafts = boxed.flatMap(({ boxes }) => boxes);
  const fits = candidatesFor(drafts).map((interpretation) => ({
    interpretation,
    records: boxed.filter((record) => fitsAll(record, interpretation)).length,
  }));
  const most = Math.max(...fits.map(({ records: count }) => count));
  const best = fits
    .filter(({ records: count }) => count === most)
    .map(({ interpretation }) => interpretation);
  const documented = best.filter(({ unit }) => drafts.every((box) => box.unit === unit));
  const left = documented.length > 0 ? documented : best;
  const usual = left.filter(({ first }) => first === "x");
  const alternatives = distinct(usual.length > 0 ? usual : left, boxed);
  const [chosen] = alternatives;
  if (chosen === undefined) return null;
  return {
    interpretation: chosen,
    reason: reasonOf(
      alternatives,
      most,
      boxed.length,
      documented.length > 0 && documented.length < best.length,
    ),
    boxed: boxed.length,
    fits,
    alternatives: alternatives,
  };
}
