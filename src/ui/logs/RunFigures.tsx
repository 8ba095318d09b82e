/** The figures of a run over its steps; a point narrows the list to its rollouts. */
import { type ReactNode, useId, useMemo, useRef } from "react";
import type { OpenedLog } from "../../log/worker/api.ts";
import { Chart } from "../charts/Chart.tsx";
import { FigureFiles } from "../figure-export/FigureFiles.tsx";
import { Select } from "../kit/Select.tsx";
import { useLogs, useLogsActions } from "./logs-context.ts";
import { type RunFigure, runFigures } from "./run-figures.ts";

interface FigureProps {
  readonly figure: RunFigure;
  readonly log: OpenedLog;
  /** A control of what is shown. */
  readonly children: ReactNode;
}

function Figure({ figure, log, children }: FigureProps) {
  const heading = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const filter = useLogs((state) => state.filter);
  const { setFilter } = useLogsActions();
  const { id, title, note, chart, steps } = figure;
  const selected = filter.steps === null ? null : filter.steps.join("-");
  const select = (key: string) =>
    void setFilter({ ...filter, steps: key === selected ? null : (steps.get(key) ?? null) });
  return (
    <figure className="card figure" aria-labelledby={heading} data-figure={id}>
      <div className="card-head">
        <h3 id={heading}>{title}</h3>
        {chart !== null && (
          <FigureFiles
            title={title}
            fileOf={() => ({
              name: `${log.title}-${id}`,
              title,
              notes: [note, `${log.title}: ${log.report.read}.`],
            })}
            drawing={() => [drawing.current]}
          />
        )}
      </div>
      {chart !== null && (
        <div className="figure-drawing" ref={drawing}>
          <Chart title={title} data={chart} selected={selected} onSelect={({ key }) => select(key)} />
        </div>
      )}
      {children}
      <figcaption className="hint">{note}</figcaption>
    </figure>
  );
}

export function RunFigures({ log }: { readonly log: OpenedLog }) {
  const number = useLogs((state) => state.number);
  const { setNumber } = useLogsActions();
  const anew = useLogs((state) => state.anew);
  const figures = useMemo(() => runFigures(log, number, anew), [log, number, anew]);
  const names = log.numbers.map(({ name }) => ({ value: name, name }));
  return (
    <div className="figures">
      {figures.map((figure) => (
        <Figure key={figure.id} figure={figure} log={log}>
          {figure.id === "number" && (
            <Select
              label="Another number of the log"
              options={names}
              value={number ?? ""}
              onChange={setNumber}
            />
          )}
        </Figure>
      ))}
    </div>
  );
}
