/** An element of the page as SVG: its background, its border and its rings, at its position. */
import { isSeen, plainColour } from "./colours.ts";
import { type Attributes, hundredth, ringsOf, svgElement } from "./svg.ts";

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const SIDES = ["top", "right", "bottom", "left"] as const;

/** A rectangle enlarged by that much on every side. */
function rectangle({ x, y, width, height }: Place, by: number, radius: number, rest: Attributes): SVGElement {
  const place = { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
  const corner = Math.min(Math.max(0, radius + by), place.width / 2, place.height / 2);
  const rounded = corner > 0 ? { rx: hundredth(corner) } : {};
  const attributes = Object.fromEntries(
    Object.entries(place).map(([name, value]) => [
      name,
      hundredth(Math.max(value, name.length > 1 ? 0 : value)),
    ]),
  );
  return svgElement("rect", { ...attributes, ...rounded, ...rest });
}

function radiusOf(style: CSSStyleDeclaration, { width }: Place): number {
  const [radius = "0"] = style.borderTopLeftRadius.split(" ");
  const number = Number.parseFloat(radius) || 0;
  return radius.endsWith("%") ? (number / 100) * width : number;
}

/** One side's border as a line along the middle of its width. */
function sideLine({ x, y, width, height }: Place, side: (typeof SIDES)[number], thick: number): Attributes {
  const half = thick / 2;
  const [right, bottom] = [x + width, y + height];
  switch (side) {
    case "top":
      return { x1: x, x2: right, y1: y + half, y2: y + half };
    case "bottom":
      return { x1: x, x2: right, y1: bottom - half, y2: bottom - half };
    case "left":
      return { x1: x + half, x2: x + half, y1: y, y2: bottom };
    case "right":
      return { x1: right - half, x2: right - half, y1: y, y2: bottom };
    default:
      return side satisfies never;
  }
}

function borderOf(style: CSSStyleDeclaration, place: Place, radius: number): readonly SVGElement[] {
  const borders = SIDES.map((side) => ({
    side,
    width: Number.parseFloat(style.getPropertyValue(`border-${side}-width`)) || 0,
    colour: plainColour(style.getPropertyValue(`border-${side}-color`)),
  }));
  const drawn = borders.filter(({ width, colour }) => width > 0 && isSeen(colour));
  const [first] = drawn;
  if (first === undefined) return [];
  const alike = drawn.every(({ width, colour }) => width === first.width && colour === first.colour);
  if (alike && drawn.length === SIDES.length) {
    const stroke = { fill: "none", stroke: first.colour, "stroke-width": first.width };
    return [rectangle(place, -first.width / 2, radius, stroke)];
  }
  return drawn.map(({ side, width, colour }) =>
    svgElement("line", { ...sideLine(place, side, width), stroke: colour, "stroke-width": width }),
  );
}

/** The element's own painting from the bottom up, without its contents. */
export function boxMarks(style: CSSStyleDeclaration, place: Place): readonly SVGElement[] {
  const radius = radiusOf(style, place);
  const background = plainColour(style.backgroundColor);
  const rings = ringsOf(style.boxShadow).map(({ colour, width, inset }) =>
    rectangle(place, (inset ? -1 : 1) * (width / 2), radius, {
      fill: "none",
      stroke: plainColour(colour),
      "stroke-width": width,
    }),
  );
  return [
    ...(isSeen(background) ? [rectangle(place, 0, radius, { fill: background })] : []),
    ...rings,
    ...borderOf(style, place, radius),
  ];
}
