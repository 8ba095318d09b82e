/** A report as a page of Markdown: what was measured, on what, and what it means for the targets. */
import { type BaselineLine, FORMULA_KL, FORMULA_SET, type KernelLine, type Report } from "./report-data.ts";

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The shape whose times the page shows; all others are in the JSON beside it. */
const SHOWN = "64 × 49280";

const shown = ({ kernels }: Report): readonly KernelLine[] =>
  kernels.filter(({ shape, format }) => shape === SHOWN && format === "f32");

/** How many times as long one kernel takes as another; null where either was not timed. */
function timesOf(report: Report, kernel: string, other: string): number | null {
  const time = (name: string) => shown(report).find((line) => line.kernel === name)?.timing.milliseconds;
  const [own, base] = [time(kernel), time(other)];
  return own === undefined || base === undefined ? null : own / base;
}

const timesScore = (report: Report, kernel: string): number | null => timesOf(report, kernel, "score");

const times = (factor: number | null) => (factor === null ? "–" : `${factor.toFixed(2)} ×`);

function kernelRow(report: Report, { kernel, rows, timing, shareOfCopy }: KernelLine): readonly string[] {
  return [
    kernel,
    `${timing.milliseconds.toFixed(3)} ms`,
    `${((1000 * timing.milliseconds) / rows).toFixed(2)} µs`,
    times(timesScore(report, kernel)),
    `${(100 * shareOfCopy).toFixed(1)} %`,
  ];
}

/** What a sampled token may cost, in `score`s. */
const SAMPLE_TARGETS = { sample: 8, "sample, uncut": 3 } as const;

function sampleVerdicts(report: Report): readonly string[] {
  return Object.entries(SAMPLE_TARGETS).map(([kernel, most]) => {
    const factor = timesScore(report, kernel);
    const found =
      factor === null ? "open, it was not timed" : `${factor <= most ? "met" : "not met"} (${times(factor)})`;
    return `- \`${kernel}\` at most ${most} times \`score\`: ${found}.`;
  });
}

/** What formulas may cost, in times of the kernel that was written by hand for the same numbers. */
const FORMULA_TARGETS = [
  { formula: FORMULA_KL, words: "A KL divergence as a formula", kernel: "reverseKl", most: 1.5 },
  {
    formula: FORMULA_SET,
    words: "Formulas of both entropies, KL divergences and cross-entropies, their first read included,",
    kernel: "divergence",
    most: 2,
  },
] as const;

function formulaVerdicts(report: Report): readonly string[] {
  return FORMULA_TARGETS.map(({ formula, words, kernel, most }) => {
    const factor = timesOf(report, formula, kernel);
    const found =
      factor === null ? "open, it was not timed" : `${factor <= most ? "met" : "not met"} (${times(factor)})`;
    return `- ${words} at most ${most} times \`${kernel}\`: ${found}.`;
  });
}

function baselineRow({ name, timing, timesOurs, difference }: BaselineLine): readonly string[] {
  return [
    name,
    `${timing.milliseconds.toFixed(1)} ms`,
    `${timesOurs.toFixed(2)} ×`,
    difference.toExponential(1),
  ];
}

/** The second target, which a software adapter cannot answer. */
function bandwidthVerdict({ card, kernels }: Report): string {
  const target = "- At least 80 % of the copy bandwidth at 512 MB and more";
  const reached = Math.max(...kernels.map(({ shareOfCopy }) => shareOfCopy));
  if (card.software)
    return `${target} on a hardware adapter: open, there was no hardware adapter. This adapter reaches ${(100 * reached).toFixed(1)} % at most, since it computes on the processor: a few threads interpret every exponential and comparison, while a copy is one call of memcpy.`;
  const large = kernels.filter(({ bytes, format }) => bytes >= 512e6 && format === "f32");
  if (large.length === 0) return `${target}: open, no shape of that size ran here.`;
  const least = Math.min(...large.map(({ shareOfCopy }) => shareOfCopy));
  return `${target}: ${least >= 0.8 ? "met" : "not met"} (${(100 * least).toFixed(0)} %).`;
}

/** What the run says about the two targets. */
function verdicts(report: Report): readonly string[] {
  const { baselines } = report;
  const onDevice = baselines.filter(({ name }) => name.endsWith("WebGPU"));
  const slowest = Math.min(...onDevice.map(({ timesOurs }) => timesOurs));
  return [
    onDevice.length === 0
      ? "- At least 3 × faster than ONNX Runtime and TensorFlow.js: open, neither ran here."
      : `- At least 3 × faster than ONNX Runtime and TensorFlow.js: ${slowest >= 3 ? "met" : "not met"} (${slowest.toFixed(2)} ×).`,
    bandwidthVerdict(report),
    ...sampleVerdicts(report),
    ...formulaVerdicts(report),
    "- A variant of the reductions with subgroup operations: not among the kernels, and open on hardware.",
  ];
}

function baselineSection(baselines: Report["baselines"]): readonly string[] {
  if (baselines.length === 0) return [];
  return [
    "## The one-pass set beside other ways to it",
    "Both log-sum-exps, entropies, KL divergences, cross-entropies, the token's log-probabilities and ranks, for " +
      "64 rows of 49,280 logits that lie on the device. By the wall clock, the same for all; ONNX Runtime and " +
      "TensorFlow.js start and end on the device.",
    table(["way", "time", "of ours", "largest difference"], baselines.map(baselineRow)),
  ];
}

function cardLines({ card, copyBytesPerSecond }: Report): readonly string[] {
  const listed = (record: Readonly<Record<string, string | number>>) =>
    Object.entries(record)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ");
  return [
    `- Adapter: ${card.adapter}${card.software ? " (software)" : ""}`,
    `- Runtime: ${card.runtime}`,
    `- Versions: ${listed(card.versions)}`,
    `- Features: ${card.features.join(", ")}`,
    `- Limits: ${listed(card.limits)}`,
    `- Date: ${card.date}; seed ${card.seed}`,
    `- Copy bandwidth, read plus write: ${(copyBytesPerSecond / 1e9).toFixed(2)} GB/s`,
  ];
}

export function asMarkdown(report: Report): string {
  return `${[
    "# What the kernels cost",
    "Written by `npm run bench`. Kernels are timed by the device's own clock, warm, 20 repeats between two timestamps, " +
      "and the median of at least three of those. `sample` is cut to the 50 largest and a nucleus of 0.9.",
    cardLines(report).join("\n"),
    `## Kernels over ${SHOWN} logits in float32`,
    table(
      ["kernel", "time", "a row", "of `score`", "share of copy"],
      shown(report).map((line) => kernelRow(report, line)),
    ),
    "Other shapes, float16, and the kernels of attention and of gates are in the JSON beside this page.",
    ...baselineSection(report.baselines),
    "## Targets",
    verdicts(report).join("\n"),
  ].join("\n\n")}\n`;
}
