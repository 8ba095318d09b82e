/** Scenes as they are painted for training: with the JPEG damage of their seed. Needs a browser's canvas. */

import type { AskedThing } from "../../lab/run/data.ts";
import type { RgbImage } from "../../math/image/image.ts";
import { chanceOf } from "../../scene/chance.ts";
import { layoutOf } from "../../scene/layout/layout.ts";
import { answerOf, evidenceOf, questionsOf } from "../../scene/layout/words.ts";
import { createAssets } from "../../scene/paint/assets.ts";
import { paintScene } from "../../scene/paint/paint.ts";
import { damageWordsByJpeg } from "../../scene/pixels/jpeg.ts";
import { rgbOf } from "../../scene/pixels/words.ts";
import { jpegQuality, type Scene, splits, type Thing } from "../../scene/scene.ts";
import { boxOfPixels } from "../../view/box.ts";
import type { SceneSource } from "./scenes.ts";

function asked({ width, height }: Scene, thing: Thing): AskedThing {
  const [x, y, across, down] = thing.box;
  return {
    dimension: thing.dim,
    box: boxOfPixels({ x, y, width: across, height: down }, { width, height }),
    questions: questionsOf(thing).name,
    answer: answerOf(thing),
    evidence: evidenceOf(thing),
  };
}

/** Pictures of one step stand side by side, but the next damaged one takes the memory of the last. */
const copyOf = ({ width, height, data }: RgbImage): RgbImage => ({ width, height, data: data.slice() });

/** Paints scenes with the pictures and typefaces below `base`, the page's own address. */
export function paintedScenes(base: URL): SceneSource {
  const assets = createAssets(base);
  return {
    count: () => Number.POSITIVE_INFINITY,
    async scene(split, number) {
      const scene = layoutOf(splits[split] + number);
      await assets.prepare(scene);
      const { image } = paintScene(scene, assets);
      const quality = jpegQuality(chanceOf(scene.seed, "damage"));
      const pixels = quality === null ? rgbOf(image) : copyOf(damageWordsByJpeg(image, quality));
      return {
        name: `scene ${scene.seed}`,
        pixels,
        things: scene.things.map((thing) => asked(scene, thing)),
      };
    },
  };
}
