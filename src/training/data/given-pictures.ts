/** The pictures of a list of questions as a source of scenes: they come in their order, again and again. Needs a browser's canvas. */

import { decodeImage } from "../../engine/local/images/images.ts";
import { type GivenPicture, splitPictures } from "../../lab/run/data.ts";
import type { SceneSource } from "./scenes.ts";

/** With `whole`, every split has all of them. Throws where a picture cannot be read: the page has opened it before. */
export function givenPictures(pictures: readonly GivenPicture[], whole = false): SceneSource {
  const splits = whole ? { train: pictures, validation: pictures, test: pictures } : splitPictures(pictures);
  return {
    count: (split) => splits[split].length,
    async scene(split, number) {
      const { [split]: all } = splits;
      const picture = all[number % all.length];
      if (picture === undefined) throw new Error(`There are no ${split} pictures.`);
      const pixels = await decodeImage(await picture.blob.arrayBuffer());
      if (!pixels.ok) throw new Error(pixels.fault.message);
      return { name: null, pixels: pixels.value, things: picture.things };
    },
  };
}
