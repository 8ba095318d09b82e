/** SVG of the page as SVG of a file: every computed style written out, and nothing left that only the page needs. */
import { plainColour } from "./colours.ts";
import type { Attributes } from "./svg.ts";

const SHAPES = "path, line, rect, circle, polygon, polyline, text, tspan, stop";

/** Properties that style sheets set on shapes and text, with the default that need not be written. */
const STYLES: Readonly<Record<string, string>> = {
  fill: "",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-opacity": "1",
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-linejoin": "miter",
  "stroke-linecap": "butt",
  opacity: "1",
  "font-family": "",
  "font-size": "",
  "font-weight": "400",
  "text-anchor": "start",
};

const STOP_STYLES: Readonly<Record<string, string>> = { "stop-color": "", "stop-opacity": "1" };

const TEXT_ONLY = /^(?:font|text)-/;

/** Attributes that only the page needs: classes, roles and states. Ids stay, since clip paths refer to them. */
const PAGE_ONLY = /^(?:class|style|tabindex|role|aria-.*|data-.*)$/;

const COLOURS = /^(?:fill|stroke|stop-color)$/;

const HITS = ".chart-hit";

/** Writes the computed style of a shape into its copy. */
function writeStyles(shape: Element, copy: Element): void {
  const style = getComputedStyle(shape);
  const usual = shape.matches("stop") ? STOP_STYLES : STYLES;
  const text = shape.matches("text, tspan");
  for (const [name, least] of Object.entries(usual)) {
    const value = style.getPropertyValue(name);
    if (value === least || (!text && TEXT_ONLY.test(name))) copy.removeAttribute(name);
    else copy.setAttribute(name, COLOURS.test(name) ? plainColour(value) : value);
  }
}

/**
 * A copy at its position. Groups lose their styles, which their shapes carry themselves; page-only attributes are removed.
 * The original is left unchanged, since other elements are still measured beside it.
 */
export function stripped(svg: SVGSVGElement, place: Attributes): SVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const shapes = [...copy.querySelectorAll(SHAPES)];
  svg.querySelectorAll(SHAPES).forEach((shape, at) => {
    const twin = shapes[at];
    if (twin !== undefined) writeStyles(shape, twin);
  });
  for (const hit of copy.querySelectorAll(HITS)) hit.remove();
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    const group = !element.matches(SHAPES);
    for (const name of element.getAttributeNames())
      if (PAGE_ONLY.test(name) || (group && name in STYLES)) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries({ ...place, overflow: "visible" }))
    copy.setAttribute(name, String(value));
  return copy;
}
