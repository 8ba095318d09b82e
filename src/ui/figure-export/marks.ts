/**
 * The marks of an SVG document for an element of the page: every SVG in it, and every element marked `data-export` with its
 * contents, except what is marked `data-export="none"`.
 */
import { boxMarks } from "./boxes.ts";
import { stripped } from "./drawings.ts";
import { type Picture, pictureMarks } from "./images.ts";
import { hundredth } from "./svg.ts";
import { textMarks } from "./text-lines.ts";

interface Walk {
  /** Position of the figure's corner in the window. */
  readonly origin: { readonly x: number; readonly y: number };
  /** The image of the page behind a copy, which is empty itself. */
  readonly original: (copy: Element) => Picture | null;
  readonly marked: boolean;
  /** Product of the opacities of its ancestors. */
  readonly opacity: number;
}

/** Smaller elements are hidden except from screen readers. */
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

/** Marks of an element and its contents, in painting order. */
export function marksOf(element: Element, walk: Walk): readonly SVGElement[] {
  const mark = element.getAttribute("data-export");
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
