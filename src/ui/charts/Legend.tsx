/** The legend of a chart: a sample of each mark or line, with its label. */
import type { Tone } from "./chart-data.ts";
import { symbol } from "./shapes.ts";

export type Stroke = "solid" | "dashed" | "dotted" | "mixed";

/** SVG dash patterns, so that lines differ in more than colour. */
export const DASHES: Readonly<Record<Stroke, string>> = {
  solid: "none",
  dashed: "7 4",
  dotted: "1.5 4",
  mixed: "8 3 1.5 3",
};

export interface LegendEntry {
  readonly key: string;
  readonly label: string;
  /** A mark's shape, or a line in the colour of a custom property of the style sheet. */
  readonly sample: { readonly tone: Tone } | { readonly stroke: Stroke; readonly colour: string };
  /** A value beside the label; its space is kept while it is empty. */
  readonly value?: string;
}

const LINE_WIDTH = 28;
const SIZE = 10;

function Sample({ sample }: Pick<LegendEntry, "sample">) {
  if ("tone" in sample)
    return (
      <svg width={SIZE} height={SIZE} aria-hidden="true">
        <path
          className="chart-ink"
          data-tone={sample.tone}
          d={symbol(sample.tone, SIZE / 2, SIZE / 2, SIZE * 0.4)}
        />
      </svg>
    );
  return (
    <svg width={LINE_WIDTH} height={SIZE} aria-hidden="true">
      <path
        className="chart-line"
        strokeWidth={2}
        stroke={`var(${sample.colour})`}
        strokeDasharray={DASHES[sample.stroke]}
        d={`M1 ${SIZE / 2}H${LINE_WIDTH - 1}`}
      />
    </svg>
  );
}

export function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className="chart-legend">
      {entries.map(({ key, label, sample, value }) => (
        <li key={key}>
          <Sample sample={sample} />
          <span data-export="">{label}</span>
          {value !== undefined && <span className="chart-reading">{value}</span>}
        </li>
      ))}
    </ul>
  );
}
