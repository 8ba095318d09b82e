/** Paints a shaded ball with one of six surfaces, pixel by pixel. */
import type { Random } from "../../base/random.ts";
import { uniform } from "../chance.ts";
import type { Surface } from "../layout/names.ts";
import type { Thing } from "../scene.ts";
import { newPen, type Pen } from "./canvas.ts";
import { mixed, shade } from "./colour.ts";

type Ball = Extract<Thing, { readonly dim: "material" }>;

/** What is left of x above a whole number. */
const fraction = (x: number): number => x - Math.floor(x);

/** How much of its second colour a surface shows at (u, v), where the ball is the unit disc. */
function share(surface: Surface, u: number, v: number): number {
  switch (surface) {
    case "smooth":
      return 0;
    case "striped":
      return Math.sin(13 * u) > 0 ? 1 : 0;
    case "dotted":
      return (fraction(3.2 * u) - 0.5) ** 2 + (fraction(3.2 * v) - 0.5) ** 2 < 0.075 ? 1 : 0;
    case "checkered":
      return (Math.floor(3 * u) + Math.floor(3 * v)) & 1;
    case "woven": {
      const along = ((Math.floor(3.2 * u) + Math.floor(3.2 * v)) & 1) === 1 ? u : v;
      return Math.sin(9.6 * Math.PI * along) ** 2;
    }
    case "brick": {
      const row = Math.floor(4 * v);
      return fraction(2.2 * u + 0.5 * (row & 1)) < 0.1 || fraction(4 * v) < 0.2 ? 1 : 0;
    }
    default:
      return surface satisfies never;
  }
}

/** The ball at `side` by `side` pixels. */
function ballPixels({ colour, surface }: Ball, side: number, random: Random): ImageData {
  const base = shade(colour, random);
  const pale = mixed(base, [255, 255, 255], colour === "black" ? 0.7 : 0.78);
  const angle = uniform(random, -0.35, 0.35) + (surface === "striped" ? Math.PI / 4 : 0);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const pixels = new ImageData(side, side);
  const { data } = pixels;
  const [red, green, blue] = base;
  const [paleRed, paleGreen, paleBlue] = pale;
  for (let y = 0, to = 0; y < side; y++) {
    const v = ((y + 0.5) / side) * 2 - 1;
    for (let x = 0; x < side; x++, to += 4) {
      const u = ((x + 0.5) / side) * 2 - 1;
      const square = u * u + v * v;
      const cover = (1 - Math.sqrt(square)) * (side / 2) + 0.5;
      if (cover <= 0) continue;
      const bulge = 1 + 0.25 * square;
      const second = share(surface, (u * cos + v * sin) * bulge, (v * cos - u * sin) * bulge);
      const light = 1.06 - 0.34 * Math.min(1, square) - 0.14 * v;
      const gloss = 120 * Math.exp(-((u + 0.35) ** 2 + (v + 0.42) ** 2) / 0.04);
      data[to] = (red + (paleRed - red) * second) * light + gloss;
      data[to + 1] = (green + (paleGreen - green) * second) * light + gloss;
      data[to + 2] = (blue + (paleBlue - blue) * second) * light + gloss;
      data[to + 3] = 255 * Math.min(1, cover);
    }
  }
  return pixels;
}

/** Small balls are painted larger and reduced, so that their surface does not flicker. */
export function paintBall(pen: Pen, ball: Ball, random: Random): void {
  const side = ball.box[2];
  const painted = Math.round(side * Math.min(3, Math.max(1, 200 / side)));
  const own = newPen(painted, painted);
  own.putImageData(ballPixels(ball, painted, random), 0, 0);
  pen.drawImage(own.canvas, 0, 0, side, side);
}
