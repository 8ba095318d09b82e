/**
 * What stands on the page as marks of an SVG document: every SVG, and every element marked `data-figure` with all that is in
 * it, but for what is marked `data-figure="none"`.
 */
import { boxMarks } from "./boxes.ts";
import { stripped } from "./drawings.ts";
import { type Picture, pictureMarks } from "./images.ts";
import { hundredth } from "./svg.ts";
import { textMarks } from "./text-lines.ts";

interface Walk {
  /** Where the paper's corner lies in the window. */
  readonly origin: { readonly x: number; readonly y: number };
  /** The picture of the page that a copy's picture, which is empty, stands for. */
  readonly original: (copy: Element) => Picture | null;
  readonly marked: boolean;
  /** Of all that it is in. */
  readonly opacity: number;
}

/** Less than this is hidden, but for screen readers. */
const LEAST_SIDE = 1;

function placeOf(element: Element, { x, y }: Walk["origin"]) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return {
    x: hundredth(left - x),
    y: hundredth(top - y),
    width: hundredth(width),
    height: hundredth(height),
  };
}

function faded(marks: readonly SVGElement[], opacity: number): readonly SVGElement[] {
  if (opacity < 1) for (const mark of marks) mark.setAttribute("opacity", String(hundredth(opacity)));
  return marks;
}

/** Of an element and what is in it, in the order in which they are painted. */
export function marksOf(element: Element, walk: Walk): readonly SVGElement[] {
  const mark = element.getAttribute("data-figure");
  const style = getComputedStyle(element);
  const place = placeOf(element, walk.origin);
  const hidden = style.visibility === "hidden" || (place.width <= LEAST_SIDE && place.height <= LEAST_SIDE);
  if (mark === "none" || style.display === "none" || hidden) return [];
  if (element instanceof SVGSVGElement) return [stripped(element, place)];
  const marked = walk.marked || mark !== null;
  const opacity = walk.opacity * Number(style.opacity);
  const picture = walk.original(element);
  if (picture !== null) return marked ? faded(pictureMarks(picture, place), opacity) : [];
  const inner = [...element.childNodes].flatMap((node): readonly SVGElement[] => {
    if (node instanceof Element) return marksOf(node, { ...walk, marked, opacity });
    return node instanceof Text && marked ? faded(textMarks(node, style, walk.origin), opacity) : [];
  });
  return marked ? [...faded(boxMarks(style, place), opacity), ...inner] : inner;
}
