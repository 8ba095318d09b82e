/** Vertical bars side by side, with the outline of their heights after a change. */
import { Bar, BarChart, type BarShapeProps, CartesianGrid, ReferenceLine, XAxis } from "recharts";
import { AxisTitles, DownAxis, ROOM } from "../axes.tsx";
import { ChartMark } from "../ChartMark.tsx";
import type { HistogramData } from "../chart-data.ts";
import { ChartTick } from "../chart-text.tsx";
import { rectangle } from "../shapes.ts";

const HEIGHT = 280;

/** Width of a bar as a share of its bin, and its maximum in pixels. */
const BAR_SHARE = 0.62;
const MOST = 40;

/** How much wider the outline is than its bar, on each side. */
const WIDER = 3;

function BinMark({ x, y, width, height, payload, background }: BarShapeProps) {
  const { x: left = x, y: top = y, width: across = width, height: down = height } = background ?? {};
  const hit = rectangle(left ?? x, top ?? y, across, down);
  return <ChartMark mark={payload} tone="plain" d={rectangle(x, y, width, height)} hit={hit} />;
}

function Outline({ x, y, width, height, payload }: BarShapeProps) {
  if (payload.after === null) return null;
  const d = `M${x - WIDER} ${y + height}V${y}h${width + 2 * WIDER}V${y + height}`;
  return <path className="chart-outline" d={d} />;
}

/** One bar per bin, with its name below. */
export function HistogramChart({ data, width }: { readonly data: HistogramData; readonly width: number }) {
  const { axis, bins, acrossTitle } = data;
  const names = { dataKey: "name", interval: 0, tickLine: false, axisLine: false } as const;
  return (
    <BarChart
      data={bins}
      width={width}
      height={HEIGHT}
      margin={{ top: ROOM.top, right: ROOM.right, bottom: 0, left: 0 }}
      barSize={Math.min(MOST, (BAR_SHARE * (width - ROOM.left - ROOM.right)) / Math.max(1, bins.length))}
      accessibilityLayer={false}
    >
      <CartesianGrid className="chart-grid" vertical={false} />
      <XAxis
        {...names}
        height={ROOM.bottom}
        tick={({ x, y, payload }) => <ChartTick kind="below" x={x} y={y} text={String(payload.value)} />}
      />
      {/* An axis of its own, so that the outline is placed over its bar and not beside it. */}
      <XAxis {...names} xAxisId="after" hide />
      <DownAxis axis={axis} length={HEIGHT - ROOM.top - ROOM.bottom} />
      <ReferenceLine y={0} className="chart-axis" />
      <Bar dataKey="count" isAnimationActive={false} shape={BinMark} />
      <Bar dataKey="after" xAxisId="after" isAnimationActive={false} shape={Outline} />
      <AxisTitles across={acrossTitle} down={axis.title} width={width} height={HEIGHT} />
    </BarChart>
  );
}
