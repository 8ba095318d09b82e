/** Starts, pauses, stops and resumes the run, and shows its progress. */
import type { Fault } from "../../base/outcome.ts";
import { boxesAreDoubtful, keyIsDoubtful } from "../../suite/open/open-suite.ts";
import { progressOf } from "../../suite/run/runner.ts";
import { useApp } from "../app-context.ts";
import { RecoveryKeys } from "../fault/RecoveryKeys.tsx";
import { ServedBadge } from "../models/ServedNote.tsx";
import { count, duration } from "../shared/format.ts";
import { LeftOut } from "./source/LeftOut.tsx";
import { useSuite, useSuiteActions } from "./suite-context.ts";
import { PHASE_WORDS } from "./suite-words.ts";

/** Why nothing can be asked; null where nothing prevents it. */
function useHindrance(): string | null {
  const source = useSuite((state) => state.source);
  const engine = useApp((state) => state.engine.kind);
  const model = useApp((state) => state.model.kind);
  if (source.kind !== "open") return "Open a suite first.";
  const { opened, entries } = source.suite;
  if (entries.length === 0) return "This suite has no question that can be asked.";
  if (opened !== null && boxesAreDoubtful(opened)) return "First choose how the boxes are interpreted.";
  if (engine === "lost") return "The engine has stopped.";
  return model === "ready" ? null : "The model is not ready yet.";
}

/** An ambiguous answer key is not guessed. */
function useKeyDoubt(): string | null {
  const opened = useSuite((state) => (state.source.kind === "open" ? state.source.suite.opened : null));
  return opened !== null && keyIsDoubtful(opened) ? "First choose how the answer key is interpreted." : null;
}

/** Why the run halted, and the ways to recover; "Continue" asks the same item again, and another key goes on without it. */
function Halted({ fault }: { readonly fault: Fault }) {
  const begun = useSuite((state) => state.header !== null);
  const able = useHindrance() === null;
  const { leaveOut } = useSuiteActions();
  return (
    <div className="run-halted" role="alert">
      <p className="run-fault">{fault.message}</p>
      {fault.hint !== undefined && <p className="hint">{fault.hint}</p>}
      <div className="run-keys">
        <RecoveryKeys fault={fault} met="asking" />
        {begun && able && (
          <button type="button" className="secondary" onClick={() => void leaveOut()}>
            Continue without this item
          </button>
        )}
      </div>
    </div>
  );
}

function Progress() {
  const run = useSuite((state) => state.run);
  const waits = useApp(({ jobs }) =>
    jobs.some(({ owner, state }) => owner === "suite" && state !== "running"),
  );
  if (run === null) return null;
  const { done, total, secondsLeft } = progressOf(run);
  const left = secondsLeft === null || done === total ? "" : ` · about ${duration(secondsLeft)} left`;
  return (
    <div className="run-progress">
      <progress value={done} max={Math.max(1, total)} aria-label="Items asked" />
      <span className="card-note">
        {PHASE_WORDS[run.phase.kind]}: {done} of {count(total, "item")}
        {left}
        {waits && run.phase.kind === "running" && " · waits for what the playground asks"}
      </span>
      {run.phase.kind === "halted" && <Halted fault={run.phase.fault} />}
    </div>
  );
}

/** Items that could not be asked: each is listed. */
function Failed() {
  const failed = useSuite((state) => state.failed);
  return (
    <LeftOut
      summary={`${count(failed.length, "item")} could not be asked`}
      rows={failed.map(({ id, failed: reason }) => ({ place: id, reason }))}
    />
  );
}

const RESUMABLE = ["paused", "halted", "stopped"];

export function RunPanel() {
  const phase = useSuite((state) => state.run?.phase.kind ?? "ready");
  const kept = useSuite((state) => state.items.length > 0 && state.run !== null);
  const recorded = useSuite((state) => state.recorded);
  const { start, pause, resume, stop } = useSuiteActions();
  const doubt = useKeyDoubt();
  const hindrance = useHindrance() ?? doubt;
  const able = hindrance === null;
  const goesOn = RESUMABLE.includes(phase) || (phase === "ready" && kept);
  return (
    <div className="run-panel">
      <div className="run-keys">
        {phase === "running" && (
          <>
            <button type="button" className="primary" onClick={pause}>
              Pause
            </button>
            <button type="button" className="secondary" onClick={stop}>
              Stop
            </button>
          </>
        )}
        {phase !== "running" && goesOn && (
          <button
            type="button"
            className="primary"
            aria-disabled={!able}
            onClick={() => able && void resume()}
          >
            Continue
          </button>
        )}
        {phase !== "running" && (
          <button
            type="button"
            className={goesOn ? "secondary" : "primary"}
            aria-disabled={!able}
            onClick={() => able && void start()}
          >
            {kept || recorded ? "Ask again" : "Ask the questions"}
          </button>
        )}
      </div>
      <ServedBadge />
      {able ? <Progress /> : <p className="reason">{hindrance}</p>}
      {recorded && (
        <p className="hint">
          These results are recorded: Fovea-mini was asked all 700 questions with the full image, the box
          drawn, the evidence crop, the matched crop, the evidence isolated and a blank image. Ask again to
          let the open model answer here.
        </p>
      )}
      <Failed />
    </div>
  );
}
