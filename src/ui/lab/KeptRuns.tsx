/** The runs that this browser keeps, their room on the disk, and the checkpoints of the shown one. */
import { isBusy, type ListedRun } from "../../app/lab/lab-state.ts";
import { count, megabytes } from "../shared/format.ts";
import { useLab, useLabActions } from "./lab-context.ts";

const bytesOf = ({ checkpoints }: Pick<ListedRun, "checkpoints">): number =>
  checkpoints.reduce((sum, { bytes }) => sum + bytes, 0);

function RunLine({ listed, busy, shown }: { listed: ListedRun; busy: boolean; shown: boolean }) {
  const { openKept, remove, compareWith } = useLabActions();
  const compared = useLab((state) => state.other?.name === listed.name);
  const { name, at, run } = listed;
  const { recipe, model, seed, steps } = run.header;
  const made = run.steps.at(-1)?.step ?? 0;
  const title = `${recipe.title}, ${model.title}, seed ${seed}`;
  return (
    <li>
      <span className="lab-kept-words">
        <strong>{title}</strong>
        <span className="hint">
          step {made} of {steps} ·{" "}
          {new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })} ·{" "}
          {megabytes(bytesOf(listed))}
        </span>
      </span>
      <span className="run-keys">
        <button
          type="button"
          className="quiet"
          aria-disabled={busy || shown}
          onClick={() => !busy && openKept(name)}
        >
          {shown ? "Shown" : "Show"}
          <span className="visually-hidden"> {title}</span>
        </button>
        {!shown && (
          <button
            type="button"
            className="quiet"
            aria-pressed={compared}
            onClick={() => compareWith(compared ? null : name)}
          >
            {compared ? "Compared" : "Compare"}
            <span className="visually-hidden"> {title}</span>
          </button>
        )}
        <button
          type="button"
          className="quiet"
          aria-disabled={busy}
          onClick={() => !busy && void remove(name)}
        >
          Delete<span className="visually-hidden"> {title}</span>
        </button>
      </span>
    </li>
  );
}

/** Going back: the run goes on from an earlier checkpoint, and the steps after it are made again. */
function Checkpoints({ busy }: { readonly busy: boolean }) {
  const run = useLab((state) => state.run);
  const name = useLab((state) => state.name);
  const checkpoints = useLab((state) => state.checkpoints);
  const { goOnFrom } = useLabActions();
  const earlier = checkpoints.filter(({ step }) => step < (run?.steps.at(-1)?.step ?? 0));
  if (name === null || earlier.length === 0) return null;
  return (
    <div className="lab-checkpoints">
      <h3>Go back to a checkpoint</h3>
      <p className="hint">What was made after it is made again, and replaced.</p>
      <div className="run-keys">
        {earlier.map(({ step }) => (
          <button
            key={step}
            type="button"
            className="secondary"
            aria-disabled={busy}
            onClick={() => !busy && void goOnFrom(step)}
          >
            Step {step}
          </button>
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
  const total = kept.reduce((sum, each) => sum + bytesOf(each), 0);
  return (
    <section className="card lab-kept" aria-labelledby="lab-kept-title">
      <div className="card-head">
        <h2 id="lab-kept-title">Runs in this browser</h2>
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
              <RunLine key={each.name} listed={each} busy={busy} shown={each.name === name} />
            ))}
          </ul>
          <p className="hint">
            {count(kept.length, "run")}, {megabytes(total)} of checkpoints.
          </p>
        </>
      )}
      <Checkpoints busy={busy} />
    </section>
  );
}
