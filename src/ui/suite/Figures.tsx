/** All figures of the results there are. */
import { memo, useDeferredValue, useMemo } from "react";
import type { ItemResult, ResultsHeader } from "../../suite/results/result.ts";
import { difficultyFigure } from "./difficulty-data.ts";
import { Figure } from "./Figure.tsx";
import {
  accuracyFigure,
  areaFigure,
  calibrationFigure,
  cellsFigure,
  type FigureData,
  lorenzFigure,
  signalFigure,
} from "./figure-data.ts";
import { groundingFigure } from "./grounding-data.ts";

type Make = (items: readonly ItemResult[], header: ResultsHeader) => FigureData | null;

const FIGURES: readonly (readonly [id: string, make: Make])[] = [
  ["accuracy", accuracyFigure],
  ["cells", cellsFigure],
  ["area", areaFigure],
  ["divergence", (items) => signalFigure(items, "divergence")],
  ["calibration", calibrationFigure],
  ["advantage", (items) => signalFigure(items, "advantage")],
  ["lorenz", lorenzFigure],
  ["grounding", groundingFigure],
  ["difficulty", (items, { samples }) => difficultyFigure(items, samples.count, samples.seed)],
];

interface FiguresProps {
  readonly items: readonly ItemResult[];
  readonly header: ResultsHeader;
}

/** A component of its own, so that React may let the page breathe between two figures' intervals. */
const Made = memo(function Made({ make, items, header }: FiguresProps & { readonly make: Make }) {
  const figure = useMemo(() => make(items, header), [make, items, header]);
  return figure === null ? null : <Figure figure={figure} header={header} items={items.length} />;
});

export function Figures({ items, header }: FiguresProps) {
  const shown = useDeferredValue(items);
  return (
    <div className="figures">
      {FIGURES.map(([id, make]) => (
        <Made key={id} make={make} items={shown} header={header} />
      ))}
    </div>
  );
}
