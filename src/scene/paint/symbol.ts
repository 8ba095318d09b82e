/** Paints a silhouette in its colour with a white edge. */
import type { Random } from "../../base/random.ts";
import type { Thing } from "../scene.ts";
import type { Assets } from "./assets.ts";
import { newPen, type Pen } from "./canvas.ts";
import { css, shade } from "./colour.ts";

type ColourThing = Extract<Thing, { readonly dim: "colour" }>;

/** A silhouette in a colour. */
function tinted(mask: OffscreenCanvas, colour: string): OffscreenCanvas {
  const pen = newPen(mask.width, mask.height);
  pen.drawImage(mask, 0, 0);
  pen.globalCompositeOperation = "source-in";
  pen.fillStyle = colour;
  pen.fillRect(0, 0, mask.width, mask.height);
  return pen.canvas;
}

const whites = new WeakMap<OffscreenCanvas, OffscreenCanvas>();

/** A silhouette in white, made once: the browser then keeps what it scales it from. */
function whitened(mask: OffscreenCanvas): OffscreenCanvas {
  const white = whites.get(mask) ?? tinted(mask, "#fff");
  whites.set(mask, white);
  return white;
}

/** The side in pixels of the square blocks in which the neighbourhood of an edge is looked for. */
const block = 8;

/** The smallest and the largest alpha of each block of a square canvas, row by row. */
function alphaOfBlocks(pen: Pen, side: number, count: number) {
  const { data } = pen.getImageData(0, 0, side, side);
  const lowest = new Uint8Array(count * count).fill(255);
  const highest = new Uint8Array(count * count);
  for (let y = 0, from = 3; y < side; y++) {
    const row = Math.floor(y / block) * count;
    for (let left = 0, at = row; left < side; left += block, at++) {
      let [low, high] = [lowest[at] as number, highest[at] as number];
      for (const end = from + 4 * Math.min(block, side - left); from < end; from += 4) {
        const alpha = data[from] as number;
        if (alpha < low) low = alpha;
        if (alpha > high) high = alpha;
      }
      lowest[at] = low;
      highest[at] = high;
    }
  }
  return { lowest, highest };
}

/** Whether a block and all others that are at most `reach` blocks away have the same value. */
function uniform(values: Uint8Array, count: number, x: number, y: number, reach: number, value: number) {
  const [left, right] = [Math.max(0, x - reach), Math.min(count - 1, x + reach)];
  for (let row = Math.max(0, y - reach); row <= Math.min(count - 1, y + reach); row++) {
    for (let column = left; column <= right; column++) {
      if (values[row * count + column] !== value) return false;
    }
  }
  return true;
}

/**
 * The blocks in which the edge can be seen, as a path. Elsewhere there is nothing of the silhouette within `reach` pixels,
 * or nothing but it, which then covers what was painted before.
 */
function neighbourhoodOfEdge(silhouette: Pen, side: number, reach: number): Path2D {
  const count = Math.ceil(side / block);
  const { lowest, highest } = alphaOfBlocks(silhouette, side, count);
  const outside = Math.ceil(reach / block);
  const path = new Path2D();
  for (let y = 0; y < count; y++) {
    for (let x = 0; x < count; x++) {
      if (uniform(highest, count, x, y, outside, 0) || uniform(lowest, count, x, y, 1, 255)) continue;
      path.rect(block * x, block * y, block, block);
    }
  }
  return path;
}

/**
 * The edge is the silhouette in white, twelve times around. To scale a silhouette smoothly is slow, so the twelve are
 * painted only where something will be seen of them.
 */
export function paintSymbol(pen: Pen, thing: ColourThing, random: Random, assets: Assets): void {
  const side = thing.box[2];
  const mask = assets.picture("icons", thing.icon);
  const edge = Math.max(0.8, 0.018 * side);
  const inner = side - 2 * edge;
  const silhouette = newPen(side, side);
  silhouette.drawImage(mask, edge, edge, inner, inner);
  const white = whitened(mask);
  pen.save();
  // Smooth scaling reaches two pixels farther.
  pen.clip(neighbourhoodOfEdge(silhouette, side, Math.ceil(edge) + 3));
  for (let i = 0; i < 12; i++) {
    const angle = (i * Math.PI) / 6;
    pen.drawImage(white, edge * (1 + Math.cos(angle)), edge * (1 + Math.sin(angle)), inner, inner);
  }
  pen.restore();
  pen.drawImage(tinted(mask, css(shade(thing.colour, random))), edge, edge, inner, inner);
}
