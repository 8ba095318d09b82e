/** Paints scenes of varied conditions in a worker of its own, so that neither the page nor the model waits. */
import * as Comlink from "comlink";
import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { type Assets, createAssets } from "../../scene/paint/assets.ts";
import { paintScene } from "../../scene/paint/paint.ts";
import { bmpOf } from "../../scene/pixels/bmp.ts";
import { damageWordsByJpeg } from "../../scene/pixels/jpeg.ts";
import { wordsOf } from "../../scene/pixels/words.ts";
import { type AcuityCurves, curvesOf, type TrialResult } from "../curves.ts";
import { type AcuityPlan, sceneOf, type Trial } from "../trials.ts";
import { conditionsAt } from "../variables.ts";
import { paintPicture } from "./paint-picture.ts";

export interface PainterApi {
  /**
   * The picture of a trial as a BMP file, which is written and read at once. Faults: badInput, if not all of the scene finds room, or the own picture is no
   * picture; network.
   */
  paint(
    base: string,
    plan: AcuityPlan,
    trial: Pick<Trial, "level" | "seed">,
    own: Blob | null,
  ): Promise<Outcome<Uint8Array>>;
  /** The curves of what was seen, which take up to a few seconds. */
  fit(plan: AcuityPlan, trials: readonly TrialResult[]): Promise<AcuityCurves>;
}

let assets: Assets | null = null;

const painter: PainterApi = {
  async fit(plan, trials) {
    return curvesOf(plan, trials);
  },
  async paint(base, plan, trial, own) {
    if (plan.picture !== undefined && own !== null) return paintPicture(own, plan.picture, trial);
    const scene = sceneOf(plan, trial);
    if (scene === null) return failure("badInput", `Not all of scene ${trial.seed} finds room.`);
    try {
      assets ??= createAssets(new URL(base));
      await assets.prepare(scene);
      const { image } = paintScene(scene, assets);
      const { quality } = conditionsAt(plan.variable, trial.level);
      return success(bmpOf(quality === null ? image : wordsOf(damageWordsByJpeg(image, quality))));
    } catch (thrown) {
      return {
        ok: false,
        fault: faultFrom("network", thrown, "Check that the page's own files can be read."),
      };
    }
  },
};

Comlink.expose(painter);
