/**
 * What the four numbers of a foreign suite's box mean. Files rarely say it, so the interpretation is inferred from all boxes
 * together, stated with its reason, and can be changed. Where several interpretations fit, a person has to decide.
 */
import type { Size } from "../../../base/ids.ts";
import { failure, type Outcome, success } from "../../../base/outcome.ts";
import { type Box, checkBox } from "../../../view/box.ts";
import type { DraftBox } from "./boxes-field.ts";
import { type ResizeRule, resizedSize } from "./resize-rule.ts";

export interface BoxInterpretation {
  /** Whether the last two numbers are width and height, or the opposite corner. */
  readonly corners: "size" | "opposite";
  /** Which of x and y comes first. */
  readonly first: "x" | "y";
  /** Pixels of the image, shares of its sides, thousandths of them, or pixels of the image after resizing. */
  readonly unit: "pixels" | "unit" | "thousandths" | ResizeRule;
}

/**
 * In the order in which equally good interpretations are preferred: COCO's first, which V*Bench and Fovea share; thousandths
 * are used by Qwen2-VL, Qwen3-VL and InternVL, and by Gemini with y before x.
 */
export const BOX_INTERPRETATIONS: readonly BoxInterpretation[] = [
  { corners: "size", first: "x", unit: "pixels" },
  { corners: "opposite", first: "x", unit: "pixels" },
  { corners: "opposite", first: "x", unit: "thousandths" },
  { corners: "size", first: "x", unit: "thousandths" },
  { corners: "size", first: "x", unit: "unit" },
  { corners: "opposite", first: "x", unit: "unit" },
  { corners: "opposite", first: "y", unit: "thousandths" },
  { corners: "opposite", first: "y", unit: "pixels" },
  { corners: "opposite", first: "y", unit: "unit" },
];

/** The boxes of Fovea's own records and of V*Bench, as documented. */
export const KNOWN_INTERPRETATION: BoxInterpretation = { corners: "size", first: "x", unit: "pixels" };

function unitWords(unit: BoxInterpretation["unit"]): string {
  switch (unit) {
    case "pixels":
      return "in pixels";
    case "unit":
      return "in the unit square";
    case "thousandths":
      return "in thousandths of the sides";
    default:
      return unit.kind === "size"
        ? `in pixels of the image resized to ${unit.width} × ${unit.height}`
        : `in pixels of the image resized to between ${unit.minPixels} and ${unit.maxPixels} pixels`;
  }
}

/** The interpretation in words: "left, top, right, bottom in pixels". */
export function interpretationWords({ corners, first, unit }: BoxInterpretation): string {
  const across = corners === "size" ? "width" : "right";
  const down = corners === "size" ? "height" : "bottom";
  const numbers = first === "x" ? ["left", "top", across, down] : ["top", "left", down, across];
  return `${numbers.join(", ")} ${unitWords(unit)}`;
}

const SHAPES = new Map([
  ["xywh", { corners: "size", first: "x" }],
  ["xyxy", { corners: "opposite", first: "x" }],
  ["yxyx", { corners: "opposite", first: "y" }],
  ["yxhw", { corners: "size", first: "y" }],
] as const);

/** The interpretation as one word for a command line: "xyxy-pixels", "xyxy-resized=1036x784". */
export function interpretationName(interpretation: BoxInterpretation): string {
  const shape = [...SHAPES].find(
    ([, { corners, first }]) => corners === interpretation.corners && first === interpretation.first,
  );
  const { unit } = interpretation;
  if (typeof unit === "string") return `${shape?.[0]}-${unit}`;
  const rule = unit.kind === "size" ? `${unit.width}x${unit.height}` : `${unit.minPixels}-${unit.maxPixels}`;
  return `${shape?.[0]}-resized=${rule}`;
}

