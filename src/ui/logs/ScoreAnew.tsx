/** Scores the listed rollouts with the open model: how many, how far it is, and what was left out. */
import { useState } from "react";
import type { OpenedLog } from "../../log/worker/api.ts";
import { useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { count, grouped } from "../shared/format.ts";
import { LeftOut } from "../suite/source/LeftOut.tsx";
import { useLogs, useLogsActions } from "./logs-context.ts";

/** How many are scored unless a person says otherwise. */
const USUAL = 200;

function Start({ model, listed }: { readonly model: string; readonly listed: number }) {
  const { scoreMany } = useLogsActions();
  const [most, setMost] = useState(USUAL);
  return (
    <div className="anew-keys">
      <NumberField
        label="At most"
        value={Math.min(most, listed)}
        least={1}
        most={Math.max(1, listed)}
        onChange={(value) => setMost(value ?? USUAL)}
      />
      <span className="hint">of {count(listed, "listed rollout")}, spread over the steps</span>
      <button type="button" className="secondary" onClick={() => void scoreMany(most)}>
        Score with {model}
      </button>
    </div>
  );
}

export function ScoreAnew({ log }: { readonly log: OpenedLog }) {
  const model = useApp(({ model: state }) => (state.kind === "ready" ? state.facts.title : null));
  const listed = useLogs((state) => state.shown.length);
  const anew = useLogs((state) => state.anew);
  const { stopScoring } = useLogsActions();
  const running = anew?.running ?? null;
  return (
    <section className="card anew" aria-labelledby="anew-title">
      <h3 id="anew-title">Scored anew by an open model</h3>
      <p className="hint">
        The text of each answer becomes tokens of the open model, which scores them with the full image and
        with the evidence. The curves join the figures above, and the numbers the saved rollouts.
      </p>
      {running === null && model !== null && <Start model={model} listed={listed} />}
      {running === null && model === null && <p>Open a model under Models, in the header.</p>}
      {running !== null && (
        <div className="anew-keys">
          <p role="status">
            {grouped(running.done)} of {count(running.total, "rollout")} scored
          </p>
          <button type="button" className="secondary" onClick={stopScoring}>
            Stop
          </button>
        </div>
      )}
      {anew !== null && running === null && (
        <p role="status">
          {count(anew.scores.size, "rollout")} of {grouped(log.rollouts.length)} scored by {anew.model}; ids
          rebuilt from text.
        </p>
      )}
      {anew !== null && (
        <LeftOut summary={`${count(anew.leftOut.length, "rollout")} left out`} rows={anew.leftOut} />
      )}
    </section>
  );
}
