/** The words of an axis: what stands at its ticks, and what it measures. */

interface AxisTickProps {
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

export function AxisTick({ x, y, text, kind, turned = false }: AxisTickProps) {
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

interface AxisTitleProps {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly text: string;
  readonly anchor?: "start" | "end";
}

export function AxisTitle({ x, y, text, anchor = "start" }: AxisTitleProps) {
  return (
    <text className="chart-title" x={x} y={y} textAnchor={anchor}>
      {text}
    </text>
  );
}
