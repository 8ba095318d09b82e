/** Four counts as a mosaic with areas proportional to them. */

import { ChartMark } from "../ChartMark.tsx";
import type { CellsData } from "../chart-data.ts";
import { ChartText } from "../chart-text.tsx";
import { rectangle } from "../shapes.ts";
import { type CellFrame, fourCells } from "./four-cells.ts";

const HEIGHT = 260;

function CellMark({ frame }: { readonly frame: CellFrame }) {
  const { cell, x, y, width, height, words } = frame;
  const outline = rectangle(x, y, width, height);
  return (
    <>
      <ChartMark mark={cell} tone={cell.tone} faint d={outline} hit={outline} />
      {words !== "none" && <ChartText kind="value" x={x + 10} y={y + 24} text={String(cell.ids.length)} />}
      {words === "both" && <ChartText kind="label" x={x + 10} y={y + 42} text={cell.name} />}
    </>
  );
}

export function FourCells({ data, width }: { readonly data: CellsData; readonly width: number }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: the chart around it has a name, and every cell within.
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
      {fourCells(data, width, HEIGHT).map(({ x, name, cells }) => (
        <g key={x}>
          {name !== null && <ChartText x={x + 2} y={14} text={name} />}
          {cells.map((frame) => (
            <CellMark key={frame.cell.key} frame={frame} />
          ))}
        </g>
      ))}
    </svg>
  );
}
