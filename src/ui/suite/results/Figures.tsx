/** All figures of the results there are. */
import { memo, useDeferredValue, useMemo, useState } from "react";
import { USUAL_CAP } from "../../../math/group/balance.ts";
import type { ItemResult, ResultsHeader } from "../../../suite/results/result.ts";
import { NumberField } from "../../kit/NumberField.tsx";
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
import { gapFigure } from "./gap-data.ts";
import { groundingFigure } from "./grounding-data.ts";

type Make = (items: readonly ItemResult[], header: ResultsHeader) => FigureData | null;

const FIGURES: readonly (readonly [id: string, make: Make])[] = [
  ["accuracy", accuracyFigure],
  ["gap", gapFigure],
  ["cells", cellsFigure],
  ["area", areaFigure],
  ["divergence", (items) => signalFigure(items, "divergence")],
  [
    "formula",
    (items, { formula }) => (formula === undefined ? null : signalFigure(items, "formula", formula.name)),
  ],
  ["calibration", calibrationFigure],
  ["advantage", (items) => signalFigure(items, "advantage")],
  ["lorenz", lorenzFigure],
  ["grounding", groundingFigure],
];

const MOST_REPEATED = 16;

interface FiguresProps {
  readonly items: readonly ItemResult[];
  readonly header: ResultsHeader;
}

/** A component of its own, so that React can yield between two figures' intervals. */
const Made = memo(function Made({ make, items, header }: FiguresProps & { readonly make: Make }) {
  const figure = useMemo(() => make(items, header), [make, items, header]);
  return figure === null ? null : <Figure figure={figure} header={header} items={items.length} />;
});

/** The figure whose preview has a control of its own. */
const Difficulty = memo(function Difficulty({ items, header }: FiguresProps) {
  const [cap, setCap] = useState(USUAL_CAP);
  const figure = useMemo(() => difficultyFigure(items, header.samples, cap), [items, header, cap]);
  if (figure === null) return null;
  return (
    <Figure figure={figure} header={header} items={items.length}>
      <div className="setting">
        <NumberField
          label="Repeated at most"
          value={cap}
          least={1}
          most={MOST_REPEATED}
          onChange={(next) => next !== null && setCap(Math.round(next))}
        />
      </div>
    </Figure>
  );
});

export function Figures({ items, header }: FiguresProps) {
  const shown = useDeferredValue(items);
  return (
    <div className="figures">
      {FIGURES.map(([id, make]) => (
        <Made key={id} make={make} items={shown} header={header} />
      ))}
      <Difficulty items={shown} header={header} />
    </div>
  );
}
