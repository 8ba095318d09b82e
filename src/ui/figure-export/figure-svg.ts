/**
 * A figure as an SVG file that opens anywhere: what is shown on the page, in the light scheme, with every computed style
 * written out, text as text, images with their pixels, and the title and the run card around it.
 */

import { plainColour } from "./colours.ts";
import type { Picture } from "./images.ts";
import { marksOf } from "./marks.ts";
import { svgElement, wrapLines } from "./svg.ts";
import "./figure.css";

export interface FigureWords {
  readonly title: string;
  /** Its description and the run card, one paragraph each. */
  readonly notes: readonly string[];
}

export interface FigureFile extends FigureWords {
  /** File name without its extension. */
  readonly name: string;
}

const EDGE = 16;
const TITLE_HEIGHT = 28;
const NOTE_LINE = 16;
const NOTES_GAP = 16;
/** Minimum width, so that the notes can be read. */
const LEAST_WIDTH = 480;
/** Average width of a letter of a note. */
const LETTER = 6.2;

const PICTURES = "img, canvas";

const within = (element: Element): readonly Element[] => [element, ...element.querySelectorAll("*")];

interface LaidOut {
  readonly host: HTMLElement;
  readonly original: (copy: Element) => Picture | null;
}

/** Hidden copies of the elements, one below the other: laid out as on the page, in the light scheme. */
function layOut(elements: readonly HTMLElement[]): LaidOut {
  const host = document.createElement("div");
  host.className = "figure-export";
  host.inert = true;
  host.style.width = `${Math.max(0, ...elements.map(({ clientWidth }) => clientWidth))}px`;
  const originals = new Map<Element, Picture>();
  for (const element of elements) {
    const copy = element.cloneNode(true) as HTMLElement;
    const copies = within(copy);
    within(element).forEach((each, at) => {
      const twin = copies[at];
      if (twin !== undefined && each.matches(PICTURES)) originals.set(twin, each as Picture);
    });
    host.append(copy);
  }
  document.body.append(host);
  return { host, original: (copy) => originals.get(copy) ?? null };
}

/** The exported marks of the elements (`marksOf`), one element below the other, as one document. */
export function figureSvg(elements: readonly HTMLElement[], { title, notes }: FigureWords): string {
  const { host, original } = layOut(elements);
  try {
    const whole = host.getBoundingClientRect();
    const origin = { x: whole.left - EDGE, y: whole.top - EDGE - TITLE_HEIGHT };
    const width = Math.max(LEAST_WIDTH, Math.ceil(whole.width));
    const lines = notes.flatMap((note) => wrapLines(note, Math.floor(width / LETTER)));
    const below = EDGE + TITLE_HEIGHT + Math.ceil(whole.height) + NOTES_GAP;
    const size = { width: width + 2 * EDGE, height: below + lines.length * NOTE_LINE + EDGE };
    const { color, backgroundColor, fontFamily } = getComputedStyle(host);
    const svg = svgElement("svg", {
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      "font-family": fontFamily,
    });
    const note = { x: EDGE, fill: plainColour(color), "font-size": 12 };
    const marks = [...host.children].flatMap((each) =>
      marksOf(each, { origin, original, marked: false, opacity: 1 }),
    );
    svg.append(
      svgElement("title", {}, title),
      svgElement("rect", { ...size, fill: plainColour(backgroundColor) }),
      svgElement("text", { ...note, y: EDGE + 14, "font-size": 15, "font-weight": 600 }, title),
      ...marks,
      ...lines.map((line, at) => svgElement("text", { ...note, y: below + (at + 0.75) * NOTE_LINE }, line)),
    );
    return new XMLSerializer().serializeToString(svg);
  } finally {
    host.remove();
  }
}
