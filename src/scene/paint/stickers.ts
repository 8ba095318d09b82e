/** Paints single things, each filling its box, on a canvas whose origin is the box's corner. */
import type { Random } from "../../base/random.ts";
import { uniform } from "../chance.ts";
import type { Shape } from "../layout/names.ts";
import { characterBoxes } from "../layout/panels.ts";
import type { Thing } from "../scene.ts";
import type { Assets } from "./assets.ts";
import { paintBall } from "./ball.ts";
import type { Pen } from "./canvas.ts";
import { css, mixed, shade } from "./colour.ts";
import { type CharacterBox, paintSign } from "./sign.ts";
import { paintSymbol } from "./symbol.ts";

type Of<D extends Thing["dim"]> = Extract<Thing, { readonly dim: D }>;

function disc(pen: Pen, side: number, share: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(side / 2, side / 2, (side / 2) * share, 0, 2 * Math.PI);
  pen.fill();
}

/** An object on a plate with a coloured rim. */
function paintPlate(pen: Pen, thing: Of<"identification">, random: Random, assets: Assets): void {
  const side = thing.box[2];
  const colour = shade(thing.colour, random);
  const white = [255, 255, 255] as const;
  disc(pen, side, 1, css(colour));
  disc(pen, side, 0.94, css(mixed(colour, white, 0.12)));
  disc(pen, side, 0.74, css(mixed(colour, white, 0.82)));
  pen.translate(side / 2, side / 2);
  pen.rotate((uniform(random, -12, 12) * Math.PI) / 180);
  const width = 0.62 * side;
  pen.drawImage(assets.picture("objects", thing.object), -width / 2, -width / 2, width, width);
}

/** Equal sprites where the layout put them. */
function paintGroup(pen: Pen, thing: Of<"counting">, assets: Assets): void {
  const [, , width, height] = thing.box;
  const picture = assets.picture("sprites", thing.sprite);
  const side = thing.side * width;
  for (const [x, y] of thing.places) {
    pen.drawImage(
      picture,
      Math.min(x * width, width - side),
      Math.min(y * height, height - side),
      side,
      side,
    );
  }
}

/** A regular polygon or star with its first corner at the top, as large as the unit square allows. */
function regular(corners: number, dent: number, turn: number): (readonly [number, number])[] {
  const points = Array.from({ length: corners }, (_, i) => {
    const radius = i % 2 === 1 ? dent : 1;
    const angle = (2 * Math.PI * i) / corners - Math.PI / 2 + turn;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const scale = 1 / Math.max(right - left, bottom - top);
  return points.map(([x, y]) => [
    0.5 + (x - (left + right) / 2) * scale,
    0.5 + (y - (top + bottom) / 2) * scale,
  ]);
}

const third = 0.33;
const corners: Readonly<Record<Exclude<Shape, "circle">, readonly (readonly [number, number])[]>> = {
  square: [
    [0.08, 0.08],
    [0.92, 0.08],
    [0.92, 0.92],
    [0.08, 0.92],
  ],
  diamond: [
    [0.5, 0],
    [0.9, 0.5],
    [0.5, 1],
    [0.1, 0.5],
  ],
  cross: [
    [third, 0],
    [1 - third, 0],
    [1 - third, third],
    [1, third],
    [1, 1 - third],
    [1 - third, 1 - third],
    [1 - third, 1],
    [third, 1],
    [third, 1 - third],
    [0, 1 - third],
    [0, third],
    [third, third],
  ],
  triangle: regular(3, 1, 0),
  pentagon: regular(5, 1, 0),
  hexagon: regular(6, 1, Math.PI / 6),
  star: regular(10, 0.45, 0),
};

/** A shape with a white edge. */
function paintBadge(pen: Pen, thing: Of<"structure">, random: Random): void {
  const side = thing.box[2];
  pen.beginPath();
  if (thing.shape === "circle") pen.arc(side / 2, side / 2, side / 2, 0, 2 * Math.PI);
  else for (const [x, y] of corners[thing.shape]) pen.lineTo(x * side, y * side);
  pen.closePath();
  pen.fillStyle = css(shade(thing.colour, random));
  pen.fill();
  pen.clip();
  pen.strokeStyle = "#fff";
  pen.lineWidth = 2 * Math.max(1, 0.025 * side);
  pen.stroke();
}

/** Paints the thing; a sign tells where its characters are, in pixels of the canvas. */
export function paintThing(pen: Pen, thing: Thing, random: Random, assets: Assets): readonly CharacterBox[] {
  switch (thing.dim) {
    case "identification":
      paintPlate(pen, thing, random, assets);
      return [];
    case "ocr":
      return paintSign(pen, thing, random);
    case "counting":
      paintGroup(pen, thing, assets);
      return [];
    case "colour":
      paintSymbol(pen, thing, random, assets);
      return [];
    case "structure":
      paintBadge(pen, thing, random);
      return [];
    case "material":
      paintBall(pen, thing, random);
      return [];
    case "text":
      // Lines are painted with their panel.
      return characterBoxes(thing);
    default:
      return thing satisfies never;
  }
}
