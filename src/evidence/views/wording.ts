/** What is said beside the pictures: the papers' constant sentences, and the evidence box as text. */
import type { Size } from "../../base/ids.ts";
import { roundToEven } from "../../math/statistics/round.ts";
import { type Box, pixelWindow } from "../../view/box.ts";

/** Vision-OPD's spatial hint, appended to the question after a blank line when the box is drawn (constant of the released data preparation). */
export const SPATIAL_HINT =
  "Only focus on the objects inside the red bounding box in the image to answer this question.";

/** V-Zero's two-image prompt (arXiv 2606.25319, figure 4): what announces the crop, and what is said after it. */
export const CROP_INTRODUCTION = "\nHere is a crop of the image:";
export const CROP_INSTRUCTION =
  "Use the crop as focused evidence and keep the image as context to answer the question.";

/** The end of a question that a model's own words for the box replace. */
const QUESTION_END = /(?: in the red box)?\?$/;

/**
 * The question with the box as text, its corners in whole percent of the image's width and height. `boxWords` are the
 * words that the model was trained with, with {x0}, {y0}, {x1} and {y1} in them, in the place of the question's end;
 * without them, or where the question does not end in a question mark, a sentence follows the question.
 */
export function boxAsText(question: string, box: Box, size: Size, boxWords: string | null): string {
  const { x, y, width, height } = pixelWindow(box, size);
  const across = (pixels: number): number => roundToEven((100 * pixels) / size.width);
  const down = (pixels: number): number => roundToEven((100 * pixels) / size.height);
  const corners = { x0: across(x), y0: down(y), x1: across(x + width), y1: down(y + height) };
  if (boxWords !== null && QUESTION_END.test(question)) {
    const words = boxWords.replace(/\{(x0|y0|x1|y1)\}/g, (_, corner: keyof typeof corners) =>
      String(corners[corner]),
    );
    return question.replace(QUESTION_END, () => words);
  }
  const { x0, y0, x1, y1 } = corners;
  return `${question}\n\nOnly focus on the objects inside the box from (${x0}, ${y0}) to (${x1}, ${y1}) in the image to answer this question. Coordinates are in percent of the image's width and height, from its top left corner.`;
}
