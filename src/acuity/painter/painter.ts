/** The page's end of the worker that paints the scenes of a curve and fits the curves. */
import * as Comlink from "comlink";
import { failure, type Outcome } from "../../base/outcome.ts";
import type { SuiteFile } from "../../suite/open/files/suite-file.ts";
import type { AcuityCurves, TrialResult } from "../curves.ts";
import type { AcuityPlan } from "../trials.ts";
import type { PainterApi } from "./painter-worker.ts";

export interface Painter extends Disposable {
  /** The pictures of a plan's trials by their names, painted when they are read; of an own picture from its file. */
  filesOf(plan: AcuityPlan, own: Blob | null): Pick<ReadonlyMap<string, SuiteFile>, "get">;
  /** The curves of what was seen. Fault workerLost. */
  fit(plan: AcuityPlan, trials: readonly TrialResult[]): Promise<Outcome<AcuityCurves>>;
}

/** `base` is the address of the page's files. The worker is closed on disposal. */
export function startPainter(base: URL): Painter {
  const worker = new Worker(new URL("./painter-worker.ts", import.meta.url), {
    type: "module",
    name: "painter",
  });
  const api = Comlink.wrap<PainterApi>(worker);
  const lost = new Promise<Outcome<never>>((settle) => {
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
    filesOf: (plan, own) => ({
      get(path) {
        const [seed, level] = path
          .replace(/\.bmp$/, "")
          .split(/-(.*)/s)
          .map(Number);
        const trial = { seed: seed ?? 0, level: level ?? 0 };
        const read = () => Promise.race([api.paint(base.href, plan, trial, own), lost]);
        return { path, size: 0, read };
      },
    }),
    fit: (plan, trials) =>
      Promise.race([api.fit(plan, trials).then((value) => ({ ok: true, value }) as const), lost]),
    [Symbol.dispose]: () => worker.terminate(),
  };
}
