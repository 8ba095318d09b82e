/** Paints edited scenes in a worker of its own, so that neither the page nor the model waits. */
import * as Comlink from "comlink";
import { faultFrom, type Outcome, success } from "../../base/outcome.ts";
import type { EditedScene } from "../edit/edited-scene.ts";
import { type Assets, createAssets } from "../paint/assets.ts";
import { penWith } from "../paint/canvas.ts";
import { bmpOf } from "../pixels/bmp.ts";
import type { WordImage } from "../pixels/words.ts";
import { fileOf, paintPixels } from "./paint-file.ts";
import type { ScenePainter } from "./painter.ts";

let assets: Assets | null = null;
/** Scenes are painted in the order in which they are asked for: two at once would share their canvases. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(base: string, work: (assets: Assets) => Promise<T>): Promise<Outcome<T>> {
  const painted = turn.then(async (): Promise<Outcome<T>> => {
    try {
      assets ??= createAssets(new URL(base));
      return success(await work(assets));
    } catch (thrown) {
      return {
        ok: false,
        fault: faultFrom("network", thrown, "Check that the page's own files can be read."),
      };
    }
  });
  turn = painted;
  return painted;
}

/** The scene that was painted last, which is often the one that is written next. */
let last: { readonly key: string; readonly image: WordImage } | null = null;

async function pixelsOf(scene: EditedScene, ready: Assets): Promise<WordImage> {
  const key = JSON.stringify(scene);
  if (last?.key !== key) last = { key, image: await paintPixels(scene, ready) };
  return last.image;
}

const painter: ScenePainter = {
  async paint(base, scene) {
    const painted = await inTurn(base, async (ready) => {
      const image = await pixelsOf(scene, ready);
      return { bitmap: penWith(image).canvas.transferToImageBitmap(), file: bmpOf(image) };
    });
    if (!painted.ok) return painted;
    const { bitmap, file } = painted.value;
    return Comlink.transfer(painted, [bitmap, file.buffer]);
  },
  async write(base, scene) {
    const written = await inTurn(base, async (ready) => fileOf(await pixelsOf(scene, ready)));
    return written.ok ? Comlink.transfer(written, [written.value.file.buffer]) : written;
  },
};

Comlink.expose(painter);
