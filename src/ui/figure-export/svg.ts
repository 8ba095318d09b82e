/** SVG elements, and helpers for them: rounding, line breaks, and shadows that are rings. */

const SVG = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string | number>>;

export function svgElement(name: string, attributes: Attributes, text = ""): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

/** A hundredth of a pixel is finer than any screen or print. */
export const hundredth = (value: number): number => Math.round(value * 100) / 100;

/** Breaks a paragraph between words into lines of at most that many letters. */
export function wrapLines(paragraph: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export interface Ring {
  readonly colour: string;
  /** In pixels. */
  readonly width: number;
  readonly inset: boolean;
}

const RING = /([a-z]+\([^)]*\)|#[0-9a-f]+) 0px 0px 0px ([\d.]+)px( inset)?/g;

/** The rings of a computed `box-shadow` in painting order, the outermost first; other shadows are left out. */
export function ringsOf(shadow: string): readonly Ring[] {
  const rings = [...shadow.matchAll(RING)].map(([, colour = "", width = "0", inset]) => ({
    colour,
    width: Number(width),
    inset: inset !== undefined,
  }));
  return rings.filter(({ width }) => width > 0).reverse();
}
