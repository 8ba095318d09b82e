/** What a run with these settings needs, from what was measured on this device. */
import { useMemo } from "react";
import { measuredKey } from "../../../app/lab/lab-state.ts";
import { needOf } from "../../../lab/run/need.ts";
import { useLab, useLabActions } from "../lab-context.ts";
import { needLines, questionsOf } from "./need-words.ts";

export function NeedPanel({ busy }: { readonly busy: boolean }) {
  const settings = useLab((state) => state.settings);
  const own = useLab((state) => state.own);
  const measured = useLab((state) => state.measured);
  const after = useLab((state) => state.series.length);
  const measuring = useLab((state) => state.phase.kind === "measuring");
  const { measure, stop } = useLabActions();
  const lines = useMemo(() => {
    const { recipe, student, steps, every } = settings;
    const known = measured.get(measuredKey(recipe, student));
    const size = { steps, every, questions: questionsOf({ settings, own }).questions };
    return known === undefined ? null : needLines(needOf(known, size), recipe.trained.kind);
  }, [measured, settings, own]);
  return (
    <div className="lab-need">
      <h3>What it needs</h3>
      {lines === null ? (
        <p className="hint">
          How long this takes on this device is not known yet. Three steps with a few questions tell; nothing
          of them is kept.
        </p>
      ) : (
        lines.map((line) => <p key={line}>{line}</p>)
      )}
      {after > 0 && <p className="hint">The {after === 1 ? "run" : "runs"} after it come on top.</p>}
      {measuring ? (
        <div className="run-keys">
          <span role="status">Measuring three steps …</span>
          <button type="button" className="secondary" onClick={stop}>
            Stop measuring
          </button>
        </div>
      ) : (
        <button
          type="button"
          className={lines === null ? "secondary" : "quiet"}
          aria-disabled={busy}
          onClick={() => !busy && void measure()}
        >
          {lines === null ? "Measure on this device" : "Measure again"}
        </button>
      )}
    </div>
  );
}
