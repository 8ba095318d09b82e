/** The figures of the shown measurement, each with its legend, its table and its files. */
import { memo, useId, useMemo, useRef, useState } from "react";
import type { Measurement } from "../../app/acuity/acuity-state.ts";
import { Chart } from "../charts/Chart.tsx";
import type { Mark } from "../charts/chart-data.ts";
import { Legend } from "../charts/Legend.tsx";
import { FigureFiles } from "../figure-export/FigureFiles.tsx";
import { cardLines } from "./acuity-words.ts";
import {
  type AcuityFigure,
  accuracyFigure,
  compareFigure,
  type Fitted,
  gapFigure,
  probabilityFigure,
} from "./figures.ts";

interface FigureProps {
  readonly figure: AcuityFigure;
  readonly fitted: Fitted;
}

function Figure({ figure, fitted }: FigureProps) {
  const heading = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Mark | null>(null);
  const { id, title, note, key, chart } = figure;
  const { plan, model } = fitted.document;
  return (
    <figure className="card figure" aria-labelledby={heading} data-figure={id}>
      <div className="card-head">
        <h2 id={heading}>{title}</h2>
        <FigureFiles
          title={title}
          fileOf={() => ({
            name: `${model.id}-${plan.dimension}-${plan.variable}-${id}`,
            title,
            notes: [note, ...cardLines(fitted.document)],
          })}
          drawing={() => [drawing.current]}
        />
      </div>
      <div className="figure-drawing" ref={drawing}>
        <Legend entries={key.map(({ tone, words }) => ({ key: words, label: words, sample: { tone } }))} />
        <Chart
          title={title}
          data={chart}
          selected={chosen?.key ?? null}
          onSelect={(mark) => setChosen(mark.key === chosen?.key ? null : mark)}
        />
      </div>
      {chosen !== null && <p role="status">{chosen.label}</p>}
      <figcaption className="hint">{note}</figcaption>
    </figure>
  );
}

const FIGURES = [accuracyFigure, gapFigure, probabilityFigure] as const;

const fittedOf = ({ document, curves }: Measurement): Fitted | null =>
  curves === null ? null : { document, curves };

interface FiguresProps {
  readonly shown: Measurement;
  readonly other: Measurement | null;
}

export const Figures = memo(function Figures({ shown, other }: FiguresProps) {
  const fitted = useMemo(() => fittedOf(shown), [shown]);
  const beside = useMemo(() => (other === null ? null : fittedOf(other)), [other]);
  const compared = useMemo(
    () => (fitted === null || beside === null ? null : compareFigure(fitted, beside)),
    [fitted, beside],
  );
  const figures = useMemo(
    () => (fitted === null ? [] : FIGURES.flatMap((make) => make(fitted) ?? [])),
    [fitted],
  );
  if (fitted === null) return null;
  return (
    <>
      {beside !== null && compared === null && (
        <p className="hint">
          Something else varies in the other measurement, so the two have no axis in common.
        </p>
      )}
      <div className="figures">
        {compared !== null && <Figure figure={compared} fitted={fitted} />}
        {figures.map((figure) => (
          <Figure key={figure.id} figure={figure} fitted={fitted} />
        ))}
      </div>
    </>
  );
});
