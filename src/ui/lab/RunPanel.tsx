/** Starts, pauses, ends and continues a run, and shows how far it is. */
import type { LabPhase } from "../../app/lab/lab-state.ts";
import { isBusy } from "../../app/lab/lab-state.ts";
import { recipeMistake } from "../../lab/recipe/mistake.ts";
import { type Pace, paceOf } from "../../lab/run/figures.ts";
import type { Run } from "../../lab/run/run.ts";
import { useApp } from "../app-context.ts";
import { FaultNotice } from "../fault/FaultNotice.tsx";
import { decimal, duration, megabytes } from "../shared/format.ts";
import { useLab, useLabActions } from "./lab-context.ts";

function paceWords({ secondsPerStep, answersPerSecond, secondsLeft }: Pace, over: boolean): string {
  const pace = `${decimal(secondsPerStep, 1)} s per step, ${decimal(answersPerSecond, 1)} answers per second`;
  return over ? pace : `${pace}, about ${duration(secondsLeft)} left`;
}

function endWords({ end, steps }: Run): string {
  if (end?.reason === "finished") return "Finished";
  if (end?.reason === "stopped") return "Ended by hand";
  return steps.length === 0 ? "Interrupted before the first step" : "Interrupted";
}

function phaseWords(phase: LabPhase, run: Run | null, waits: boolean): string {
  switch (phase.kind) {
    case "idle":
    case "failed":
      return run === null ? "" : endWords(run);
    case "measuring":
      return "";
    case "preparing": {
      const amount = phase.bytes
        ? `${megabytes(phase.done)} of ${megabytes(phase.total)}`
        : `${phase.done} of ${phase.total}`;
      return `Preparing: ${phase.what}${phase.total > 0 ? `, ${amount}` : ""}`;
    }
    case "running":
      return waits ? "Waiting for the playground’s answer" : "Training";
    case "paused":
      return "Paused";
    case "asking":
      return "";
    case "packing":
      return "Making the files of the trained model";
    case "ending":
      return "Ending after this step";
    default:
      return phase satisfies never;
  }
}

function Progress() {
  const phase = useLab((state) => state.phase);
  const run = useLab((state) => state.run);
  const waits = useApp(({ jobs }) =>
    jobs.some(({ owner, state }) => owner === "lab" && (state === "paused" || state === "queued")),
  );
  const preparing = phase.kind === "preparing";
  if (["measuring", "asking"].includes(phase.kind) || (run === null && !preparing)) return null;
  const done = preparing ? phase.done : (run?.steps.at(-1)?.step ?? 0);
  const total = preparing ? phase.total : (run?.header.steps ?? 0);
  const pace = run === null || preparing ? null : paceOf(run);
  return (
    <div className="run-progress">
      <progress value={done} max={Math.max(1, total)} aria-label={preparing ? "Preparation" : "Steps made"} />
      <p className="card-note">
        <span role="status">{phaseWords(phase, run, waits)}</span>
        {!preparing && run !== null && `: step ${done} of ${total}`}
        {pace !== null && ` · ${paceWords(pace, !["running", "paused"].includes(phase.kind))}`}
      </p>
    </div>
  );
}

/** Lets a kept run go on: from its last checkpoint, or from an earlier one. */
function GoOn() {
  const run = useLab((state) => state.run);
  const name = useLab((state) => state.name);
  const checkpoints = useLab((state) => state.checkpoints);
  const { goOnFrom } = useLabActions();
  const last = checkpoints.at(-1);
  if (run === null || name === null || last === undefined || last.step >= run.header.steps) return null;
  return (
    <button type="button" className="primary" onClick={() => void goOnFrom(last.step)}>
      Go on from step {last.step}
    </button>
  );
}

function Keys() {
  const phase = useLab((state) => state.phase);
  const mistake = useLab((state) => recipeMistake(state.settings.recipe));
  const shown = useLab((state) => state.run !== null);
  const { start, pause, resume, stop } = useLabActions();
  if (isBusy({ phase }))
    return (
      <div className="run-keys">
        {phase.kind === "running" && (
          <button type="button" className="primary" onClick={pause}>
            Pause
          </button>
        )}
        {phase.kind === "paused" && (
          <button type="button" className="primary" onClick={resume}>
            Go on
          </button>
        )}
        {["preparing", "running", "paused"].includes(phase.kind) && (
          <button type="button" className="secondary" onClick={stop}>
            {phase.kind === "preparing" ? "Cancel" : "End the run"}
          </button>
        )}
      </div>
    );
  return (
    <>
      <div className="run-keys">
        <GoOn />
        <button
          type="button"
          className={shown ? "secondary" : "primary"}
          aria-disabled={mistake !== null}
          onClick={() => mistake === null && void start()}
        >
          {shown ? "Start a new run" : "Start"}
        </button>
      </div>
      {mistake !== null && <p className="reason">{mistake}</p>}
    </>
  );
}

export function RunPanel() {
  const phase = useLab((state) => state.phase);
  return (
    <div className="run-panel">
      <Keys />
      <Progress />
      {phase.kind === "failed" && (
        <div role="alert">
          <FaultNotice fault={phase.fault} onDismiss={null} />
        </div>
      )}
    </div>
  );
}
