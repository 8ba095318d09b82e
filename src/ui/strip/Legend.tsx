/** The colours of the tokens: their scale, the signal's formula, unit, support and source, and the selected value. */
import type { CSSProperties } from "react";
import { isLogarithmic, type ReachingScale } from "../../session/signals/range.ts";
import { type NeededView, unitOf } from "../../session/signals/signal.ts";
import { useActions, useApp } from "../app-context.ts";
import { Formula } from "../shared/Formula.tsx";
import { decimal } from "../shared/format.ts";
import { FURTHER, placeOf, toggled } from "../stage/additions.ts";
import { placeAlong, scaleTicks } from "./scale-ticks.ts";
import { overWords, valueWords } from "./signal-words.ts";
import type { SignalView } from "./use-signal.ts";

const left = (share: number): CSSProperties => ({ left: `${share * 100}%` });

function Ramp({ scale, value }: { scale: ReachingScale; value: number | null }) {
  const place = placeAlong(scale, value);
  const poles = scale.scale.kind === "diverging" ? scale.scale : null;
  return (
    <div className="scale" aria-hidden="true">
      <div className="scale-ramp" data-below={poles?.below.tone} data-above={poles?.above.tone} />
      {place !== null && <span className="scale-pointer" style={left(place)} />}
      {scaleTicks(scale).map(({ at, text }) => (
        <span
          key={at}
          className="scale-tick"
          data-end={at === 0 || at === 1 ? at : undefined}
          style={left(at)}
        >
          {text}
        </span>
      ))}
    </div>
  );
}

/** The meaning of the colours in words: categories, or the two ends of a signed scale. */
function Meanings({ scale: { scale } }: { scale: ReachingScale }) {
  if (scale.kind === "sequential") return null;
  const entries =
    scale.kind === "categorical"
      ? scale.categories.map(({ name, strength }) => ({ words: name, tone: "disagree", strength }))
      : [scale.below, scale.above].map(({ words, tone }) => ({ words, tone, strength: 1 }));
  return (
    <ul className="scale-meanings">
      {entries.map(({ words, tone, strength }) => (
        <li key={words}>
          <span
            className="swatch"
            data-tone={tone}
            style={{ "--position": strength } as CSSProperties}
            aria-hidden="true"
          />
          {words}
        </li>
      ))}
    </ul>
  );
}

/** Why there are no colours, and a button that adds what is missing. */
function Missing({ reason, needs }: { reason: string; needs: readonly NeededView[] }) {
  const plan = useApp((state) => state.session.plan);
  const actions = useActions();
  const additions = FURTHER.filter(({ id }) => needs.some((view) => view === id));
  const add = () => {
    if (plan === null) return;
    const { student, others } = plan;
    const missing = additions.filter((addition) => placeOf(addition, student, others) < 0);
    void actions.setOthers(missing.reduce((list, addition) => toggled(addition, student, list), others));
  };
  return (
    <p className="legend-missing">
      {reason}{" "}
      {additions.length > 0 && plan !== null && (
        <button type="button" className="secondary" data-control="add-view" onClick={add}>
          Add {additions.length > 1 ? "them" : "it"}
        </button>
      )}
    </p>
  );
}

export function Legend({ view, shown }: { view: SignalView; shown: number | null }) {
  const vocabulary = useApp((state) =>
    state.model.kind === "ready" ? state.model.facts.vocabularySize : null,
  );
  const idle = useApp((state) => state.run.kind === "idle");
  const { signal, reading, scale, divergence, other } = view;
  const all = reading?.kind === "values" ? reading.values : null;
  const value = all === null || shown === null ? null : (all[shown] ?? null);
  const unit = unitOf(signal, divergence);
  const exact = scale.scale.kind !== "categorical" && signal.unit !== "places";
  return (
    <div className="legend" data-part="scale">
      {scale.scale.kind !== "categorical" && <Ramp scale={scale} value={value} />}
      <div className="legend-words">
        <p>
          <Formula text={signal.formula({ divergence, other })} />
          {value === null ? (
            // As wide as the number that was here and will return, so that no word moves meanwhile.
            exact && (
              <span className="legend-wait" aria-hidden="true">
                {" = "}
                <span className="number">{decimal(0, 4)}</span>
              </span>
            )
          ) : (
            <>
              {" = "}
              <span className="number">{exact ? decimal(value, 4) : valueWords(signal, scale, value)}</span>
            </>
          )}
          {unit !== "" && ` ${unit}`}, {overWords(signal, divergence, vocabulary)}
          {isLogarithmic(scale) && ", colours on a log scale"}
          <span className="legend-source"> · {signal.source}</span>
        </p>
        <Meanings scale={scale} />
        {reading?.kind === "missing" && idle && <Missing {...reading} />}
        {reading?.kind === "values" && reading.remarks.map((remark) => <p key={remark}>{remark}</p>)}
      </div>
    </div>
  );
}
