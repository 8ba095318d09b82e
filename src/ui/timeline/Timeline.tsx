/** Signals over the student's tokens, with the noise floor and the controls. The chart is fetched once it is needed. */
import { lazy, useMemo, useState } from "react";
import { shownExperiment } from "../../session/derived.ts";
import type { Experiment } from "../../session/document/document.ts";
import { visualAdvantage } from "../../session/signals/evidence.ts";
import { useActions, useApp } from "../app-context.ts";
import { Part } from "../fault/Part.tsx";
import { answerNotes, figureName } from "../figure-export/session-notes.ts";
import { smallDecimal } from "../shared/format.ts";
import { overWords } from "../strip/signal-words.ts";
import { type SignalView, useSignal } from "../strip/use-signal.ts";
import { AdvantageBars } from "./AdvantageBars.tsx";
import { LinePicker } from "./LinePicker.tsx";
import { drawnSignals, explodes, linesOf } from "./lines.ts";
import "./timeline.css";

const TokenLines = lazy(async () => ({
  default: (await import("../charts/tokens/TokenLines.tsx")).TokenLines,
}));

const TITLE = "Over the answer";

const NO_LINES: readonly string[] = [];

interface LinesProps {
  readonly experiment: Experiment;
  readonly sibling: number;
  readonly view: SignalView;
}

/** What is plotted, and the person's choices. */
function useLines({ experiment, sibling, view }: LinesProps) {
  const further = useApp(({ session }) => session.settings.lines) ?? NO_LINES;
  const formulas = useApp((state) => state.formulaSignals);
  const { setLines: onFurther } = useActions();
  const [controls, onControls] = useState(true);
  const [log, onLog] = useState<boolean | null>(null);
  const { signal, against } = view;
  const answer = useMemo(() => ({ experiment, sibling }), [experiment, sibling]);
  const series = useMemo(
    () => linesOf(answer, drawnSignals(signal.id, further, formulas), against, controls),
    [answer, signal, against, further, controls, formulas],
  );
  const chosen = { further, onFurther, controls, onControls, log: log ?? explodes(series), onLog };
  return { answer, series, chosen };
}

/** Its space is kept while there is none. */
function FloorNote({ floor }: { floor: number | null }) {
  return (
    <p className="card-note floor-note">
      {floor !== null && (
        <>
          <span className="floor-sample" aria-hidden="true" /> noise floor {smallDecimal(floor, 4)} nats: how
          far the student’s own replay is from its generation; smaller values are rounding
        </>
      )}
    </p>
  );
}

function Lines(props: LinesProps) {
  const { experiment, sibling, view } = props;
  const { answer, series, chosen } = useLines(props);
  const session = useApp((state) => state.session);
  const selection = useApp((state) => state.selection);
  const { select } = useActions();
  const rollout = experiment.rollouts[sibling];
  const floor = series[0]?.unit === "nats" ? (experiment.replays[sibling]?.noiseFloor?.max ?? null) : null;
  const advantage = visualAdvantage.read(answer, view.against);
  const texts = rollout?.texts ?? [];
  const card = answerNotes(session, experiment);
  return (
    <>
      <div className="card-head">
        <h2 id="timeline-title">{TITLE}</h2>
        <LinePicker {...chosen} answer={answer} against={view.against} coloured={view.signal.id} />
      </div>
      <div className="timeline-place">
        {series.length > 0 ? (
          <Part name="The chart">
            <TokenLines
              series={series}
              floor={floor}
              selected={selection}
              onSelect={select}
              title={TITLE}
              tokens={texts}
              scale={chosen.log ? "symlog" : "linear"}
              onHover={(index) => index !== null && select(index)}
              file={{
                name: figureName(session, "timeline"),
                title: `${TITLE}: ${series[0]?.label ?? ""}`,
                notes: [overWords(view.signal, view.divergence, null), ...card],
              }}
            />
          </Part>
        ) : (
          <p className="timeline-empty">
            {view.reading?.kind === "missing"
              ? view.reading.reason
              : "Most likely tokens cannot be plotted; choose other signals."}
          </p>
        )}
      </div>
      <FloorNote floor={floor} />
      {advantage.kind === "values" && (
        <AdvantageBars
          tokens={texts}
          values={advantage.values}
          selected={selection}
          onSelect={select}
          file={{ name: figureName(session, "visual-advantage"), notes: card }}
        />
      )}
    </>
  );
}

export function Timeline() {
  const experiment = useApp(({ session }) => shownExperiment(session));
  const sibling = useApp((state) => state.sibling);
  const answering = useApp((state) => state.run.kind === "answering");
  const view = useSignal();
  const ready = !answering && (experiment?.replays[sibling] ?? null) !== null;
  return (
    <section className="card timeline" aria-labelledby="timeline-title" data-part="timeline">
      {experiment !== null && ready ? (
        <Lines experiment={experiment} sibling={sibling} view={view} />
      ) : (
        <>
          <div className="card-head">
            <h2 id="timeline-title">{TITLE}</h2>
            <span className="line-key-place" />
          </div>
          <div className="timeline-place">
            <p className="timeline-empty">Lines appear once another side has scored the answer.</p>
          </div>
          <FloorNote floor={null} />
        </>
      )}
    </section>
  );
}
