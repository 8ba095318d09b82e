/** Paints panels and the lines that are printed on them. */
import type { Random } from "../../base/random.ts";
import { pick, uniform } from "../chance.ts";
import { colourNames, type Rgb } from "../layout/names.ts";
import type { Panel, PrintedLine, Thing } from "../scene.ts";
import { inkOf } from "../text/faces.ts";
import type { Pen } from "./canvas.ts";
import { css, mixed, shade } from "./colour.ts";

export type TextThing = Extract<Thing, { readonly dim: "text" }>;

const white: Rgb = [255, 255, 255];
const black: Rgb = [12, 12, 16];

/** Paper, ink, and how the edge of a panel looks. */
interface Look {
  readonly paper: Rgb;
  readonly ink: Rgb;
  readonly radius: number;
  readonly border: number;
  readonly rules: boolean;
}

/** Nearly white, a little warm or cold. */
function paperWhite(random: Random): Rgb {
  const light = uniform(random, 224, 254);
  return [light, light - uniform(random, 0, 6), light - uniform(random, 0, 16)].map(
    Math.trunc,
  ) as unknown as Rgb;
}

const darkInk = (random: Random): Rgb => mixed(black, white, uniform(random, 0, 0.42));

/** A colour with letters that stand out from it. */
function coloured(random: Random): { readonly paper: Rgb; readonly ink: Rgb } {
  const colour = shade(pick(random, colourNames), random);
  const light = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
  if (random.next() < 0.3) return { paper: mixed(colour, white, 0.86), ink: mixed(colour, black, 0.55) };
  return { paper: colour, ink: light > 140 ? mixed(black, colour, 0.1) : mixed(white, colour, 0.06) };
}

function lookOf(kind: Panel["kind"], random: Random): Look {
  const plain = { paper: paperWhite(random), ink: darkInk(random), radius: 0, border: 0, rules: false };
  switch (kind) {
    case "receipt":
      return plain;
    case "form":
      return { ...plain, border: 1.5, rules: true };
    case "caption":
      return random.next() < 0.75 ? plain : { ...plain, ...coloured(random) };
    case "label":
      return { ...plain, radius: 8, border: random.next() < 0.6 ? 2 : 0 };
    case "notice":
      return { ...plain, ...coloured(random), radius: 10, border: random.next() < 0.5 ? 3 : 0 };
    case "poster":
      return { ...plain, ...coloured(random) };
    case "screen": {
      const paper: Rgb = mixed(black, pick(random, [white, [20, 60, 120], [10, 80, 40]] as const), 0.12);
      const ink = pick(random, [white, [120, 255, 140], [255, 190, 60], [120, 220, 255]] as const);
      return { ...plain, paper, ink, radius: 6, border: 2 };
    }
    default:
      return kind satisfies never;
  }
}

/** Prints one line from the corner of its box on. No kerning: the layout knows the advances alone. */
export function printLine(pen: Pen, { text, font, size, box }: PrintedLine, colour: string): void {
  pen.font = `${size}px "${font}"`;
  pen.fontKerning = "none";
  pen.textRendering = "geometricPrecision";
  pen.fillStyle = colour;
  pen.fillText(text, box[0], box[1] + inkOf(font).top * size);
}

/** The panel and its lines. */
export function paintPanel(pen: Pen, panel: Panel, lines: readonly TextThing[], random: Random): void {
  const { paper, ink, radius, border, rules } = lookOf(panel.kind, random);
  const [x, y, width, height] = panel.box;
  pen.fillStyle = css(paper);
  pen.beginPath();
  pen.roundRect(x, y, width, height, radius);
  pen.fill();
  pen.strokeStyle = css(mixed(paper, ink, 0.6));
  if (border > 0) {
    pen.lineWidth = border;
    pen.beginPath();
    pen.roundRect(x + 3, y + 3, width - 6, height - 6, Math.max(0, radius - 2));
    pen.stroke();
  }
  for (const line of lines) {
    if (rules) {
      const [, top, , tall] = line.box;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.moveTo(x + 8, top + tall + 2);
      pen.lineTo(x + width - 8, top + tall + 2);
      pen.stroke();
    }
    printLine(pen, line, css(mixed(paper, ink, line.contrast ?? 1)));
  }
}
