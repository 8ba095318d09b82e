/** Paints boards with two to four characters. */
import type { Random } from "../../base/random.ts";
import { pick } from "../chance.ts";
import type { Rgb } from "../layout/names.ts";
import type { Thing } from "../scene.ts";
import type { Pen } from "./canvas.ts";
import { css, mixed, shade } from "./colour.ts";

/** A character and where it stands: from one advance to the next, as high as the ink of the text. */
export type CharacterBox = readonly [character: string, x: number, y: number, width: number, height: number];

type Sign = Extract<Thing, { readonly dim: "ocr" }>;

const white: Rgb = [252, 252, 250];
const dark: Rgb = [28, 28, 34];

function board(pen: Pen, inset: number, radius: number, width: number, height: number): void {
  pen.beginPath();
  pen.roundRect(inset, inset, width - 2 * inset, height - 2 * inset, radius);
}

/** The board, and the colour of its letters. */
function paintBoard(pen: Pen, { colour: name, box: [, , width, height] }: Sign, random: Random): Rgb {
  const colour = shade(name, random);
  const radius = height * pick(random, [0.06, 0.16, 0.3]);
  const full = random.next() < 0.65;
  pen.fillStyle = css(colour);
  board(pen, 0, radius, width, height);
  pen.fill();
  if (full) {
    const ink = ["yellow", "orange", "pink"].includes(name) ? dark : white;
    pen.lineWidth = Math.max(1, 0.035 * height);
    pen.strokeStyle = css(mixed(colour, ink, 0.75));
    board(pen, 0.06 * height + pen.lineWidth / 2, 0.8 * radius, width, height);
    pen.stroke();
    return ink;
  }
  pen.fillStyle = css(white);
  board(pen, 0.12 * height, 0.6 * radius, width, height);
  pen.fill();
  return mixed(colour, dark, 0.55);
}

/** The size at which typefaces are measured; letters are scaled from it, so that no hinting moves them. */
const measured = 96;

/** Paints the sign; the boxes are in pixels of the canvas that it is painted on. */
export function paintSign(pen: Pen, sign: Sign, random: Random): readonly CharacterBox[] {
  const [left, top, width, height] = sign.box;
  const ink = paintBoard(pen, sign, random);
  pen.font = `${measured}px "${sign.font}"`;
  pen.textRendering = "geometricPrecision";
  const size = pen.measureText(sign.text);
  const inkWidth = size.actualBoundingBoxRight + size.actualBoundingBoxLeft;
  const inkHeight = size.actualBoundingBoxAscent + size.actualBoundingBoxDescent;
  const scale = Math.min((0.84 * width) / inkWidth, (0.72 * height) / inkHeight);
  const [x, y] = [(width - inkWidth * scale) / 2, (height - inkHeight * scale) / 2];
  const start = x + size.actualBoundingBoxLeft * scale;
  const edges = Array.from(
    { length: sign.text.length + 1 },
    (_, i) => start + scale * pen.measureText(sign.text.slice(0, i)).width,
  );
  pen.translate(start, y + size.actualBoundingBoxAscent * scale);
  pen.scale(scale, scale);
  pen.fillStyle = css(ink);
  pen.fillText(sign.text, 0, 0);
  return [...sign.text].map((character, i) => {
    const [from, to] = [edges[i] as number, edges[i + 1] as number];
    return [character, left + from, top + y, to - from, inkHeight * scale] as const;
  });
}
