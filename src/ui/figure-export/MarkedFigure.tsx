/** A chart as a card: its legend, its files, its note, and what a mark says once it is chosen. */
import { useId, useRef, useState } from "react";
import { Chart } from "../charts/Chart.tsx";
import type { ChartData, Mark, Tone } from "../charts/chart-data.ts";
import { Legend } from "../charts/Legend.tsx";
import { FigureFiles } from "./FigureFiles.tsx";

export interface FigureData {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly key: readonly { readonly tone: Tone; readonly words: string }[];
  readonly chart: ChartData;
}

interface MarkedFigureProps {
  readonly figure: FigureData;
  /** The name of its files, to which the figure's own is added. */
  readonly name: string;
  /** The run card below its files, made when a file is. */
  readonly cardLines: () => readonly string[];
}

export function MarkedFigure({ figure, name, cardLines }: MarkedFigureProps) {
  const heading = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<Mark | null>(null);
  const { id, title, note, key, chart } = figure;
  return (
    <figure className="card figure" aria-labelledby={heading} data-figure={id}>
      <div className="card-head">
        <h2 id={heading}>{title}</h2>
        <FigureFiles
          title={title}
          fileOf={() => ({ name: `${name}-${id}`, title, notes: [note, ...cardLines()] })}
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
