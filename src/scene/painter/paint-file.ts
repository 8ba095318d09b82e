/** An edited scene as pixels and as a file: the same code in the page's painter and on the command line. */
import type { EditedScene } from "../edit/edited-scene.ts";
import { sceneOf } from "../edit/scene-of.ts";
import type { Assets } from "../paint/assets.ts";
import { penWith } from "../paint/canvas.ts";
import { paintEdited } from "../paint/paint.ts";
import { hashOf } from "../pixels/hash.ts";
import type { WordImage } from "../pixels/words.ts";
import type { PaintedFile } from "./painter.ts";

/** The pixels, whose memory the next scene of that size takes. */
export async function paintPixels(scene: EditedScene, assets: Assets): Promise<WordImage> {
  return (await paintEdited(sceneOf(scene).scene, assets)).image;
}

/** Pixels as a PNG file, with their hash. */
export async function fileOf(image: WordImage): Promise<PaintedFile> {
  const hash = hashOf(image);
  const file = await penWith(image).canvas.convertToBlob({ type: "image/png" });
  return { file: new Uint8Array(await file.arrayBuffer()), hash };
}
