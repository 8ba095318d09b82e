/** Canvases without a screen, painted by the processor, so that pixels are read back at no cost. */
import type { WordImage } from "../pixels/words.ts";

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

/** A new canvas with this image on it. */
export function penWith({ width, height, words }: WordImage): Pen {
  const pixels = new ImageData(width, height);
  new Uint32Array(pixels.data.buffer).set(words);
  const pen = newPen(width, height);
  pen.putImageData(pixels, 0, 0);
  return pen;
}

const kept = new Map<string, Pen>();

/**
 * An empty canvas of that size, the same one whenever it is asked for by the same name: fresh memory costs more than most
 * of what is painted on it. What was painted on it before is gone.
 */
export function reusedPen(name: "ground" | "things" | "shadow", width: number, height: number): Pen {
  const key = `${name} ${width} ${height}`;
  const pen = kept.get(key) ?? newPen(width, height);
  kept.set(key, pen);
  pen.reset();
  pen.imageSmoothingQuality = "high";
  return pen;
}
