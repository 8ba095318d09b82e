/** The curves as a table for spreadsheets: one line for each level and condition; nothing is rounded. */
import { csvLine } from "../suite/open/files/csv.ts";
import type { AcuityCurves } from "./curves.ts";
import type { AcuityDocument } from "./document.ts";

const COLUMNS = ["condition", "level", "asked", "right", "accuracy", "low", "high", "probability"] as const;
const FITTED = [
  "threshold",
  "threshold_low",
  "threshold_high",
  "slope",
  "lower",
  "lapse",
  "goodness",
] as const;

const optional = (value: number | null): string => (value === null ? "" : String(value));

/** With what it was made on as comments before the line of names. */
export function acuityTable({ plan, model, card }: AcuityDocument, { curves }: AcuityCurves): string {
  const comments = [
    `${model.title}: ${plan.dimension} against ${plan.variable}`,
    `weights ${card.weightsSha256}, build ${card.build}, model on ${card.modelBackend}, ${card.adapter}, ${card.runtime}`,
  ];
  const rows = Object.entries(curves).flatMap(([condition, { points, fit }]) => {
    const fitted =
      fit.kind === "none"
        ? FITTED.map(() => "")
        : [
            String(fit.threshold.value),
            optional(fit.threshold.low),
            optional(fit.threshold.high),
            ...[fit.slope, fit.lower, fit.lapse, fit.goodness].map(String),
          ];
    return points.map(({ level, asked, right, accuracy, probability }) => [
      condition,
      ...[level, asked, right, accuracy.mean, accuracy.low, accuracy.high, probability].map(String),
      ...fitted,
    ]);
  });
  return [
    ...comments.map((line) => `# ${line}\n`),
    ...[[...COLUMNS, ...FITTED], ...rows].map((cells) => `${csvLine(cells)}\n`),
  ].join("");
}
