/** An SVG element with its attributes. */

const SVG = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string | number>>;

export function made(name: string, attributes: Attributes, text = ""): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

/** A hundredth of a pixel is more than any screen or paper shows. */
export const hundredth = (value: number): number => Math.round(value * 100) / 100;
