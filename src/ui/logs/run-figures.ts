/** From the rollouts of a run to its figures: reward, length, divergence and one further number over the steps. */
import type { AnewState } from "../../app/logs/logs-state.ts";
import { ANEW_REMARK, anewMeans } from "../../log/run/anew.ts";
import { type StepPoint, type StepValue, stepFigure } from "../../log/run/step-figure.ts";
import type { OpenedLog, RolloutLine } from "../../log/worker/api.ts";
import type { Axis, DataPoint, PointsData, Tone } from "../charts/chart-data.ts";
import { domainOf } from "../charts/ticks.ts";
import { grouped } from "../shared/format.ts";

export interface RunFigure {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  /** Null where no rollout has the number; the note then says why. */
  readonly chart: PointsData | null;
  /** The steps of each mark, by its key. */
  readonly steps: ReadonlyMap<string, readonly [from: number, to: number]>;
}

/** Three significant digits. */
const short = (value: number): string => String(Number(value.toPrecision(3))).replace("-", "−");

const stepWords = ({ from, to }: StepPoint): string =>
  from === to ? `step ${from}` : `steps ${from} to ${to}`;

function pointOf(point: StepPoint, title: string): DataPoint {
  const { from, to, mean, low, high, rollouts } = point;
  const interval = low === null || high === null ? null : { low, high };
  const reach = interval === null ? "" : `, 95 % interval ${short(interval.low)} to ${short(interval.high)}`;
  return {
    key: `${from}-${to}`,
    label: `${stepWords(point)}: ${title} ${short(mean)} over ${grouped(rollouts)} rollouts${reach}`,
    ids: [],
    x: (from + to) / 2,
    y: mean,
    interval,
  };
}

const axisOf = (values: readonly number[], title: string): Axis => ({
  kind: "linear",
  domain: domainOf(values),
  title,
  words: short,
});

function chartOf(points: readonly StepPoint[], title: string, tone: Tone): PointsData {
  const ends = points.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean]);
  const steps = points.flatMap(({ from, to }) => [from, to]);
  return {
    kind: "points",
    across: { ...axisOf(steps, "step of training"), words: (step) => grouped(Math.round(step)) },
    down: axisOf(ends, title),
    series: [
      { name: title, tone, points: points.map((point) => pointOf(point, title)), joined: true, dotted: true },
    ],
    ideal: null,
  };
}

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  readonly note: string;
  readonly missing: string;
  readonly tone: Tone;
}

function figureOf(
  { id, title, axis, note, missing, tone }: Kind,
  rollouts: readonly RolloutLine[],
  numberOf: (rollout: RolloutLine, index: number) => number | null,
): RunFigure {
  const values = rollouts.map(
    (rollout, index): StepValue => ({
      step: rollout.step,
      prompt: rollout.prompt,
      value: numberOf(rollout, index),
    }),
  );
  const points = stepFigure(values);
  const why = values.every(({ value }) => value === null)
    ? missing
    : "The log does not tell the steps of its rollouts.";
  return {
    id,
    title,
    note: points.length > 0 ? note : why,
    chart: points.length === 0 ? null : chartOf(points, axis, tone),
    steps: new Map(points.map(({ from, to }) => [`${from}-${to}`, [from, to] as const])),
  };
}

/** Why a quantity is missing, as the report says. */
function whyMissing({ report }: OpenedLog, quantity: "reward" | "teacher" | "student"): string {
  const lack = report.lacks.find((each) => each.quantity === quantity);
  return lack === undefined ? "" : ` ${lack.reason}`;
}

const INTERVALS = "Means of the rollouts, with 95 % intervals over prompts. A point selects its rollouts.";

/** The figures of a run, those without a chart last; `number` names the further one, `anew` has what was scored anew. */
export function runFigures(
  log: OpenedLog,
  number: string | null,
  anew: AnewState | null = null,
): readonly RunFigure[] {
  const all = [...allFigures(log, number), ...(anew === null ? [] : anewFiguresOf(log, anew))];
  return all.toSorted((a, b) => Number(a.chart === null) - Number(b.chart === null));
}

/** What the open model says over the steps. */
function anewFiguresOf({ rollouts }: OpenedLog, { model, scores }: AnewState): readonly RunFigure[] {
  if (scores.size === 0) return [];
  const means = new Map([...scores].map(([index, scored]) => [index, anewMeans(scored)]));
  const bound = [...scores.values()].some(({ isBound }) => isBound) ? ", lower bounds" : "";
  const by = `${model}, full image and evidence, over ${grouped(scores.size)} rollouts. ${ANEW_REMARK}`;
  const divergence: Kind = {
    ...{ id: "anew-divergence", title: "Divergence, scored anew", tone: "regional" },
    axis: `mean of JSD(0.5), nats${bound}`,
    note: `Mean JSD(0.5) of the tokens by ${by}`,
    missing: `${model} gives no divergence of these tokens.`,
  };
  const ratio: Kind = {
    ...{ id: "anew-log-ratio", title: "Log-ratio, scored anew", tone: "global" },
    axis: "mean of log p − log q, nats",
    note: `Mean log p − log q of the tokens by ${by}`,
    missing: `${model} gives no log-probabilities of these tokens.`,
  };
  return [
    figureOf(divergence, rollouts, (_, index) => means.get(index)?.divergence ?? null),
    figureOf(ratio, rollouts, (_, index) => means.get(index)?.logRatio ?? null),
  ];
}

function allFigures(log: OpenedLog, number: string | null): readonly RunFigure[] {
  const { rollouts, lengthUnit, numbers } = log;
  const reward: Kind = {
    ...{ id: "reward", title: "Reward", axis: "mean reward", note: INTERVALS, tone: "global" },
    missing: `The log has no reward.${whyMissing(log, "reward")}`,
  };
  const length: Kind = {
    ...{ id: "length", title: "Length of the answers", axis: `mean length, ${lengthUnit}`, tone: "grounded" },
    note: lengthUnit === "tokens" ? INTERVALS : `${INTERVALS} In characters, since the log has no tokens.`,
    missing: "The log has neither tokens nor texts of the answers.",
  };
  const divergence: Kind = {
    ...{ id: "divergence", title: "Divergence from the teacher", axis: "mean of log p − log q, nats" },
    note: `The reverse KL divergence per token, estimated from the sampled tokens (k1). ${INTERVALS}`,
    missing: `It needs log-probabilities of student and teacher.${whyMissing(log, "teacher")}`,
    tone: "regional",
  };
  const figures = [
    figureOf(reward, rollouts, (each) => each.reward),
    figureOf(length, rollouts, (each) => each.length),
    figureOf(divergence, rollouts, (each) => each.divergence),
  ];
  const column = numbers.find(({ name }) => name === number);
  if (column === undefined) return figures;
  const further: Kind = {
    ...{ id: "number", title: column.name, axis: column.name, note: INTERVALS, missing: "", tone: "matched" },
  };
  const valueAt = (index: number): number | null => {
    const value = column.values[index] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  };
  return [...figures, figureOf(further, rollouts, (_, index) => valueAt(index))];
}
