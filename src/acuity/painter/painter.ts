/** The page's end of the worker that paints the scenes of a curve. */
import * as Comlink from "comlink";
import { failure, type Outcome } from "../../base/outcome.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import { type AcuityPlan, pathOf, type Trial } from "../trials.ts";
import type { PainterApi } from "./painter-worker.ts";

export interface Painter extends Disposable {
  /** The pictures of trials as files that are painted when they are read. */
  filesOf(plan: AcuityPlan, trials: readonly Trial[]): ReadonlyMap<string, SuiteFile>;
}

/** `base` is the address of the page's files. The worker is closed on disposal. */
export function startPainter(base: URL): Painter {
  const worker = new Worker(new URL("./painter-worker.ts", import.meta.url), {
    type: "module",
    name: "painter",
  });
  const api = Comlink.wrap<PainterApi>(worker);
  const lost = new Promise<Outcome<Uint8Array>>((settle) => {
    worker.addEventListener("error", ({ message }) =>
      settle(
        failure(
          "workerLost",
          `Painting stopped: ${message || "its script could not be loaded"}.`,
          "Start again.",
        ),
      ),
    );
  });
  return {
    filesOf: (plan, trials) =>
      new Map(
        trials.map((trial) => {
          const { level, seed } = trial;
          const path = pathOf(trial);
          const read = () => Promise.race([api.paint(base.href, plan, { level, seed }), lost]);
          return [path, { path, size: 0, read }];
        }),
      ),
    [Symbol.dispose]: () => worker.terminate(),
  };
}
