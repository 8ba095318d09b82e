/** Axes of a chart over two values: grid, labelled ticks, titles with their units. */
import { XAxis, YAxis } from "recharts";
import type { Axis } from "./chart-data.ts";
import { ChartText, ChartTick } from "./chart-text.tsx";
import { ticksOf } from "./ticks.ts";

/** What axes and titles need to know about the plot, in pixels. */
export const ROOM = { left: 44, top: 28, right: 12, bottom: 46 } as const;

/** The spacing that tick labels need: 56 pixels side by side, 28 above each other. */
const TICK_ROOM = { across: 56, down: 28 } as const;

const many = (length: number, room: number): number => Math.max(2, Math.floor(length / room));

interface AxisProps {
  readonly axis: Axis;
  /** Length of the plot along the axis, in pixels. */
  readonly length: number;
  /** The data field along it; only points with two values need it. */
  readonly field?: string;
}

export function AcrossAxis({ axis, length, field }: AxisProps) {
  return (
    <XAxis
      type="number"
      {...(field === undefined ? {} : { dataKey: field })}
      scale={axis.kind}
      domain={axis.domain}
      ticks={ticksOf(axis, many(length, TICK_ROOM.across))}
      interval={0}
      height={ROOM.bottom}
      tickLine={false}
      axisLine={false}
      tick={({ x, y, payload }) => <ChartTick x={x} y={y} kind="below" text={axis.words(payload.value)} />}
    />
  );
}

export function DownAxis({ axis, length, field }: AxisProps) {
  return (
    <YAxis
      type="number"
      {...(field === undefined ? {} : { dataKey: field })}
      scale={axis.kind}
      domain={axis.domain}
      ticks={ticksOf(axis, many(length, TICK_ROOM.down))}
      interval={0}
      width={ROOM.left}
      tickLine={false}
      axisLine={false}
      tick={({ x, y, payload }) => <ChartTick x={x} y={y} kind="value" text={axis.words(payload.value)} />}
    />
  );
}

interface TitlesProps {
  readonly across?: string | undefined;
  readonly down?: string | undefined;
  readonly width: number;
  readonly height: number;
}

/** Above the vertical axis, where it can be read; below the horizontal one, at its end. */
export function AxisTitles({ across, down, width, height }: TitlesProps) {
  return (
    <>
      {down !== undefined && <ChartText x={0} y={16} text={down} />}
      {across !== undefined && <ChartText x={width - ROOM.right} y={height - 8} text={across} anchor="end" />}
    </>
  );
}
