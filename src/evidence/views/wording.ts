/** Texts of prompts: the constant sentences of the papers, and the evidence box as text. */
import type { Size } from "../../base/ids.ts";
import { roundToEven } from "../../math/statistics/statistics.ts";
import { type Box, pixelWindow } from "../../view/box.ts";

/** Vision-OPD's spatial hint, appended to the question after a blank line when the box is drawn (constant of the released data preparation). */
export const SPATIAL_HINT =
  "Only focus on the objects inside the red bounding box in the image to answer this question.";

/** V-Zero's two-image prompt (arXiv 2606.25319, figure 4): the text before the crop and the text after it. */
export const CROP_INTRODUCTION = "\nHere is a crop of the image:";
export const CROP_INSTRUCTION =
  "Use the crop as focused evidence and keep the image as context to answer the question.";

/** The end of a question, which a model's own wording for the box replaces. */
const QUESTION_END = /(?: in the red box)?\?$/;

/**
 * The question with the box as text; its corners are whole percentages of the image's width and height. `boxWords` is the
 * wording that the model was trained with, containing {x0}, {y0}, {x1} and {y1}; it replaces the end of the question.
 * Without it, or if the question does not end in a question mark, a sentence is appended to the question.
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
