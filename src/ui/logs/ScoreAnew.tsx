/** Scores the listed rollouts with the open model: how many and at what cost, how far it is, and what was left out. */
import { useMemo, useState } from "react";
import type { AnewState } from "../../app/logs/logs-state.ts";
import { PASSES, REQUESTS } from "../../app/logs/score-log.ts";
import { openScoringModel } from "../../app/logs/score-many.ts";
import { leftToScore, spread } from "../../log/run/anew.ts";
import type { OpenedLog } from "../../log/worker/api.ts";
import { useApp } from "../app-context.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { ServedBadge } from "../models/ServedNote.tsx";
import { count, duration, grouped } from "../shared/format.ts";
import { LeftOut } from "../suite/source/LeftOut.tsx";
import { useLogs, useLogsActions } from "./logs-context.ts";

/** How many are scored unless a person says otherwise. */
const USUAL = 200;

interface Work {
  /** How many rollouts are to be scored. */
  readonly left: number;
  /** How many of the chosen ones have been, and whether the others were left out before. */
  readonly scored: number;
  readonly again: boolean;
  readonly secondsEach: number | null;
}

/** What scoring costs, in a sentence. */
function costWords({ left, secondsEach }: Work, model: string, host: string | null): string {
  const passes =
    host === null
      ? `${grouped(left * PASSES)} passes of ${model}`
      : `about ${count(left * REQUESTS, "request")} to ${host}`;
  const time =
    secondsEach === null
      ? "how long they take is known after the first ones"
      : `about ${duration(left * secondsEach)} at the pace of the last ones`;
  return `${count(left, "rollout")} to score: ${passes}; ${time}.`;
}

function keyWords({ left, scored, again }: Work, model: string): string {
  if (again) return `Try ${count(left, "left-out rollout")} again`;
  return scored === 0 || left === 0 ? `Score with ${model}` : `Go on: ${grouped(left)} left`;
}

interface StartProps {
  readonly log: OpenedLog;
  readonly anew: AnewState | null;
  readonly most: number;
  readonly setMost: (most: number) => void;
}

function Start({ log, anew, most, setMost }: StartProps) {
  const facts = useApp(({ model }) => (model.kind === "ready" ? model.facts : null));
  const shown = useLogs((state) => state.shown);
  const { scoreMany } = useLogsActions();
  const weights = useApp((state) => openScoringModel(state)?.weights ?? null);
  const mine = anew !== null && anew.weights === weights ? anew : null;
  const work = useMemo((): Work => {
    const chosen = spread(log.rollouts, shown, most);
    const [scores, leftOut] = [mine?.scores ?? new Map(), mine?.leftOut ?? new Map()];
    const left = leftToScore(chosen, scores, leftOut);
    return {
      left: left.length,
      scored: chosen.filter((index) => scores.has(index)).length,
      again: left.some((index) => leftOut.has(index)),
      secondsEach: mine?.secondsEach ?? null,
    };
  }, [log, shown, most, mine]);
  if (facts === null) return <p>Open a model under Models, in the header.</p>;
  const { title, served } = facts;
  const able = work.left > 0;
  return (
    <>
      <div className="anew-keys">
        <NumberField
          label="At most"
          value={Math.min(most, shown.length)}
          least={1}
          most={Math.max(1, shown.length)}
          onChange={(value) => setMost(value ?? USUAL)}
        />
        <span className="hint">of {count(shown.length, "listed rollout")}, spread over the steps</span>
        <button
          type="button"
          className="secondary"
          aria-disabled={!able}
          onClick={able ? () => void scoreMany(most) : undefined}
        >
          {keyWords(work, title)}
        </button>
      </div>
      <p className="hint">
        {able ? costWords(work, title, served?.host ?? null) : "All of these were scored."}
        {anew !== null && mine === null && ` What ${anew.model} scored is then forgotten.`}
      </p>
    </>
  );
}

interface ProgressProps {
  readonly running: NonNullable<AnewState["running"]>;
  readonly secondsEach: number | null;
}

function Progress({ running: { done, total }, secondsEach }: ProgressProps) {
  const { stopScoring } = useLogsActions();
  const waits = useApp(({ jobs }) =>
    jobs.some(({ owner, state }) => owner === "logs" && state !== "running"),
  );
  const left = secondsEach === null ? "" : ` · about ${duration((total - done) * secondsEach)} left`;
  return (
    <div className="run-progress">
      <progress value={done} max={Math.max(1, total)} aria-label="Rollouts scored" />
      <div className="anew-keys">
        <p role="status">
          {grouped(done)} of {count(total, "rollout")} scored
          {left}
          {waits && " · waits for what the playground asks"}
        </p>
        <button type="button" className="secondary" onClick={stopScoring}>
          Stop
        </button>
      </div>
    </div>
  );
}

export function ScoreAnew({ log }: { readonly log: OpenedLog }) {
  const anew = useLogs((state) => state.anew);
  const [most, setMost] = useState(USUAL);
  const leftOut = [...(anew?.leftOut.values() ?? [])];
  return (
    <section className="card anew" aria-labelledby="anew-title">
      <h3 id="anew-title">Scored anew by an open model</h3>
      <p className="hint">
        The text of each answer becomes tokens of the open model, which scores them with the full image and
        with the evidence. The curves join the figures above, and the numbers the saved rollouts; opened
        again, these go on where scoring ended.
      </p>
      <ServedBadge />
      {anew?.running != null ? (
        <Progress running={anew.running} secondsEach={anew.secondsEach} />
      ) : (
        <Start log={log} anew={anew} most={most} setMost={setMost} />
      )}
      {anew !== null && anew.running === null && (
        <p role="status">
          {count(anew.scores.size, "rollout")} of {grouped(log.rollouts.length)} scored by {anew.model}; ids
          rebuilt from text.
        </p>
      )}
      <LeftOut summary={`${count(leftOut.length, "rollout")} left out`} rows={leftOut} />
    </section>
  );
}
