/** The text of a chart: tick labels, axis titles, and names of marks. */

interface ChartTickProps {
  readonly x: number | string;
  readonly y: number | string;
  readonly text: string;
  /** Left of the plot for values, below it otherwise. */
  readonly kind: "value" | "below" | "token";
  /** Rotated to read upwards, where several labels would not fit side by side. */
  readonly turned?: boolean;
}

/** Lowers a baseline so that the letters are centred vertically. */
const MIDDLE = 4;
const BELOW = 12;

export function ChartTick({ x, y, text, kind, turned = false }: ChartTickProps) {
  const [left, top] = [Number(x), Number(y)];
  if (kind === "value")
    return (
      <text className="chart-tick" x={left} y={top + MIDDLE} textAnchor="end">
        {text}
      </text>
    );
  const className = kind === "token" ? "chart-tick chart-token" : "chart-tick";
  return turned ? (
    <text className={className} transform={`translate(${left + MIDDLE} ${top})rotate(-90)`} textAnchor="end">
      {text}
    </text>
  ) : (
    <text className={className} x={left} y={top + BELOW} textAnchor="middle">
      {text}
    </text>
  );
}

interface ChartTextProps {
  readonly x: number;
  /** Position of the baseline. */
  readonly y: number;
  readonly text: string;
  readonly anchor?: "start" | "middle" | "end";
  /** An axis title, the name of a mark, or a number to be read first. */
  readonly kind?: "title" | "label" | "value";
}

export function ChartText({ x, y, text, anchor = "start", kind = "title" }: ChartTextProps) {
  return (
    <text className={`chart-${kind}`} x={x} y={y} textAnchor={anchor}>
      {text}
    </text>
  );
}
