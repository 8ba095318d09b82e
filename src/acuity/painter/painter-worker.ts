/** Paints scenes of varied conditions in a worker of its own, so that neither the page nor the model waits. */
import * as Comlink from "comlink";
import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { type Assets, createAssets } from "../../scene/paint/assets.ts";
import { newPen } from "../../scene/paint/canvas.ts";
import { paintScene } from "../../scene/paint/paint.ts";
import { damageWordsByJpeg } from "../../scene/pixels/jpeg.ts";
import { rgbOf } from "../../scene/pixels/words.ts";
import { type AcuityPlan, sceneOf, type Trial } from "../trials.ts";
import { qualityOf } from "../variables.ts";

export interface PainterApi {
  /** The picture of a trial as a PNG file. Faults: badInput, if not all of the scene finds room; network. */
  paint(base: string, plan: AcuityPlan, trial: Pick<Trial, "level" | "seed">): Promise<Outcome<Uint8Array>>;
}

let assets: Assets | null = null;

const painter: PainterApi = {
  async paint(base, plan, trial) {
    const scene = sceneOf(plan, trial);
    if (scene === null) return failure("badInput", `Not all of scene ${trial.seed} finds room.`);
    try {
      assets ??= createAssets(new URL(base));
      await assets.prepare(scene);
      const { image } = paintScene(scene, assets);
      const quality = qualityOf(plan.variable, trial.level);
      const { width, height, data } = quality === null ? rgbOf(image) : damageWordsByJpeg(image, quality);
      const pixels = new ImageData(width, height);
      for (let i = 0; i < width * height; i++) {
        for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = data[3 * i + c] ?? 0;
        pixels.data[4 * i + 3] = 255;
      }
      const pen = newPen(width, height);
      pen.putImageData(pixels, 0, 0);
      const file = await pen.canvas.convertToBlob({ type: "image/png" });
      return success(new Uint8Array(await file.arrayBuffer()));
    } catch (thrown) {
      return {
        ok: false,
        fault: faultFrom("network", thrown, "Check that the page's own files can be read."),
      };
    }
  },
};

Comlink.expose(painter);
