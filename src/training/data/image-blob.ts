/** Pixels as a picture that a page can show. Needs a browser's canvas. */

import type { Pixels } from "../../view/pixels.ts";

/** A JPEG of pixels of three bytes each. */
export function blobOf({ width, height, data }: Pixels): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      image.data[4 * pixel + channel] = data[3 * pixel + channel] as number;
    image.data[4 * pixel + 3] = 255;
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
}
