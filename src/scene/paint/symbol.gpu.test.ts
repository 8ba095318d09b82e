/** Symbols against the same painted without leaving anything out, pixel by pixel. */
import { expect, test } from "vitest";
import { chanceOf } from "../chance.ts";
import { layoutOf } from "../layout/layout.ts";
import type { Thing } from "../scene.ts";
import { createAssets } from "./assets.ts";
import { newPen, type Pen } from "./canvas.ts";
import { paintSymbol } from "./symbol.ts";

/** Lets a pen paint everywhere, whatever it is told to keep to. */
function everywhere(pen: Pen): Pen {
  pen.clip = () => undefined;
  return pen;
}

const pixels = (pen: Pen, side: number): readonly number[] => [...pen.getImageData(0, 0, side, side).data];

test("what is left out of a symbol's edge cannot be seen", async () => {
  const assets = createAssets(new URL("/", location.href));
  const seen = new Set<number>();
  for (let seed = 0; seen.size < 8; seed++) {
    const scene = layoutOf(seed);
    const thing = scene.things.find(({ dim }) => dim === "colour") as Extract<Thing, { dim: "colour" }>;
    await assets.prepare(scene);
    const side = thing.box[2];
    seen.add(side);
    const [pen, whole] = [newPen(side, side), everywhere(newPen(side, side))];
    paintSymbol(pen, thing, chanceOf(seed, "painting"), assets);
    paintSymbol(whole, thing, chanceOf(seed, "painting"), assets);
    const [found, wanted] = [pixels(pen, side), pixels(whole, side)];
    expect(wanted.some((value) => value !== 0)).toBe(true);
    expect(found.every((value, i) => value === wanted[i])).toBe(true);
  }
});
