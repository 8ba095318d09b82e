/** A run as a table for spreadsheets: a comment with the header, then a line for each step and evaluation. */

import type { Interval } from "../../math/statistics/bootstrap.ts";
import { MEASURED_VIEWS } from "./document.ts";
import { sharesOf } from "./figures.ts";
import type { Run } from "./run.ts";

const STEP_COLUMNS = [
  "loss",
  "divergence",
  "entropy",
  "gradientNorm",
  "rate",
  "answers",
  "tokens",
  "right",
  "withoutEnd",
  "withoutSpread",
  "seconds",
] as const;

const ENDS = ["mean", "low", "high"] as const;

const MEASURED_COLUMNS: readonly string[] = [
  "items",
  ...MEASURED_VIEWS.flatMap((view) => [
    ...ENDS.map((end) => `${view}_${end}`),
    `${view}_evidence`,
    `${view}_length`,
    `${view}_without_end`,
    `${view}_most_frequent_share`,
  ]),
  ...["gap", "divergence", "advantage"].flatMap((name) => ENDS.map((end) => `measured_${name}_${end}`)),
  ...["first_stage", "share_regained", "gap_closed"].flatMap((name) => ENDS.map((end) => `${name}_${end}`)),
  "evaluation_seconds",
];

const written = (value: number | null | undefined): string =>
  value === undefined || value === null ? "" : String(value);

/** An interval in three columns. */
const columnsOf = (name: string, interval: Interval | null | undefined): Record<string, string> =>
  Object.fromEntries(ENDS.map((end) => [`${name}_${end}`, written(interval?.[end])]));

/** Numbers are not rounded; what was not measured at a step is empty. */
export function runTable(run: Run): string {
  const rows = new Map<number, Record<string, string>>();
  const rowOf = (step: number): Record<string, string> => {
    const row = rows.get(step) ?? { step: String(step) };
    rows.set(step, row);
    return row;
  };
  const { firstStage } = run;
  const [first] = run.evaluations;
  if (firstStage !== null)
    Object.assign(rowOf(firstStage.step), columnsOf("first_stage", firstStage.answers?.accuracy));
  for (const evaluation of run.evaluations) {
    const row = rowOf(evaluation.step);
    row["items"] = String(evaluation.items);
    row["evaluation_seconds"] = String(evaluation.seconds);
    for (const view of MEASURED_VIEWS) {
      const { accuracy, evidence, length, withoutEnd, mostFrequent } = evaluation.views[view];
      Object.assign(row, columnsOf(view, accuracy));
      row[`${view}_evidence`] = String(evidence.mean);
      row[`${view}_length`] = String(length);
      row[`${view}_without_end`] = String(withoutEnd);
      row[`${view}_most_frequent_share`] = String(mostFrequent.share);
    }
    for (const name of ["gap", "divergence", "advantage"] as const)
      Object.assign(row, columnsOf(`measured_${name}`, evaluation[name]));
    const shares = first === undefined ? null : sharesOf(first, evaluation, firstStage);
    Object.assign(
      row,
      columnsOf("share_regained", shares?.regained),
      columnsOf("gap_closed", shares?.closed),
    );
  }
  for (const step of run.steps) {
    const row = rowOf(step.step);
    for (const column of STEP_COLUMNS) row[column] = written(step[column]);
  }
  const columns = ["step", ...STEP_COLUMNS, ...MEASURED_COLUMNS];
  const lines = [...rows.values()]
    .toSorted((a, b) => Number(a["step"]) - Number(b["step"]))
    .map((row) => columns.map((column) => row[column] ?? "").join(","));
  return `# ${JSON.stringify(run.header)}\n${[columns.join(","), ...lines].join("\n")}\n`;
}
