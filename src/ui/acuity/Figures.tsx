/** The figures of the shown measurement, each with its legend, its table and its files. */
import { memo, useMemo } from "react";
import type { Measurement } from "../../app/acuity/acuity-state.ts";
import { MarkedFigure } from "../figure-export/MarkedFigure.tsx";
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
  const { plan, model } = fitted.document;
  return (
    <MarkedFigure
      figure={figure}
      name={`${model.id}-${plan.dimension}-${plan.variable}`}
      cardLines={() => cardLines(fitted.document)}
    />
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
