/** Every item's value as a dot, in columns, with each column's mean and its interval. */
import { CartesianGrid, ErrorBar, Scatter, ScatterChart, type ScatterShapeProps, XAxis } from "recharts";
import { wrapLines } from "../../figure-export/svg.ts";
import { AxisTitles, DownAxis, ROOM } from "../axes.tsx";
import { ChartMark } from "../ChartMark.tsx";
import type { Column, ColumnsData } from "../chart-data.ts";
import { ChartText, ChartTick } from "../chart-text.tsx";
import { circle } from "../shapes.ts";
import { type Dot, dotsOf, RADIUS } from "./columns.ts";

const HEIGHT = 300;
const HIT = 6;
const MEAN_HALF = 18;

/** Text below a column: letter width and line height. */
const LETTER = 6.6;
const LINE = 14;

interface Mean {
  readonly x: number;
  readonly y: number;
  readonly reach: readonly [number, number];
}

function meansOf({ columns }: ColumnsData): readonly Mean[] {
  return columns.flatMap(({ mean }, x) =>
    mean === null ? [] : [{ x, y: mean.mean, reach: [mean.mean - mean.low, mean.high - mean.mean] as const }],
  );
}

function DotMark({ cx, cy, payload }: ScatterShapeProps) {
  if (cx === undefined || cy === undefined) return null;
  const { mark } = payload as Dot;
  return <ChartMark mark={mark} tone="plain" faint d={circle(cx, cy, RADIUS)} hit={circle(cx, cy, HIT)} />;
}

function MeanLine({ cx = 0, cy = 0 }: ScatterShapeProps) {
  return <path className="chart-mean" d={`M${cx - MEAN_HALF} ${cy}h${2 * MEAN_HALF}`} />;
}

interface ColumnNameProps {
  readonly column: Column;
  readonly x: number;
  readonly y: number;
  /** Number of letters that fit below the column. */
  readonly letters: number;
}

/** Below each column its name, on as many lines as it needs, and its number of items. */
function ColumnName({ column, x, y, letters }: ColumnNameProps) {
  const lines = wrapLines(column.name, letters);
  return (
    <g>
      {lines.map((line, at) => (
        <ChartText key={line} kind="label" x={x} y={y + (at + 0.8) * LINE} text={line} anchor="middle" />
      ))}
      <ChartTick kind="below" x={x} y={y + (lines.length - 0.1) * LINE} text={String(column.values.length)} />
    </g>
  );
}

export function ColumnsChart({ data, width }: { readonly data: ColumnsData; readonly width: number }) {
  const { axis, columns } = data;
  const [across, down] = [width - ROOM.left - ROOM.right, HEIGHT - ROOM.top - ROOM.bottom];
  const letters = Math.floor(across / Math.max(1, columns.length) / LETTER);
  return (
    <ScatterChart
      width={width}
      height={HEIGHT}
      margin={{ top: ROOM.top, right: ROOM.right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid className="chart-grid" vertical={false} />
      <XAxis
        type="number"
        dataKey="x"
        domain={[-0.5, columns.length - 0.5]}
        ticks={columns.map((_, at) => at)}
        interval={0}
        height={ROOM.bottom}
        tickLine={false}
        axisLine={false}
        tick={({ x, y, payload }) => {
          const column = columns[payload.value];
          return column === undefined ? (
            <g />
          ) : (
            <ColumnName column={column} letters={letters} x={Number(x)} y={Number(y)} />
          );
        }}
      />
      <DownAxis field="y" axis={axis} length={down} />
      <Scatter data={dotsOf(data, across, down)} shape={DotMark} isAnimationActive={false} />
      <Scatter data={meansOf(data)} shape={MeanLine} isAnimationActive={false}>
        <ErrorBar
          dataKey="reach"
          direction="y"
          width={4}
          isAnimationActive={false}
          className="chart-whisker"
        />
      </Scatter>
      <AxisTitles down={axis.title} width={width} height={HEIGHT} />
    </ScatterChart>
  );
}
