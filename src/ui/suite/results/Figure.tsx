/** One figure: its title, its description, the chart, its legend, and its files. */
import { type ReactNode, useId, useRef } from "react";
import type { ResultsHeader } from "../../../suite/results/result.ts";
import { Chart } from "../../charts/Chart.tsx";
import { Legend } from "../../charts/Legend.tsx";
import { FigureFiles } from "../../figure-export/FigureFiles.tsx";
import { useSuite, useSuiteActions } from "../suite-context.ts";
import type { FigureData } from "./figure-data.ts";
import { cardLines } from "./run-card-words.ts";

interface FigureProps {
  readonly figure: FigureData;
  readonly header: ResultsHeader;
  readonly items: number;
  /** Controls of what is shown. */
  readonly children?: ReactNode;
}

export function Figure({ figure, header, items, children }: FigureProps) {
  const heading = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const selected = useSuite((state) => state.selected);
  const { select } = useSuiteActions();
  const { id, title, note, key, chart } = figure;
  const mark = selected?.figure === id ? selected.mark : null;
  const notes = [note, ...cardLines(header, items)];
  return (
    <figure className="card figure" aria-labelledby={heading} data-figure={id}>
      <div className="card-head">
        <h2 id={heading}>{title}</h2>
        <FigureFiles
          title={title}
          fileOf={() => ({ name: `${header.suite.title}-${id}`, title, notes })}
          drawing={() => [drawing.current]}
        />
      </div>
      <div className="figure-drawing" ref={drawing}>
        {key.length > 0 && (
          <Legend entries={key.map(({ tone, words }) => ({ key: words, label: words, sample: { tone } }))} />
        )}
        <Chart
          title={title}
          data={chart}
          selected={mark}
          onSelect={(chosen) =>
            select(
              mark === chosen.key
                ? null
                : { figure: id, mark: chosen.key, label: chosen.label, ids: chosen.ids },
            )
          }
        />
      </div>
      {children}
      <figcaption className="hint">{note}</figcaption>
    </figure>
  );
}
