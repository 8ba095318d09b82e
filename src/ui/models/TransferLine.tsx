/** The current transfer: how far, how fast, and the buttons to pause, continue and cancel. */
import type { TransferState } from "../../app/models/models-state.ts";
import { useActions, useApp } from "../app-context.ts";
import { duration, megabytes } from "../shared/format.ts";

/** The state in words that change seldom, since a screen reader announces them. */
function stateWords({ state, waiting, fault, task }: TransferState): string {
  const verb = task.files === null ? "Fetching" : "Copying";
  if (fault !== null) return `${fault.message} ${fault.hint ?? ""}`;
  if (waiting !== null) return waiting;
  if (state === "finished") return `${task.title} is downloaded, verified, and works offline.`;
  if (state === "paused")
    return `${task.title} is paused. What has arrived is stored, even if you close the page.`;
  return `${verb} ${task.title}`;
}

/** "34 of 179 MB · 5.2 MB/s · about 28 s left" */
function figures({ done, total, bytesPerSecond, state }: TransferState): string {
  if (total === 0) return "";
  const amount = `${megabytes(done)} of ${megabytes(total)}`;
  if (state !== "running" || bytesPerSecond <= 0) return amount;
  return `${amount} · ${megabytes(bytesPerSecond)}/s · about ${duration((total - done) / bytesPerSecond)} left`;
}

function Keys({ state }: { state: TransferState["state"] }) {
  const { models } = useActions();
  return (
    <div className="transfer-keys">
      {state === "running" && (
        <button type="button" className="secondary" onClick={models.pause}>
          Pause
        </button>
      )}
      {(state === "paused" || state === "failed") && (
        <button type="button" className="primary" onClick={() => void models.resume()}>
          Continue
        </button>
      )}
      <button type="button" className="secondary" onClick={() => void models.cancel()}>
        {state === "finished" ? "Dismiss" : "Cancel and delete"}
      </button>
    </div>
  );
}

export function TransferLine() {
  const transfer = useApp((state) => state.models.transfer);
  const { models } = useActions();
  return (
    <div className="transfer-place">
      <p className="transfer-words" role="status">
        {transfer === null ? "" : stateWords(transfer)}
      </p>
      {transfer !== null && (
        <div className="transfer" data-state={transfer.state}>
          {transfer.state !== "finished" && (
            <>
              <progress
                aria-label="Share of the model downloaded"
                {...(transfer.total > 0 ? { value: transfer.done, max: transfer.total } : {})}
              />
              <p className="number transfer-figures">{figures(transfer)}</p>
            </>
          )}
          {transfer.state === "finished" && (
            <button type="button" className="primary" onClick={() => void models.take(transfer.task.id)}>
              Use it
            </button>
          )}
          <Keys state={transfer.state} />
        </div>
      )}
    </div>
  );
}
