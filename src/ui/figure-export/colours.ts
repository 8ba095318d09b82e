/** Colours that any program reads: mixed colours are computed by the browser, not by the reader of the file. */

const KNOWN = /^(?:#|rgb|none|url|transparent|[a-z]+$)/;

const known = new Map<string, string>();

function painted(colour: string): string {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return alpha === 255
    ? `rgb(${red}, ${green}, ${blue})`
    : `rgba(${red}, ${green}, ${blue}, ${Math.round((alpha / 255) * 1000) / 1000})`;
}

/** The colour as eight-bit red, green and blue; anything else is returned unchanged. */
export function plainColour(colour: string): string {
  if (KNOWN.test(colour)) return colour;
  const plain = known.get(colour) ?? painted(colour);
  known.set(colour, plain);
  return plain;
}

/** Whether it is visible at all. */
export const isSeen = (colour: string): boolean =>
  colour !== "transparent" && !/^rgba\(.*,\s*0\)$/.test(colour);
