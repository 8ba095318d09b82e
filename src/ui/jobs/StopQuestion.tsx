/** Before something is stopped that runs in the background: which jobs, and whether to go on. */
import { useActions, useApp } from "../app-context.ts";
import { Dialog } from "../kit/Dialog.tsx";
import { jobsWords } from "./job-words.ts";
import "../sessions/lists.css";

export function StopQuestion() {
  const { decideStops } = useActions();
  const stops = useApp((state) => state.stops) ?? [];
  const jobs = useApp((state) => state.jobs);
  // As far as each has come by now.
  const named = stops.map((asked) => jobs.find(({ id }) => id === asked.id) ?? asked);
  return (
    <Dialog title="Stop what is running?" onClose={() => decideStops(false)}>
      <div className="session-dialog">
        <p>This stops: {jobsWords(named)}.</p>
        <p className="hint">The results so far are kept, and you can resume it later.</p>
        <div className="dialog-keys">
          <button type="button" className="primary" onClick={() => decideStops(true)}>
            Continue
          </button>
          <button type="button" className="secondary" onClick={() => decideStops(false)}>
            Cancel
          </button>
        </div>
      </div>
    </Dialog>
  );
}
