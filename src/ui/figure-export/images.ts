/** Images of the page as SVG images that contain their pixels. */
import { type Attributes, svgElement } from "./svg.ts";

export type Picture = HTMLImageElement | HTMLCanvasElement;

/** Maximum pixels along the longer edge: more than a printed page shows, small enough for a file. */
const MOST_PIXELS = 2048;

/** The pixels as a PNG data URL, upright; null where there are none, as for an image that is not loaded. */
function dataAddress(picture: Picture): string | null {
  const [width, height] =
    picture instanceof HTMLImageElement
      ? [picture.naturalWidth, picture.naturalHeight]
      : [picture.width, picture.height];
  if (width === 0 || height === 0) return null;
  const scale = Math.min(1, MOST_PIXELS / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

/** Stretched over its place, in its own aspect ratio on the page. */
export function pictureMarks(picture: Picture, place: Attributes): readonly SVGElement[] {
  const href = dataAddress(picture);
  return href === null ? [] : [svgElement("image", { ...place, href, preserveAspectRatio: "none" })];
}
