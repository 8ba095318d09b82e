/** SVG of the page as SVG of a file: every computed style written out, nothing left that only the page needs. */
import { plainColour } from "./colours.ts";
import type { Attributes } from "./made.ts";

const SHAPES = "path, line, rect, circle, polygon, polyline, text, tspan, stop";

/** Properties that style sheets set on shapes and text, with the value that need not be written. */
const STYLES: Readonly<Record<string, string>> = {
  ...{ fill: "", "fill-opacity": "1", stroke: "none", "stroke-opacity": "1", "stroke-width": "1px" },
  ...{ "stroke-dasharray": "none", "stroke-linejoin": "miter", "stroke-linecap": "butt", opacity: "1" },
  ...{ "font-family": "", "font-size": "", "font-weight": "400", "text-anchor": "start" },
};

const STOP_STYLES: Readonly<Record<string, string>> = { "stop-color": "", "stop-opacity": "1" };

const TEXT_ONLY = /^(?:font|text)-/;

/** Of the page only: names of styles, roles and states. Ids stay, since clip paths refer to them. */
const PAGE_ONLY = /^(?:class|style|tabindex|role|aria-.*|data-.*)$/;

const stylesOf = (shape: Element) => (shape.matches("stop") ? STOP_STYLES : STYLES);

/** Writes what style sheets say into the elements themselves. All is read first, since attributes are styles too. */
function writeStyles(shapes: readonly Element[]): void {
  const styles = shapes.map((shape) => {
    const style = getComputedStyle(shape);
    return Object.keys(stylesOf(shape)).map((name) => [name, style.getPropertyValue(name)] as const);
  });
  shapes.forEach((shape, at) => {
    const text = shape.matches("text, tspan");
    for (const [name, value] of styles[at] ?? []) {
      if (value === stylesOf(shape)[name] || (!text && TEXT_ONLY.test(name))) shape.removeAttribute(name);
      else shape.setAttribute(name, plainColour(value));
    }
  });
}

/** Groups lose their styles, which their shapes now carry themselves; all lose what is of the page only. */
export function stripped(svg: SVGSVGElement, place: Attributes): SVGSVGElement {
  for (const hit of svg.querySelectorAll(".chart-hit")) hit.remove();
  writeStyles([...svg.querySelectorAll(SHAPES)]);
  for (const element of [svg, ...svg.querySelectorAll("*")]) {
    const group = !element.matches(SHAPES);
    for (const name of element.getAttributeNames())
      if (PAGE_ONLY.test(name) || (group && name in STYLES)) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries({ ...place, overflow: "visible" }))
    svg.setAttribute(name, String(value));
  return svg;
}
