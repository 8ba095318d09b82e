/** Colours of things. */
import type { Random } from "../../base/random.ts";
import { uniform } from "../chance.ts";
import { type Colour, colours, type Rgb } from "../layout/names.ts";

/** The named colour with a little variety. */
export function shade(name: Colour, random: Random, spread = 12): Rgb {
  const vary = (value: number): number =>
    Math.trunc(Math.min(255, Math.max(0, value + uniform(random, -spread, spread))));
  const [red, green, blue] = colours[name];
  return [vary(red), vary(green), vary(blue)];
}

/** From one colour to another. */
export function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const between = (a: number, b: number): number => Math.trunc(a + (b - a) * share);
  return [between(from[0], to[0]), between(from[1], to[1]), between(from[2], to[2])];
}

/** As a canvas takes it. */
export function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}
