/** Horizontal bars in groups, each with its interval: accuracy under each condition, dimension by dimension. */
import { Bar, BarChart, type BarShapeProps, CartesianGrid, ErrorBar, ReferenceLine, YAxis } from "recharts";
import { AcrossAxis, AxisTitles, ROOM } from "../axes.tsx";
import { ChartMark } from "../ChartMark.tsx";
import type { BarsData, Bar as DataBar } from "../chart-data.ts";
import { ChartText } from "../chart-text.tsx";
import { rectangle } from "../shapes.ts";

const BAR = 11;
/** Height of a bar with its gap, and of the space between two groups. */
const ROW = 14;
const TOP = 4;

/** Maximum width of names, as a share of the chart; longer ones are cut. */
const NAMES_SHARE = 0.34;
const LETTER = 6.6;
const NAMES_EDGE = 10;

/** Lowers a baseline so that the letters are centred vertically. */
const LOWER = 4;

/** A line of the chart: a bar, or the space between two groups. */
interface Row {
  readonly at: number;
  readonly bar: DataBar | null;
  readonly value: number | null;
  readonly from: number;
  /** Distances from the bar's end to the lower and upper ends of the interval. */
  readonly reach: readonly [below: number, above: number] | null;
}

/** A group's name beside its bars, `middle` rows below the top. */
interface Name {
  readonly text: string;
  readonly middle: number;
}

function rowOf(bar: DataBar | null, at: number): Row {
  if (bar === null) return { at, bar, value: null, from: 0, reach: null };
  const { value, from = 0, low, high } = bar;
  return { at, bar, value, from, reach: [value - low, high - value] };
}

function rowsOf({ groups }: BarsData): readonly Row[] {
  const lines = groups.flatMap(({ bars }, index): readonly (DataBar | null)[] =>
    index === 0 ? bars : [null, ...bars],
  );
  return lines.map(rowOf);
}

function namesOf({ groups }: BarsData): readonly Name[] {
  let first = 0;
  return groups.map(({ name, bars }) => {
    const middle = first + (bars.length - 1) / 2;
    first += bars.length + 1;
    return { text: name, middle };
  });
}

function cutTo(name: string, width: number): string {
  const letters = Math.max(3, Math.round(width / LETTER));
  return name.length <= letters ? name : `${name.slice(0, letters - 1).trimEnd()}…`;
}

function RowMark({ x, y, width, height, payload, background }: BarShapeProps) {
  const { bar } = payload as Row;
  if (bar === null) return null;
  const hit = background ?? { x, y, width, height };
  return (
    <ChartMark
      mark={bar}
      tone={bar.tone}
      d={rectangle(x, y, width, height)}
      hit={rectangle(hit.x ?? x, y - (ROW - BAR) / 2, hit.width, ROW)}
    />
  );
}

/** Its height follows from its groups. */
export function BarsChart({ data, width }: { readonly data: BarsData; readonly width: number }) {
  const rows = rowsOf(data);
  const longest = Math.max(0, ...data.groups.map(({ name }) => name.length));
  const names = Math.min(width * NAMES_SHARE, longest * LETTER + NAMES_EDGE);
  const height = TOP + rows.length * ROW + ROOM.bottom;
  return (
    <BarChart
      layout="vertical"
      data={rows}
      width={width}
      height={height}
      margin={{ top: TOP, right: ROOM.right, bottom: 0, left: 0 }}
      barSize={BAR}
      barCategoryGap={0}
      accessibilityLayer={false}
    >
      <CartesianGrid className="chart-grid" horizontal={false} />
      <AcrossAxis axis={data.axis} length={width - names - ROOM.right} />
      <YAxis type="category" dataKey="at" width={names} tick={false} tickLine={false} axisLine={false} />
      <ReferenceLine x={Math.max(0, data.axis.domain[0])} className="chart-axis" />
      <Bar dataKey="from" stackId="row" isAnimationActive={false} shape={() => null} />
      <Bar dataKey="value" stackId="row" isAnimationActive={false} shape={RowMark}>
        <ErrorBar dataKey="reach" width={3} isAnimationActive={false} className="chart-whisker" />
      </Bar>
      {namesOf(data).map(({ text, middle }) => (
        <ChartText
          key={text}
          kind="label"
          x={names - NAMES_EDGE}
          y={TOP + (middle + 0.5) * ROW + LOWER}
          text={cutTo(text, names - NAMES_EDGE)}
          anchor="end"
        />
      ))}
      <AxisTitles across={data.axis.title} width={width} height={height} />
    </BarChart>
  );
}
