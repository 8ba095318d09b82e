/** Canvases without a screen, painted by the processor, so that pixels are read back at no cost. */

export type Pen = OffscreenCanvasRenderingContext2D;

/**
 * A new canvas and its context.
 * @throws where the browser has no 2D canvas without a screen
 */
export function newPen(width: number, height: number): Pen {
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (pen === null) throw new Error("This browser has no 2D canvas without a screen.");
  pen.imageSmoothingQuality = "high";
  return pen;
}
