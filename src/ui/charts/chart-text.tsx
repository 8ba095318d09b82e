/** The words of a chart: what stands at the ticks of its axes, what they measure, and names of what is drawn. */

interface ChartTickProps {
  readonly x: number | string;
  readonly y: number | string;
  readonly text: string;
  /** Values stand left of the plot, the rest below it. */
  readonly kind: "value" | "below" | "token";
  /** Read from below upwards, where several would not fit side by side. */
  readonly turned?: boolean;
}

/** Lowers a baseline so that the letters stand about their middle. */
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
  /** Of the baseline. */
  readonly y: number;
  readonly text: string;
  readonly anchor?: "start" | "middle" | "end";
  /** What an axis measures, the name of what is drawn, or a number that is to be read first. */
  readonly kind?: "title" | "label" | "value";
}

export function ChartText({ x, y, text, anchor = "start", kind = "title" }: ChartTextProps) {
  return (
    <text className={`chart-${kind}`} x={x} y={y} textAnchor={anchor}>
      {text}
    </text>
  );
}
