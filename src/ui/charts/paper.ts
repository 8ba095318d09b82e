/**
 * A figure as an SVG file that opens anywhere: what is drawn on the page, in the light scheme, with every computed style
 * written out, text as text, and the title and the run card around it.
 */

import { brokenIn } from "./broken-in.ts";

export interface PaperWords {
  readonly title: string;
  /** What it shows and the run card, a paragraph each. */
  readonly notes: readonly string[];
}

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 16;
const TITLE_HEIGHT = 28;
const NOTE_LINE = 16;
const NOTES_GAP = 12;
/** Narrower figures get this width, so that their notes can be read. */
const LEAST_WIDTH = 480;
/** Of a letter of a note, on average. */
const LETTER = 6.2;

const SHAPES = "path, line, rect, circle, polygon, polyline, text, tspan";

/** Properties that style sheets set on shapes and text, with the value that need not be written. */
const STYLES: Readonly<Record<string, string>> = {
  ...{ fill: "", "fill-opacity": "1", stroke: "none", "stroke-opacity": "1", "stroke-width": "1px" },
  ...{ "stroke-dasharray": "none", "stroke-linejoin": "miter", "stroke-linecap": "butt", opacity: "1" },
  ...{ "font-family": "", "font-size": "", "font-weight": "400", "text-anchor": "start" },
};

const TEXT_ONLY = /^(?:font|text)-/;

/** Of the page only: names of styles, roles and states. Ids stay, since clip paths refer to them. */
const PAGE_ONLY = /^(?:class|style|tabindex|role|aria-.*|data-.*)$/;

/** SVG elements that are not part of another. */
function drawingsIn(element: Element): readonly SVGSVGElement[] {
  return [...element.querySelectorAll("svg")].filter((svg) => svg.parentElement?.closest("svg") == null);
}

/** Writes what style sheets say into the elements themselves. All is read first, since attributes are styles too. */
function writeStyles(shapes: readonly Element[]): void {
  const styles = shapes.map((shape) => {
    const style = getComputedStyle(shape);
    return Object.keys(STYLES).map((name) => [name, style.getPropertyValue(name)] as const);
  });
  shapes.forEach((shape, at) => {
    const text = shape.matches("text, tspan");
    for (const [name, value] of styles[at] ?? []) {
      if (value === STYLES[name] || (!text && TEXT_ONLY.test(name))) shape.removeAttribute(name);
      else shape.setAttribute(name, value);
    }
  });
}

/** Groups lose their styles, which their shapes now carry themselves; all lose what is of the page only. */
function stripped(svg: SVGSVGElement): SVGSVGElement {
  for (const hit of svg.querySelectorAll(".chart-hit")) hit.remove();
  writeStyles([...svg.querySelectorAll(SHAPES)]);
  for (const element of [svg, ...svg.querySelectorAll("*")]) {
    const group = !element.matches(SHAPES);
    for (const name of element.getAttributeNames())
      if (PAGE_ONLY.test(name) || (group && name in STYLES)) element.removeAttribute(name);
  }
  return svg;
}

function made(name: string, attributes: Readonly<Record<string, string | number>>, text = ""): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

/** Where a part lies within the whole. */
function placeIn(whole: DOMRect, part: Element): { readonly x: number; readonly y: number } {
  const { left, top } = part.getBoundingClientRect();
  return { x: left - whole.left + EDGE, y: top - whole.top + EDGE + TITLE_HEIGHT };
}

/** Words that stand beside the drawings, such as a legend's, as text in the same place. */
function wordsOf(element: HTMLElement, whole: DOMRect): SVGElement {
  const { color, fontFamily, fontSize } = getComputedStyle(element);
  const { x, y } = placeIn(whole, element);
  const attributes = { fill: color, "font-family": fontFamily, "font-size": fontSize };
  const baseline = y + element.getBoundingClientRect().height / 2;
  return made(
    "text",
    { x, y: baseline, "dominant-baseline": "central", ...attributes },
    element.textContent ?? "",
  );
}

/** A copy of an element on paper: laid out as on the page, in the light scheme, unseen. */
function onPaper(element: HTMLElement): { readonly copy: HTMLElement; readonly host: HTMLElement } {
  const host = document.createElement("div");
  host.className = "paper";
  host.inert = true;
  const copy = element.cloneNode(true) as HTMLElement;
  host.style.width = `${element.clientWidth}px`;
  host.append(copy);
  document.body.append(host);
  return { copy, host };
}

/** Every SVG within `drawing`, and every text marked `data-paper`, where they stand, as one document. */
export function paperSvg(drawing: HTMLElement, { title, notes }: PaperWords): string {
  const { copy, host } = onPaper(drawing);
  try {
    const whole = copy.getBoundingClientRect();
    const width = Math.max(LEAST_WIDTH, whole.width);
    const lines = notes.flatMap((note) => brokenIn(note, Math.floor(width / LETTER)));
    const below = EDGE + TITLE_HEIGHT + whole.height + NOTES_GAP;
    const size = { width: width + 2 * EDGE, height: below + lines.length * NOTE_LINE + EDGE };
    const { color, backgroundColor, fontFamily } = getComputedStyle(host);
    const paper = made("svg", {
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      "font-family": fontFamily,
    });
    const note = { x: EDGE, fill: color, "font-size": 12 };
    const placed = drawingsIn(copy).map((svg) => ({ svg, ...placeIn(whole, svg) }));
    const words = [...copy.querySelectorAll<HTMLElement>("[data-paper]")].map((each) => wordsOf(each, whole));
    paper.append(
      made("title", {}, title),
      made("rect", { ...size, fill: backgroundColor }),
      made("text", { ...note, y: EDGE + 14, "font-size": 15, "font-weight": 600 }, title),
      ...placed.map(({ svg, x, y }) => {
        const drawn = stripped(svg);
        for (const [name, value] of Object.entries({ x, y, overflow: "visible" }))
          drawn.setAttribute(name, String(value));
        return drawn;
      }),
      ...words,
      ...lines.map((line, at) => made("text", { ...note, y: below + (at + 0.75) * NOTE_LINE }, line)),
    );
    return new XMLSerializer().serializeToString(paper);
  } finally {
    host.remove();
  }
}
