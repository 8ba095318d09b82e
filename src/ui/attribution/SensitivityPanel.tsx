/** The sensitivity map: its settings, its cost before it is computed, and its result. */
import { useEffect } from "react";
import type { MapSettings, SensitivityMapRun, Speaker } from "../../app/attribution/attribution-state.ts";
import { answerOf, subjectOf } from "../../app/attribution/subject.ts";
import { lossesOnly, replaysOf, sensitivityMap } from "../../evidence/maps/sensitivity.ts";
import { useApp } from "../app-context.ts";
import { Segmented } from "../kit/Segmented.tsx";
import { count, decimal, duration, sentence } from "../shared/format.ts";
import { MapLegend } from "./MapLegend.tsx";
import { costliest, sensitivityCells } from "./map-cells.ts";
import { placeWords, SENSITIVITY_FORMULA } from "./map-words.ts";
import { Proposal } from "./Proposal.tsx";
import { TokenChoice } from "./TokenChoice.tsx";
import { useAttribution, useAttributionActions } from "./use-attribution.ts";

const SPEAKERS = [
  { value: "student", name: "Student" },
  { value: "teacher", name: "Teacher" },
] as const;
const ERASURES = [
  { value: "blank", name: "Grey" },
  { value: "blur", name: "Blur" },
] as const;
const LEVELS = [
  { value: 0, name: "Coarse" },
  { value: 1, name: "Normal" },
  { value: 2, name: "Fine" },
] as const;
function Settings() {
  const settings = useAttribution((state) => state.settings);
  const teacher = useApp((state) => answerOf(state, "teacher"));
  const { setSettings } = useAttributionActions();
  const set = (change: Partial<MapSettings>) => setSettings(change);
  const speakers = SPEAKERS.map((each) => ({
    ...each,
    disabled: each.value === "teacher" && teacher === null,
  }));
  return (
    <div className="map-settings">
      <Segmented<Speaker>
        label="Answer"
        options={speakers}
        value={settings.speaker}
        onChange={(speaker) => set({ speaker })}
      />
      <Segmented
        label="Erase cells with"
        options={ERASURES}
        value={settings.erase}
        onChange={(erase) => set({ erase })}
      />
      <Segmented
        label="Grid"
        options={LEVELS}
        value={settings.levels}
        onChange={(levels) => set({ levels })}
      />
    </div>
  );
}

/** "72 replays, about 8 s", before and while it is computed. */
function costWords(total: number, done: number, replayMs: number): string {
  if (done >= total) return `${count(total, "replay")} done.`;
  const left = done === 0 ? count(total, "replay") : `${total - done} of ${count(total, "replay")} left`;
  const time = duration(((total - done) * replayMs) / 1000);
  return `${left}, about ${time} at ${decimal(replayMs / 1000, 2)} s each (measured here).`;
}

function Cost({ run }: { run: SensitivityMapRun }) {
  const { draw, stop } = useAttributionActions();
  const total = replaysOf(run.subject.plan);
  const done = run.map.measured.length;
  const drawing = run.phase === "drawing";
  const start = done === 0 ? "Compute the map" : "Continue";
  return (
    <div className="map-cost">
      <p className="hint">{costWords(total, done, run.replayMs)}</p>
      {drawing && <progress value={done} max={total} aria-label="Replays completed" />}
      {run.phase !== "done" && (
        <button
          type="button"
          className={drawing ? "secondary" : "primary"}
          onClick={() => (drawing ? stop() : void draw())}
        >
          {drawing ? "Stop" : start}
        </button>
      )}
      <p className="visually-hidden" role="status">
        {run.phase === "done" ? "Map complete." : ""}
      </p>
    </div>
  );
}

function Finding({ run }: { run: SensitivityMapRun }) {
  const selected = useAttribution((state) => state.selected);
  const { most, cells } = sensitivityCells(run, selected);
  const worst = costliest(run, selected);
  const { rows, columns, levels } = run.map.plan;
  const grid = sensitivityMap(run.map, selected);
  const finest = `${columns * 2 ** levels} × ${rows * 2 ** levels}`;
  return (
    <>
      <MapLegend most={most} unit="nats" gains={cells.some(({ value }) => value < 0)}>
        <span className="formula">{SENSITIVITY_FORMULA}</span>, nats per cell of {finest}; hatched where the
        tokens gain. The cells of the coarse grid sum to the loss of each; uncoloured cells have not been
        erased yet or have no effect.
      </MapLegend>
      <p className="map-finding">
        {worst === null
          ? "Erasing no cell has lowered these tokens’ log-probability so far; they may not depend on the image."
          : `The largest effect is at ${placeWords(worst.box)}: erasing it costs these tokens ${decimal(worst.nats, 2)} nats.`}
      </p>
      {worst !== null && run.phase !== "drawing" && (
        <Proposal map={lossesOnly(grid)} frame={run.subject.frame} />
      )}
    </>
  );
}

export function SensitivityPanel() {
  const { measureOne } = useAttributionActions();
  const settings = useAttribution((state) => state.settings);
  const run = useAttribution((state) => state.run);
  const fault = useAttribution((state) => state.fault);
  const key = useApp((state) =>
    state.run.kind === "idle" ? (subjectOf(state, settings)?.key ?? null) : null,
  );
  const answered = useApp((state) => subjectOf(state, settings) !== null);
  useEffect(() => {
    if (key !== null) void measureOne();
  }, [key, measureOne]);
  const shown = run !== null && (key === null || run.subject.key === key) ? run : null;
  return (
    <div className="map-panel">
      <p className="hint">
        Cells of the image are erased one after another and the same tokens are replayed; where they become
        less likely, the answer depends on that part of the image. This works for every model.
      </p>
      <Settings />
      {!answered && (
        <p className="map-finding">Ask a question first: the map explains the tokens of an answer.</p>
      )}
      {answered && shown === null && fault === null && <p className="hint">Measuring one replay …</p>}
      {fault !== null && (
        <p className="map-fault" role="alert">
          {fault.message} {fault.hint}
        </p>
      )}
      {shown !== null && (
        <>
          <p className="map-answer">“{sentence(shown.subject.rollout.texts)}”</p>
          <TokenChoice run={shown} />
          <Cost run={shown} />
          {shown.map.measured.length > 0 && <Finding run={shown} />}
        </>
      )}
    </div>
  );
}
