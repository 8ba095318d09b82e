/** A gallery of scenes from seeds of its own, from large evidence to small. */
import { galleryEntries } from "../../scene/layout/gallery.ts";
import type { Assets } from "../../scene/paint/assets.ts";
import { paintScene } from "../../scene/paint/paint.ts";
import { itemOf, packed } from "./item.ts";

/** Writes `gallery.json` and its pictures with so many scenes of each dimension. */
export async function paintGallery(
  perDimension: number,
  assets: Assets,
  write: (name: string, file: Blob) => Promise<void>,
): Promise<void> {
  const items = [];
  for (const { id, scene, thing, title, alt } of galleryEntries(perDimension)) {
    await assets.prepare(scene);
    await write(`${id}.jpg`, await packed(paintScene(scene, assets).image));
    items.push({ ...itemOf(scene, thing, id, `${id}.jpg`), title, alt });
  }
  await write("gallery.json", new Blob([`${JSON.stringify(items, null, 1)}\n`]));
}
