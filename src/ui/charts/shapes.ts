/** Outlines of marks as SVG path data. */
import type { Tone } from "./chart-data.ts";

/** Two decimals of a pixel: all that a screen can show, and short in a file. */
const fixed = (value: number): string => String(Math.round(value * 100) / 100 + 0);

const point = (x: number, y: number): string => `${fixed(x)} ${fixed(y)}`;

/** A closed rectangle; negative sides are flipped. */
export function rectangle(x: number, y: number, width: number, height: number): string {
  const [left, top] = [Math.min(x, x + width), Math.min(y, y + height)];
  return `M${point(left, top)}h${fixed(Math.abs(width))}v${fixed(Math.abs(height))}h${fixed(-Math.abs(width))}z`;
}

export function circle(x: number, y: number, radius: number): string {
  const arc = `a${fixed(radius)} ${fixed(radius)} 0 1 0`;
  return `M${point(x - radius, y)}${arc} ${point(2 * radius, 0)}${arc} ${point(-2 * radius, 0)}z`;
}

/** A mark's outline about a point, one shape per tone, each with about the area of a circle of that radius. */
export function symbol(tone: Tone, x: number, y: number, radius: number): string {
  const side = radius * 0.89;
  const reach = radius * 1.25;
  switch (tone) {
    case "regional":
      return rectangle(x - side, y - side, 2 * side, 2 * side);
    case "grounded":
      return `M${point(x, y - reach)}L${point(x + reach, y)}L${point(x, y + reach)}L${point(x - reach, y)}z`;
    case "told":
      return `M${point(x, y - reach)}L${point(x + reach, y + side)}L${point(x - reach, y + side)}z`;
    case "isolated":
      return `M${point(x, y + reach)}L${point(x + reach, y - side)}L${point(x - reach, y - side)}z`;
    case "matched":
      return rectangle(x - reach, y - side / 1.4, 2 * reach, (2 * side) / 1.4);
    case "global":
    case "blank":
    case "plain":
    case "faint":
      return circle(x, y, radius);
    default:
      return tone satisfies never;
  }
}
