/** Paints a scene: the ground, one soft shadow, then the things. */

import type { Random } from "../../base/random.ts";
import type { RgbImage } from "../../math/image/image.ts";
import { chanceOf } from "../chance.ts";
import { layoutOf } from "../layout/layout.ts";
import { rgbOf, type WordImage } from "../pixels/words.ts";
import type { Look, Place, Scene, Thing } from "../scene.ts";
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

/** Gives each panel and each thing its chance, in the order in which they are painted. */
type ChanceOf = (look: Look | undefined, what: keyof Looks) => Random;

/** A thing in its box, turned about its middle where it is; a turned one does not tell where its characters stand. */
function paintInPlace(pen: Pen, thing: Thing, random: Random, assets: Assets): readonly CharacterBox[] {
  const [x, y, boxWidth, boxHeight] = thing.box;
  const { turned } = thing;
  if (turned === undefined) {
    pen.translate(x, y);
    return paintThing(pen, thing, random, assets);
  }
  const { degrees, width, height } = turned;
  pen.translate(x + boxWidth / 2, y + boxHeight / 2);
  pen.rotate((degrees * Math.PI) / 180);
  pen.translate(-width / 2, -height / 2);
  paintThing(pen, { ...thing, box: [x, y, width, height] }, random, assets);
  return [];
}

/** Paints panels and things, each in its place; where the characters of each thing stand. */
function paintAll(scene: Scene, assets: Assets, chance: ChanceOf, pen: Pen) {
  for (const [i, panel] of scene.panels.entries()) {
    const lines = scene.things.filter((thing) => thing.dim === "text" && thing.panel === i);
    paintPanel(pen, panel, lines as readonly TextThing[], chance(panel.look, "panels"));
  }
  return scene.things.map((thing) => {
    pen.save();
    const boxes = paintInPlace(pen, thing, chance(thing.look, "things"), assets);
    pen.restore();
    // Print fades towards its panel, as it is printed.
    if (thing.contrast !== undefined && thing.dim !== "text") fade(pen, partOf(thing.box), thing.contrast);
    return boxes;
  });
}

/**
 * The same from one sequence, as a scene is painted whose things have no looks of their own.
 * @internal only tests call it from outside
 */
export function paintThings(scene: Scene, assets: Assets, random: Random, pen: Pen) {
  return paintAll(scene, assets, () => random, pen);
}

/** The chance of each panel and each thing of a scene as it stood when its turn came. */
interface Looks {
  readonly panels: Random[];
  readonly things: Random[];
}

let known: { readonly seed: number; readonly looks: Looks } | null = null;

/** The looks of a seed's own scene, by painting it once; those of the last seed are kept. */
async function looksOf(seed: number, assets: Assets): Promise<Looks> {
  if (known?.seed === seed) return known.looks;
  const scene = layoutOf(seed);
  const { width, height } = scene;
  await assets.prepare(scene);
  const random = chanceOf(seed, "painting");
  const image = { width, height, words: new Uint32Array(width * height) };
  paintGround(scene, random, assets, image);
  const looks: Looks = { panels: [], things: [] };
  const note: ChanceOf = (_, what) => {
    looks[what].push(random.copy());
    return random;
  };
  paintAll(scene, assets, note, reusedPen("things", width, height));
  known = { seed, looks };
  return looks;
}

/** A scene whose things have looks, as the studio makes them; `assets` are prepared for it here. */
export async function paintEdited(scene: Scene, assets: Assets): Promise<Painting> {
  const looks = await looksOf(scene.seed, assets);
  await assets.prepare(scene);
  return paintWith(scene, assets, (look, what) => {
    // A printed line draws nothing by chance: its panel does.
    if (look === undefined || look.from === "own") return chanceOf(look?.seed ?? scene.seed, "painting");
    const random = looks[what][look.index];
    if (random === undefined) throw new Error("The scene of the seed has no such thing.");
    return random.copy();
  });
}

/** The scene as it was laid out, without any damage. `assets` must be prepared for it. */
export function paintScene(scene: Scene, assets: Assets): Painting {
  return paintWith(scene, assets, null);
}

/** Things take their chance after the ground from one sequence, unless each is given its own. */
function paintWith(scene: Scene, assets: Assets, chance: ChanceOf | null): Painting {
  const { width, height } = scene;
  const random = chanceOf(scene.seed, "painting");
  const room = roomFor(width, height);
  const image = { width, height, words: new Uint32Array(room.data.buffer) };
  paintGround(scene, random, assets, image);
  const layer = reusedPen("things", width, height);
  const characters = paintAll(scene, assets, chance ?? (() => random), layer);
  castShadow(layer.canvas, image);
  const pen = reusedPen("ground", width, height);
  const parts = paintedParts(scene);
  for (const part of parts) {
    pen.putImageData(room, 0, 0, ...part);
    pen.save();
    pen.beginPath();
    pen.rect(...part);
    pen.clip();
    pen.drawImage(layer.canvas, 0, 0);
    pen.restore();
  }
  for (const [x, y, partWidth, partHeight] of parts) {
    const part = new Uint32Array(pen.getImageData(x, y, partWidth, partHeight).data.buffer);
    for (let row = 0; row < partHeight; row++) {
      const pixels = part.subarray(row * partWidth, (row + 1) * partWidth);
      image.words.set(pixels, (y + row) * width + x);
    }
  }
  return { image, characters };
}
