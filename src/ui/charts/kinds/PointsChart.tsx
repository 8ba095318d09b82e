/** Points and curves over two axes: evidence area on a log axis, the Lorenz curve, calibration. */
import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  Scatter,
  ScatterChart,
  type ScatterShapeProps,
} from "recharts";
import { AcrossAxis, AxisTitles, DownAxis, ROOM } from "../axes.tsx";
import { ChartMark } from "../ChartMark.tsx";
import type { Axis, DataPoint, PointsData, Series } from "../chart-data.ts";
import { circle, symbol } from "../shapes.ts";

const HEIGHT = 300;
const RADIUS = 4.5;
const HIT = 7;

/** Series whose intervals share their x are offset slightly, so that none hides another; in pixels. */
const APART = 7;

/** The value `pixels` further along an axis of `length` pixels. */
function moved({ kind, domain: [from, to] }: Axis, value: number, pixels: number, length: number): number {
  const share = pixels / length;
  return kind === "log" ? value * (to / from) ** share : value + (to - from) * share;
}

/** A point as the library expects it, with the distances to the ends of its interval as a field. */
interface Drawn extends DataPoint {
  readonly reach: readonly [below: number, above: number] | null;
}

interface DrawnSeries extends Series {
  readonly points: readonly Drawn[];
}

/** The series for the library: those with intervals side by side. */
function placed({ across, series }: PointsData, length: number): readonly DrawnSeries[] {
  const beside = series.filter(({ points }) => points.some(({ interval }) => interval !== null));
  return series.map((each) => {
    const at = beside.indexOf(each);
    const aside = at < 0 ? 0 : (at - (beside.length - 1) / 2) * APART;
    const points = each.points.map((data): Drawn => {
      const { x, y, interval } = data;
      const reach = interval === null ? null : ([y - interval.low, interval.high - y] as const);
      return { ...data, x: moved(across, x, aside, length), reach };
    });
    return { ...each, points };
  });
}

function SeriesMark({ cx, cy, payload, series }: ScatterShapeProps & { readonly series: Series }) {
  if (!series.dotted || cx === undefined || cy === undefined) return null;
  const { tone } = series;
  return <ChartMark mark={payload} tone={tone} d={symbol(tone, cx, cy, RADIUS)} hit={circle(cx, cy, HIT)} />;
}

function drawn(series: DrawnSeries) {
  return (
    <Scatter
      key={series.name}
      data={series.points}
      line={series.joined ? { className: "chart-curve", stroke: `var(--tone-${series.tone})` } : false}
      shape={(props: ScatterShapeProps) => <SeriesMark {...props} series={series} />}
      isAnimationActive={false}
    >
      <ErrorBar dataKey="reach" direction="y" width={3} isAnimationActive={false} className="chart-whisker" />
    </Scatter>
  );
}

export function PointsChart({ data, width }: { readonly data: PointsData; readonly width: number }) {
  const { across, down, ideal } = data;
  const [length, height] = [width - ROOM.left - ROOM.right, HEIGHT - ROOM.top - ROOM.bottom];
  return (
    <ScatterChart
      width={width}
      height={HEIGHT}
      margin={{ top: ROOM.top, right: ROOM.right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid className="chart-grid" />
      <AcrossAxis field="x" axis={across} length={length} />
      <DownAxis field="y" axis={down} length={height} />
      {ideal !== null && <ReferenceLine segment={ideal} className="chart-ideal" />}
      {placed(data, length).map(drawn)}
      <AxisTitles across={across.title} down={down.title} width={width} height={HEIGHT} />
    </ScatterChart>
  );
}