/** The interpretation that such a word names. The fault lists the words that exist. */
export function parseInterpretation(name: string): Outcome<BoxInterpretation> {
  const [, shape = "", unit = "", width, height, minPixels, maxPixels] =
    /^(\w{4})-(pixels|unit|thousandths|resized=(?:(\d+)x(\d+)|(\d+)-(\d+)))$/.exec(name) ?? [];
  const numbers = [...SHAPES].find(([each]) => each === shape)?.[1];
  if (numbers === undefined) {
    const known = BOX_INTERPRETATIONS.map(interpretationName).join(", ");
    return failure(
      "badInput",
      `There is no interpretation of boxes "${name}"; known are ${known}, xyxy-resized=WIDTHxHEIGHT and xyxy-resized=MIN-MAX.`,
    );
  }
  if (unit === "pixels" || unit === "unit" || unit === "thousandths") return success({ ...numbers, unit });
  const rule: ResizeRule =
    width === undefined
      ? { kind: "limits", minPixels: Number(minPixels), maxPixels: Number(maxPixels) }
      : { kind: "size", width: Number(width), height: Number(height) };
  return success({ ...numbers, unit: rule });
}

/** How far, as a share of the side, an annotator's box may extend beyond the image that it is meant to lie in. */
const OVERHANG = 0.01;

/** The lengths of the sides in the unit of the numbers. */
function scaleOf({ unit }: BoxInterpretation, size: Size): Size {
  switch (unit) {
    case "pixels":
      return size;
    case "unit":
      return { width: 1, height: 1 };
    case "thousandths":
      return { width: 1000, height: 1000 };
    default:
      return resizedSize(size, unit);
  }
}

/** The suite's interpretation for one box, overridden by what its own notation says. */
function interpretationOf(box: DraftBox, interpretation: BoxInterpretation): BoxInterpretation {
  return {
    ...interpretation,
    corners: box.corners ?? interpretation.corners,
    first: box.first ?? interpretation.first,
  };
}

/**
 * The box that four numbers mean under an interpretation, in the unit square of an image of that size, on whole pixels. Fails
 * where that is impossible: a side that is not positive, or a box that does not lie in the image.
 */
export function readBox(draft: DraftBox, suiteInterpretation: BoxInterpretation, size: Size): Outcome<Box> {
  const interpretation = interpretationOf(draft, suiteInterpretation);
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN, d = Number.NaN] = draft.numbers;
  const [x, y, third, fourth] = interpretation.first === "x" ? [a, b, c, d] : [b, a, d, c];
  const [width, height] = interpretation.corners === "size" ? [third, fourth] : [third - x, fourth - y];
  const scale = scaleOf(interpretation, size);
  const inside = (start: number, length: number, limit: number): boolean =>
    length > 0 && start >= -OVERHANG * limit && start + length <= (1 + OVERHANG) * limit;
  if (!inside(x, width, scale.width) || !inside(y, height, scale.height)) {
    const image = `the image of ${size.width} × ${size.height} pixels`;
    return failure(
      "badInput",
      `Its box ${draft.numbers.join(", ")}, read as ${interpretationWords(interpretation)}, does not lie in ${image}.`,
    );
  }
  if (interpretation.unit === "pixels") return checkBox({ x, y, width, height }, "pixels", size);
  const shares = {
    x: x / scale.width,
    y: y / scale.height,
    width: width / scale.width,
    height: height / scale.height,
  };
  return checkBox(shares, "unit", size);
}

/** The smallest box that contains all of them; null for none. */
export function boxAround(boxes: readonly Box[]): Box | null {
  const [first, ...others] = boxes;
  if (first === undefined) return null;
  return others.reduce((around, box) => {
    const [x, y] = [Math.min(around.x, box.x), Math.min(around.y, box.y)];
    const right = Math.max(around.x + around.width, box.x + box.width);
    const bottom = Math.max(around.y + around.height, box.y + box.height);
    return { x, y, width: right - x, height: bottom - y };
  }, first);
}
