/** The runs that this browser keeps, their room on the disk, and the checkpoints of the shown one. */
import { type RefObject, useRef } from "react";
import { isBusy, type ListedRun } from "../../app/lab/lab-state.ts";
import { ConfirmButton } from "../shared/ConfirmButton.tsx";
import { count, megabytes } from "../shared/format.ts";
import { bytesOf, deletionQuestion, goingBackQuestion, keptTitle, madeSteps } from "./kept-words.ts";
import { useLab, useLabActions } from "./lab-context.ts";

interface PartProps {
  readonly busy: boolean;
  /** Takes the focus where the button that had it disappears. */
  readonly heading: RefObject<HTMLElement | null>;
}

interface RunLineProps extends PartProps {
  readonly listed: ListedRun;
  readonly shown: boolean;
}

function RunLine({ listed, busy, shown, heading }: RunLineProps) {
  const { openKept, remove, compareWith } = useLabActions();
  const compared = useLab((state) => state.others.some((each) => each.name === listed.name));
  const comparable = useLab((state) => state.run !== null) && !shown;
  const { name, at, run } = listed;
  const title = keptTitle(run);
  const when = new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  // Runs of one recipe and seed differ only in when they were kept.
  const named = (
    <span className="visually-hidden">
      {" "}
      {title}, {when}
    </span>
  );
  return (
    <li>
      <span className="lab-kept-words">
        <strong>{title}</strong>
        <span className="hint">
          step {madeSteps(run)} of {run.header.steps} · {when} · {megabytes(bytesOf(listed))}
        </span>
      </span>
      <div className="run-keys">
        <button
          type="button"
          className="quiet"
          aria-disabled={busy || shown}
          onClick={() => !busy && openKept(name)}
        >
          {shown ? "Shown" : "Show"}
          {named}
        </button>
        {comparable && (
          <button type="button" className="quiet" onClick={() => compareWith(name)}>
            {compared ? "Stop comparing" : "Compare"}
            {named}
          </button>
        )}
        <ConfirmButton
          className="quiet"
          disabled={busy}
          confirm="Delete this run"
          question={deletionQuestion(listed)}
          onConfirm={() => {
            heading.current?.focus();
            void remove(name);
          }}
        >
          Delete{named}
        </ConfirmButton>
      </div>
    </li>
  );
}

/** Going back: the run goes on from an earlier checkpoint, and the steps after it are made again. */
function Checkpoints({ busy, heading }: PartProps) {
  const run = useLab((state) => state.run);
  const name = useLab((state) => state.name);
  const checkpoints = useLab((state) => state.checkpoints);
  const { goOnFrom } = useLabActions();
  if (run === null || name === null) return null;
  const earlier = checkpoints.filter(({ step }) => step < madeSteps(run));
  if (earlier.length === 0) return null;
  return (
    <div className="lab-checkpoints">
      <h3>Go back to a checkpoint</h3>
      <p className="hint">What was made after it is made again, and replaced.</p>
      <div className="run-keys">
        {earlier.map(({ step }) => (
          <ConfirmButton
            key={step}
            className="secondary"
            disabled={busy}
            confirm={`Go on from step ${step}`}
            question={goingBackQuestion(run, checkpoints, step)}
            onConfirm={() => {
              heading.current?.focus();
              void goOnFrom(step);
            }}
          >
            Step {step}
          </ConfirmButton>
        ))}
      </div>
    </div>
  );
}

export function KeptRuns() {
  const kept = useLab((state) => state.kept);
  const name = useLab((state) => state.name);
  const busy = useLab(isBusy);
  const { openFile } = useLabActions();
  const heading = useRef<HTMLHeadingElement>(null);
  const total = kept.reduce((sum, each) => sum + bytesOf(each), 0);
  return (
    <section className="card lab-kept" aria-labelledby="lab-kept-title">
      <div className="card-head">
        <h2 id="lab-kept-title" ref={heading} tabIndex={-1}>
          Runs in this browser
        </h2>
        <label className="secondary" data-disabled={busy || undefined}>
          Open a run …
          <input
            className="visually-hidden"
            type="file"
            accept=".jsonl"
            disabled={busy}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) void openFile(file);
              currentTarget.value = "";
            }}
          />
        </label>
      </div>
      {kept.length === 0 ? (
        <p className="hint">None yet. A run is kept with its checkpoints while it is made.</p>
      ) : (
        <>
          <ul>
            {kept.map((each) => (
              <RunLine
                key={each.name}
                listed={each}
                busy={busy}
                shown={each.name === name}
                heading={heading}
              />
            ))}
          </ul>
          <p className="hint">
            {count(kept.length, "run")}, {megabytes(total)} of checkpoints.
          </p>
        </>
      )}
      <Checkpoints busy={busy} heading={heading} />
    </section>
  );
}
