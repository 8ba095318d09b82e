/** Paints a scene: the ground, one soft shadow, then the things. */
import type { RgbImage } from "../../math/image/image.ts";
import { chanceOf } from "../chance.ts";
import type { Scene } from "../scene.ts";
import type { Assets } from "./assets.ts";
import { newPen } from "./canvas.ts";
import { paintGround } from "./ground.ts";
import { paintPanel, type TextThing } from "./print.ts";
import { castShadow } from "./shadow.ts";
import type { CharacterBox } from "./sign.ts";
import { paintThing } from "./stickers.ts";

export interface Painting {
  readonly image: RgbImage;
  /** For each thing of the scene, where its characters stand. */
  readonly characters: readonly (readonly CharacterBox[])[];
}

/** RGBA without its alpha. */
export function withoutAlpha({ width, height, data }: ImageData): RgbImage {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from] as number;
    rgb[to + 1] = data[from + 1] as number;
    rgb[to + 2] = data[from + 2] as number;
  }
  return { width, height, data: rgb };
}

/** The scene as it was laid out, without any damage. `assets` must be prepared for it. */
export function paintScene(scene: Scene, assets: Assets): Painting {
  const { width, height, things } = scene;
  const random = chanceOf(scene.seed, "painting");
  const pen = newPen(width, height);
  const layer = newPen(width, height);
  const ground = paintGround(scene, random, assets, pen);
  for (const [i, panel] of scene.panels.entries()) {
    const lines = things.filter((thing) => thing.dim === "text" && thing.panel === i);
    paintPanel(layer, panel, lines as readonly TextThing[], random);
  }
  const characters = things.map((thing) => {
    layer.save();
    layer.translate(thing.box[0], thing.box[1]);
    const boxes = paintThing(layer, thing, random, assets);
    layer.restore();
    return boxes;
  });
  castShadow(layer.canvas, { width, height, data: ground });
  pen.putImageData(new ImageData(ground, width, height), 0, 0);
  pen.drawImage(layer.canvas, 0, 0);
  return { image: withoutAlpha(pen.getImageData(0, 0, width, height)), characters };
}
