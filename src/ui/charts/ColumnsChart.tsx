/** Every item's value as a dot, in columns, with each column's mean and its interval. */
import { CartesianGrid, ErrorBar, Scatter, ScatterChart, type ScatterShapeProps, XAxis } from "recharts";
import { AxisTitles, DownAxis, ROOM } from "./axes.tsx";
import { ChartMark } from "./ChartMark.tsx";
import type { Column, ColumnsData } from "./chart-data.ts";
import { ChartText, ChartTick } from "./chart-text.tsx";
import { type Dot, dotsOf, RADIUS } from "./columns.ts";
import { circle } from "./shapes.ts";

const HEIGHT = 300;
const HIT = 6;
const MEAN_HALF = 18;

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

/** Below each column its name and how many items it holds. */
function ColumnName({
  column,
  x,
  y,
}: {
  readonly column: Column | undefined;
  readonly x: number;
  readonly y: number;
}) {
  if (column === undefined) return null;
  return (
    <g>
      <ChartText kind="label" x={x} y={y + 12} text={column.name} anchor="middle" />
      <ChartTick kind="below" x={x} y={y + 16} text={String(column.values.length)} />
    </g>
  );
}

export function ColumnsChart({ data, width }: { readonly data: ColumnsData; readonly width: number }) {
  const { axis, columns } = data;
  const [across, down] = [width - ROOM.left - ROOM.right, HEIGHT - ROOM.top - ROOM.bottom];
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
        tick={({ x, y, payload }) => (
          <ColumnName column={columns[payload.value]} x={Number(x)} y={Number(y)} />
        )}
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
