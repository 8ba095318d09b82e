/** The lines of one unit over the tokens, above the noise floor. */
import { memo, useMemo } from "react";
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  XAxis,
  YAxis,
} from "recharts";
import { ChartText, ChartTick } from "../chart-text.tsx";
import { DASHES } from "../Legend.tsx";
import type { TokenPanelData } from "./token-data.ts";
import { type TokenRow, tokenScale } from "./token-scale.ts";
import type { TokenTicks } from "./token-ticks.ts";

/** Left edge of the plot and its distance from the right, in pixels; the pointer uses the same numbers. */
export const PLOT = { left: 48, right: 8 } as const;

const TOP = 24;
const PLOT_HEIGHT = 132;
const EDGE = 8;

interface TokenPanelProps {
  readonly panel: TokenPanelData;
  readonly tokens: number;
  readonly width: number;
  /** The labels below the lowest panel; null for the panels above. */
  readonly ticks: TokenTicks | null;
  /** In the panel's unit; null without one. */
  readonly floor: number | null;
  readonly scale: "linear" | "symlog";
}

function linesOf({ series }: TokenPanelData) {
  return series.map(({ id, stroke, colour }, at) => (
    <Line
      key={id}
      dataKey={(row: TokenRow) => row[at + 1] ?? null}
      type="linear"
      className="chart-line"
      strokeWidth={1.75}
      stroke={`var(${colour})`}
      strokeDasharray={DASHES[stroke]}
      isAnimationActive={false}
      dot={false}
      activeDot={false}
    />
  ));
}

/** Values without an adjacent value to connect to; a line alone would hide them. */
function lonePoints({ series }: TokenPanelData, rows: readonly TokenRow[]) {
  return series.flatMap(({ id, colour }, at) => {
    const placeOf = (index: number): number | null => rows[index]?.[at + 1] ?? null;
    return rows.flatMap(([index]) => {
      const place = placeOf(index);
      if (place === null || placeOf(index - 1) !== null || placeOf(index + 1) !== null) return [];
      return [
        <ReferenceDot
          key={`${id} ${index}`}
          x={index}
          y={place}
          r={2.5}
          fill={`var(${colour})`}
          stroke="none"
        />,
      ];
    });
  });
}

const indexOf = ([index]: TokenRow): number => index;

/** The tokens below the plot; without `ticks` only their positions. */
function tokenAxis(ticks: TokenTicks | null, tokens: number) {
  return (
    <XAxis
      type="number"
      dataKey={indexOf}
      domain={[-0.5, tokens - 0.5]}
      ticks={ticks?.indexes ?? []}
      interval={0}
      hide={ticks === null}
      height={ticks?.height ?? 0}
      tickLine={false}
      axisLine={false}
      tick={({ x, y, payload }) => (
        <ChartTick
          {...{
            x,
            y,
            kind: "token",
            turned: ticks?.turned ?? false,
            text: ticks?.textOf(payload.value) ?? "",
          }}
        />
      )}
    />
  );
}

/** Rendered again only for other data; selection and pointer do not concern it. */
export const TokenPanel = memo(function TokenPanel(props: TokenPanelProps) {
  const { panel, tokens, width, ticks, floor, scale } = props;
  const axis = useMemo(() => tokenScale(panel.series, tokens, floor, scale), [panel, tokens, floor, scale]);
  const bottom = ticks === null ? EDGE : 0;
  return (
    <LineChart
      data={axis.rows}
      width={width}
      height={TOP + PLOT_HEIGHT + bottom + (ticks?.height ?? 0)}
      margin={{ top: TOP, right: PLOT.right, bottom, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} className="chart-grid" />
      {tokenAxis(ticks, tokens)}
      <YAxis
        width={PLOT.left}
        domain={axis.domain}
        ticks={axis.ticks}
        interval={0}
        tickLine={false}
        axisLine={false}
        tick={({ x, y, payload }) => <ChartTick x={x} y={y} kind="value" text={axis.textOf(payload.value)} />}
      />
      {axis.band !== null && <ReferenceArea className="chart-floor" y1={axis.band[0]} y2={axis.band[1]} />}
      <ReferenceLine y={0} className="chart-axis" />
      {linesOf(panel)}
      {lonePoints(panel, axis.rows)}
      <ChartText x={0} y={12} text={panel.unit} />
    </LineChart>
  );
});
