/** Text of the page as SVG text, line by line: each on its baseline and with its length on the page. */
import { plainColour } from "./colours.ts";
import { hundredth, svgElement } from "./svg.ts";

interface Line {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Piece extends Line {
  /** The space before it on the same line. */
  readonly gap: "" | " ";
}

/** Rectangles of two pieces on one line may differ by rounding, those on two lines by far more. */
const SAME_LINE = 2;

function pieceOf(node: Text, from: number, to: number, gap: Piece["gap"]): Piece[] {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  const [rect, ...more] = range.getClientRects();
  if (rect === undefined) return [];
  if (more.length === 0 || to - from === 1) {
    const { left, right, top, bottom } = rect;
    return [{ text: node.data.slice(from, to), left, right, top, bottom, gap }];
  }
  return Array.from({ length: to - from }, (_, at) =>
    pieceOf(node, from + at, from + at + 1, at === 0 ? gap : ""),
  ).flat();
}

/** The lines of a text node as the browser broke them, in window pixels. */
function linesOf(node: Text): readonly Line[] {
  const pieces = [...node.data.matchAll(/\S+/g)].flatMap(({ index, 0: word }) =>
    pieceOf(node, index, index + word.length, " "),
  );
  const lines: Line[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.top - piece.top) < SAME_LINE)
      lines[lines.length - 1] = { ...last, text: last.text + piece.gap + piece.text, right: piece.right };
    else lines.push(piece);
  }
  return lines;
}

/** The share of a line's height above the baseline. */
function ascent({ fontStyle, fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return 0.8;
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = context.measureText("x");
  return above / (above + below);
}

/** `origin` is the position of the figure's corner in the window. */
export function textMarks(
  node: Text,
  style: CSSStyleDeclaration,
  origin: { readonly x: number; readonly y: number },
): readonly SVGElement[] {
  const lines = linesOf(node);
  if (lines.length === 0) return [];
  const share = ascent(style);
  const look = {
    fill: plainColour(style.color),
    "font-family": style.fontFamily,
    "font-size": style.fontSize,
    ...(style.fontWeight === "400" ? {} : { "font-weight": style.fontWeight }),
    ...(style.fontStyle === "normal" ? {} : { "font-style": style.fontStyle }),
  };
  return lines.map(({ text, left, right, top, bottom }) => {
    const x = hundredth(left - origin.x);
    const y = hundredth(top - origin.y + share * (bottom - top));
    // Where the font is missing, its replacement is fitted into the same place.
    const fit =
      text.length > 1 ? { textLength: hundredth(right - left), lengthAdjust: "spacingAndGlyphs" } : {};
    return svgElement("text", { x, y, ...look, ...fit }, text);
  });
}
