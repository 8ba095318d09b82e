/** Paints a scene: the ground, one soft shadow, then the things. */

import type { RgbImage } from "../../math/image/image.ts";
import { chanceOf } from "../chance.ts";
import { rgbOf, type WordImage } from "../pixels/words.ts";
import type { Place, Scene } from "../scene.ts";
import type { Assets } from "./assets.ts";
import { type Pen, reusedPen } from "./canvas.ts";
import { paintGround } from "./ground.ts";
import { paintPanel, type TextThing } from "./print.ts";
import { castShadow } from "./shadow.ts";
import type { CharacterBox } from "./sign.ts";
import { paintThing } from "./stickers.ts";

export interface Painting {
  /** The memory of its pixels is that of the next painting of the same size: use it before. */
  readonly image: WordImage;
  /** For each thing of the scene, where its characters stand. */
  readonly characters: readonly (readonly CharacterBox[])[];
}

/** RGBA without its alpha. */
export function withoutAlpha({ width, height, data }: ImageData): RgbImage {
  return rgbOf({ width, height, words: new Uint32Array(data.buffer) });
}

/** Pixels in memory of a canvas's own form, by size, used by one scene after another. */
const rooms = new Map<string, ImageData>();

function roomFor(width: number, height: number): ImageData {
  const key = `${width} ${height}`;
  const room = rooms.get(key) ?? new ImageData(width, height);
  rooms.set(key, room);
  return room;
}

/** A thing's edge may be a little soft outside its box. Boxes are farther from each other than twice that. */
const softness = 2;

/** A box with the soft edge of what is painted in it. */
const partOf = ([x, y, width, height]: Place): Place => [
  x - softness,
  y - softness,
  width + 2 * softness,
  height + 2 * softness,
];

/**
 * Everything that is painted lies on these parts of the scene, which do not overlap: the panels, which have the printed
 * lines, and the other things. The rest of the canvas need not be touched.
 */
export function paintedParts({ panels, things }: Scene): readonly Place[] {
  return [...panels, ...things.filter(({ dim }) => dim !== "text")].map(({ box }) => partOf(box));
}

/** Makes what was painted on a part of the layer less opaque, its shadow with it. */
function fade(pen: Pen, part: Place, contrast: number): void {
  const pixels = pen.getImageData(...part);
  for (let i = 3; i < pixels.data.length; i += 4)
    pixels.data[i] = Math.round((pixels.data[i] ?? 0) * contrast);
  pen.putImageData(pixels, part[0], part[1]);
}

/** Paints panels and things, each in its place; where the characters of each thing stand. */
export function paintThings(scene: Scene, assets: Assets, random: ReturnType<typeof chanceOf>, pen: Pen) {
  for (const [i, panel] of scene.panels.entries()) {
    const lines = scene.things.filter((thing) => thing.dim === "text" && thing.panel === i);
    paintPanel(pen, panel, lines as readonly TextThing[], random);
  }
  return scene.things.map((thing) => {
    pen.save();
    pen.translate(thing.box[0], thing.box[1]);
    const boxes = paintThing(pen, thing, random, assets);
    pen.restore();
    if (thing.contrast !== undefined) fade(pen, partOf(thing.box), thing.contrast);
    return boxes;
  });
}

/** The scene as it was laid out, without any damage. `assets` must be prepared for it. */
export function paintScene(scene: Scene, assets: Assets): Painting {
  const { width, height } = scene;
  const random = chanceOf(scene.seed, "painting");
  const room = roomFor(width, height);
  const image = { width, height, words: new Uint32Array(room.data.buffer) };
  paintGround(scene, random, assets, image);
  const layer = reusedPen("things", width, height);
  const characters = paintThings(scene, assets, random, layer);
  castShadow(layer.canvas, image);
  const pen = reusedPen("ground", width, height);
  const parts = paintedParts(scene);
  for (const part of parts) pen.putImageData(room, 0, 0, ...part);
  pen.drawImage(layer.canvas, 0, 0);
  for (const [x, y, partWidth, partHeight] of parts) {
    const part = new Uint32Array(pen.getImageData(x, y, partWidth, partHeight).data.buffer);
    for (let row = 0; row < partHeight; row++) {
      const pixels = part.subarray(row * partWidth, (row + 1) * partWidth);
      image.words.set(pixels, (y + row) * width + x);
    }
  }
  return { image, characters };
}
