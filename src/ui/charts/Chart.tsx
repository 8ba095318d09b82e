/** Any chart: its marks are buttons with one tab stop; arrow keys move among them, Enter selects a mark's items. */
import { type KeyboardEvent, memo, useMemo, useState } from "react";
import { MarksContext } from "./ChartMark.tsx";
import { ChartTable } from "./ChartTable.tsx";
import { type ChartData, type Mark, marksOf } from "./chart-data.ts";
import { chartTable } from "./chart-table.ts";
import { BarsChart } from "./kinds/BarsChart.tsx";
import { ColumnsChart } from "./kinds/ColumnsChart.tsx";
import { FourCells } from "./kinds/FourCells.tsx";
import { HistogramChart } from "./kinds/HistogramChart.tsx";
import { PointsChart } from "./kinds/PointsChart.tsx";
import { useWidth } from "./use-width.ts";
import "./charts.css";

interface ChartProps {
  /** A description for people who cannot see it. */
  readonly title: string;
  readonly data: ChartData;
  /** Key of the selected mark; null for none. */
  readonly selected: string | null;
  readonly onSelect: (mark: Mark) => void;
}

const FIRST_WIDTH = 480;

const DIRECTION: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** Rendered again only for other data or another width, not for another selection. */
const Drawing = memo(function Drawing({ data, width }: { readonly data: ChartData; readonly width: number }) {
  switch (data.kind) {
    case "bars":
      return <BarsChart data={data} width={width} />;
    case "points":
      return <PointsChart data={data} width={width} />;
    case "columns":
      return <ColumnsChart data={data} width={width} />;
    case "histogram":
      return <HistogramChart data={data} width={width} />;
    case "cells":
      return <FourCells data={data} width={width} />;
    default:
      return data satisfies never;
  }
});

export function Chart({ title, data, selected, onSelect }: ChartProps) {
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH);
  const marks = useMemo(() => marksOf(data), [data]);
  const [current, setCurrent] = useState<string | null>(null);
  const stop = marks.find(({ key }) => key === current)?.key ?? marks[0]?.key ?? null;
  const move = (event: KeyboardEvent) => {
    const direction = DIRECTION[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const from = marks.findIndex(({ key }) => key === stop);
    const to = marks[Math.min(Math.max(from + direction, 0), marks.length - 1)];
    if (to !== undefined)
      ref.current?.querySelector<SVGElement>(`[data-mark="${CSS.escape(to.key)}"]`)?.focus();
  };
  return (
    <div className="chart">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be drawn. */}
      <div ref={ref} role="group" aria-label={title} onKeyDown={move}>
        <MarksContext value={{ stop, selected, onFocus: setCurrent, onPress: onSelect }}>
          <Drawing data={data} width={width} />
        </MarksContext>
      </div>
      <ChartTable title={title} tableOf={() => chartTable(data)} />
    </div>
  );
}
