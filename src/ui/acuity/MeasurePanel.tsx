/** Begins, stops and goes on with a measurement. */
import type { ReactNode } from "react";
import { questionsLeft } from "../../app/acuity/plan-of.ts";
import { count } from "../shared/format.ts";
import { useAcuity, useAcuityActions } from "./acuity-context.ts";

function Progress() {
  const phase = useAcuity((state) => state.phase);
  if (phase.kind !== "running") return null;
  const words = `${phase.done} of ${count(phase.total, "question")}`;
  return (
    <div className="run-progress">
      <progress value={phase.done} max={Math.max(1, phase.total)} aria-label={words} />
      <p className="hint">{words}. The curves follow; what was seen is kept in this browser.</p>
    </div>
  );
}

/** Why nothing can be measured now; null where it can. */
const hindrance = (model: string | null): string | null =>
  model === null ? "A model is needed to measure; what was measured before opens without one." : null;

/** `children` says where images are sent. */
export function MeasurePanel({ children }: { readonly children: ReactNode }) {
  const model = useAcuity((state) => state.model?.title ?? null);
  const running = useAcuity((state) => state.phase.kind === "running");
  const left = useAcuity(questionsLeft);
  const { start, stop, goOn } = useAcuityActions();
  const why = hindrance(model);
  const able = why === null;
  return (
    <div className="run-panel">
      <div className="run-keys">
        {running ? (
          <button type="button" className="primary" onClick={stop}>
            Stop
          </button>
        ) : (
          <button
            type="button"
            className="primary"
            aria-disabled={!able}
            onClick={() => able && void start()}
          >
            Measure
          </button>
        )}
        {!running && left > 0 && (
          <button
            type="button"
            className="secondary"
            aria-disabled={!able}
            onClick={() => able && void goOn()}
          >
            Go on: {count(left, "question")} left
          </button>
        )}
      </div>
      {children}
      {why === null ? !running && <p className="hint">{model} answers.</p> : <p className="reason">{why}</p>}
      <Progress />
    </div>
  );
}
