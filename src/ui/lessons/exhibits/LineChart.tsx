/** Lines over a common axis, distinguished by dashes and labels as well as by colour. */
import { CartesianGrid, LineChart as Chart, Line as Drawn, ReferenceLine } from "recharts";
import { AcrossAxis, AxisTitles, DownAxis, ROOM } from "../../charts/axes.tsx";
import type { Axis } from "../../charts/chart-data.ts";
import { DASHES, Legend, type Stroke } from "../../charts/Legend.tsx";
import { useWidth } from "../../charts/use-width.ts";

export interface Line {
  readonly name: string;
  /** Where two lines share a chart, each has dashes of its own. */
  readonly dash: Stroke;
  /** The highlighted line. */
  readonly chosen: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Its last value or its meaning, for the legend. */
  readonly words: string;
}

interface LineChartProps {
  /** A description for people who cannot see it. */
  readonly label: string;
  readonly across: Axis;
  readonly down: Axis;
  readonly lines: readonly Line[];
  /** The value along the axis that is marked. */
  readonly at?: number;
}

const FIRST_WIDTH = 320;
const HEIGHT = 190;

const colourOf = ({ chosen }: Line): string => (chosen ? "--disagree-full" : "--edge");

/** A line's points; values above the axis are shown at its edge. */
function drawn(line: Line, { domain: [, top] }: Axis) {
  return (
    <Drawn
      key={line.name}
      data={line.points.map(([x, y]) => ({ x, y: Math.min(y, top) }))}
      dataKey="y"
      type="linear"
      className="chart-line"
      stroke={`var(${colourOf(line)})`}
      strokeWidth={line.chosen ? 2.5 : 1.5}
      strokeDasharray={DASHES[line.dash]}
      dot={false}
      activeDot={false}
      isAnimationActive={false}
    />
  );
}

export function LineChart({ label, across, down, lines, at }: LineChartProps) {
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH);
  const ordered = [...lines].sort((a, b) => Number(a.chosen) - Number(b.chosen));
  return (
    <figure className="line-chart">
      <div ref={ref} role="img" aria-label={label}>
        <Chart
          width={width}
          height={HEIGHT}
          margin={{ top: ROOM.top, right: ROOM.right, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid className="chart-grid" />
          <AcrossAxis field="x" axis={across} length={width - ROOM.left - ROOM.right} />
          <DownAxis axis={down} length={HEIGHT - ROOM.top - ROOM.bottom} />
          {at !== undefined && <ReferenceLine x={at} className="chart-pointed" />}
          {ordered.map((line) => drawn(line, down))}
          <AxisTitles across={across.title} down={down.title} width={width} height={HEIGHT} />
        </Chart>
      </div>
      <figcaption>
        <Legend
          entries={lines.map((line) => ({
            key: line.name,
            label: line.name,
            sample: { stroke: line.dash, colour: colourOf(line) },
            value: line.words,
          }))}
        />
      </figcaption>
    </figure>
  );
}
