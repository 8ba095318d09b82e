/** From results to the figures of the page: the marks of a chart, their values, and their words. */
import type { Interval } from "../../../math/statistics/bootstrap.ts";
import { lorenzCurve, massOfTop } from "../../../math/statistics/lorenz.ts";
import { type Accuracy, type DualView, dimensionViews, dualView } from "../../../suite/figures/accuracies.ts";
import { areaBins } from "../../../suite/figures/area.ts";
import { type Calibration, calibrationOf } from "../../../suite/figures/calibration.ts";
import { CELLS, type Cell, cellsOf } from "../../../suite/figures/cell.ts";
import { type Measure, signalByCell } from "../../../suite/figures/signals.ts";
import { CONDITIONS, type Condition, type ItemResult } from "../../../suite/results/result.ts";
import type {
  Axis,
  Bar,
  BarGroup,
  Cell as ChartCell,
  ChartData,
  DataPoint,
  Series,
  Tone,
} from "../../charts/chart-data.ts";
import { domainOf } from "../../charts/ticks.ts";
import { decimal, finePercent, grouped, percent } from "../../shared/format.ts";
import { CELL_WORDS, CONDITION_WORDS } from "../suite-words.ts";

export interface FigureData {
  readonly id: string;
  readonly title: string;
  /** Its description in one sentence, with its main number. */
  readonly note: string;
  readonly chart: ChartData;
  /** Tones that need a legend, with their words. */
  readonly key: readonly KeyEntry[];
}

/** A tone of a legend, and what it stands for. */
export interface KeyEntry {
  readonly tone: Tone;
  readonly words: string;
}

export const keyOf = (conditions: readonly Condition[]): readonly KeyEntry[] =>
  conditions.map((condition) => ({ tone: condition, words: CONDITION_WORDS[condition] }));

export const SHARE = {
  kind: "linear",
  domain: [0, 1],
  title: "share of right answers",
  words: percent,
} as const;

const DIAGONAL = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
] as const;

/** As many decimals as the value needs, three at most. */
const nats = (value: number): string => String(Number(value.toFixed(3)));

const interval = ({ low, high }: Interval): string => `95 % interval ${percent(low)} to ${percent(high)}`;

export function barOf(condition: Condition, accuracy: Accuracy, group: string): Bar {
  const { mean, low, high, items, right } = accuracy;
  const label = `${group}, ${CONDITION_WORDS[condition]}: ${percent(mean)} of ${items} right, ${interval(accuracy)}`;
  const name = CONDITION_WORDS[condition];
  return { key: `${group} ${condition}`, name, tone: condition, value: mean, low, high, label, ids: right };
}

function groupOf(name: string, { accuracies }: DualView): BarGroup {
  const bars = CONDITIONS.flatMap((condition) => {
    const accuracy = accuracies[condition];
    return accuracy === undefined ? [] : [barOf(condition, accuracy, name)];
  });
  return { name, bars };
}

function looksOf(items: readonly ItemResult[]): readonly Condition[] {
  return CONDITIONS.filter((condition) => items.some((item) => item.looks[condition] !== undefined));
}

/** Accuracy under every condition, over all and by dimension. */
export function accuracyFigure(items: readonly ItemResult[]): FigureData {
  const dimensions = dimensionViews(items);
  const all = groupOf("all", dualView(items));
  const groups =
    dimensions.length > 1 ? [all, ...dimensions.map((each) => groupOf(each.dimension, each))] : [all];
  return {
    id: "accuracy",
    title: "Accuracy",
    note: "Share of right answers, with 95 % bootstrap intervals. A bar selects its right items.",
    chart: { kind: "bars", axis: SHARE, groups },
    key: keyOf(looksOf(items)),
  };
}

const CELL_TONES: Readonly<Record<Cell, Tone>> = {
  bothRight: "plain",
  onlyGlobal: "global",
  onlyRegional: "regional",
  bothWrong: "faint",
};

/** The four cells of full image and evidence crop. */
export function cellsFigure(items: readonly ItemResult[]): FigureData {
  const cells = cellsOf(items);
  const total = CELLS.reduce((sum, key) => sum + cells[key].length, 0);
  const cell = (key: Cell): ChartCell => {
    const [ids, name] = [cells[key], CELL_WORDS[key]];
    const label = `${name}: ${ids.length} of ${total}, ${percent(ids.length / Math.max(1, total))}`;
    return { key, name, tone: CELL_TONES[key], label, ids };
  };
  return {
    id: "cells",
    title: "Full image and evidence crop",
    note: "Each area is proportional to its count. “Only crop” can be gained by looking closer; “only full image” needs the context.",
    chart: {
      kind: "cells",
      columns: [
        { name: "right from the full image", cells: [cell("bothRight"), cell("onlyGlobal")] },
        { name: "wrong from the full image", cells: [cell("onlyRegional"), cell("bothWrong")] },
      ],
    },
    key: [],
  };
}

/** Accuracy against relative evidence area; null where no item has a box. */
export function areaFigure(items: readonly ItemResult[]): FigureData | null {
  const bins = areaBins(items);
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return null;
  const series = looksOf(items).map((condition): Series => {
    const dots = bins.flatMap(({ from, to, centre, accuracies }): readonly DataPoint[] => {
      const accuracy = accuracies[condition];
      if (accuracy === undefined) return [];
      const { mean, items: count, right } = accuracy;
      const label = `Evidence ${finePercent(from)} to ${finePercent(to)} of the image, ${CONDITION_WORDS[condition]}: ${percent(mean)} of ${count} right, ${interval(accuracy)}`;
      return [{ key: `${from} ${condition}`, x: centre, y: mean, interval: accuracy, label, ids: right }];
    });
    return { name: CONDITION_WORDS[condition], tone: condition, points: dots, joined: true, dotted: true };
  });
  const across: Axis = {
    kind: "log",
    domain: [first.from, last.to],
    title: "evidence, share of the image",
    words: finePercent,
  };
  return {
    id: "area",
    title: "Accuracy by evidence area",
    note: "The smaller the evidence: accuracy against the share of the image that it covers, one point per power of two.",
    chart: { kind: "points", across, down: SHARE, series, ideal: null },
    key: keyOf(looksOf(items)),
  };
}

interface MeasureWords {
  readonly title: string;
  readonly note: string;
  readonly axis: string;
  readonly unit: string;
}

const MEASURES: Readonly<Record<Exclude<Measure, "formula">, MeasureWords>> = {
  divergence: {
    title: "Divergence by outcome",
    note: "Each dot is an item: the mean JSD over the tokens of its answer from the full image. The bar is the mean.",
    axis: "mean JSD½, nats per token",
    unit: "nats per token",
  },
  advantage: {
    title: "Visual advantage by outcome",
    note: "Each dot is an item: the mean loss of its crop answer’s tokens when the crop is degraded (VA-OPD eq. 2).",
    axis: "mean visual advantage, nats per token",
    unit: "nats per token",
  },
};

/** Of the formula that was measured. */
const formulaWords = (name: string): MeasureWords => ({
  title: `${name} by outcome`,
  note: `Each dot is an item: the mean of the formula “${name}” over the tokens of its answer from the full image.`,
  axis: `mean ${name} per token`,
  unit: "per token",
});

/** Each item's value by cell; null where nothing was measured. */
export function signalFigure(
  items: readonly ItemResult[],
  measure: Measure,
  formula = "",
): FigureData | null {
  const { title, note, axis, unit } = measure === "formula" ? formulaWords(formula) : MEASURES[measure];
  const cells = signalByCell(items, measure);
  const values = cells.flatMap((cell) => cell.values);
  if (values.length === 0) return null;
  const columns = cells.map(({ cell, interval: mean, values: each, ids }) => ({
    key: cell,
    name: CELL_WORDS[cell],
    mean,
    values: each.map((value, i) => {
      const id = ids[i] ?? "";
      const label = `${id}, ${CELL_WORDS[cell]}: ${decimal(value, 3)} ${unit}`;
      return { key: `${cell} ${id}`, value, label, ids: [id] };
    }),
  }));
  const down: Axis = { kind: "linear", domain: domainOf(values, 0), title: axis, words: nats };
  return { id: measure, title, note, key: [], chart: { kind: "columns", axis: down, columns } };
}

/** The Lorenz curve of the visual advantage over tokens; null where there is none. */
export function lorenzFigure(items: readonly ItemResult[]): FigureData | null {
  const advantages = items.flatMap((item) => item.advantages);
  const curve = lorenzCurve(advantages);
  const top = massOfTop(advantages, 0.2);
  if (curve === null || top === null) return null;
  const points = curve.map(
    ({ values, mass }): DataPoint => ({
      key: `${values}`,
      x: values,
      y: mass,
      interval: null,
      label: "",
      ids: [],
    }),
  );
  const fifth: DataPoint = {
    ...{
      key: "fifth",
      x: 0.2,
      y: top,
      interval: null,
      ids: items.filter((item) => item.advantages.length > 0).map(({ id }) => id),
    },
    label: `The top 20 % of ${advantages.length} tokens hold ${percent(top)} of the visual advantage`,
  };
  const series: readonly Series[] = [
    { name: "all tokens", tone: "regional", points, joined: true, dotted: false },
    { name: "the top 20 %", tone: "regional", points: [fifth], joined: false, dotted: true },
  ];
  const across = { ...SHARE, title: "share of tokens, largest first" };
  const down = { ...SHARE, title: "share of all visual advantage" };
  return {
    id: "lorenz",
    title: "Lorenz curve of visual advantage",
    note: `Few tokens see: the top 20 % of ${grouped(advantages.length)} tokens hold ${percent(top)} of the visual advantage.`,
    chart: { kind: "points", across, down, series, ideal: DIAGONAL },
    key: [],
  };
}

function calibrationSeries({ condition, bins }: Calibration): Series {
  const dots = bins.flatMap(({ from, to, confidence, accuracy, ids }): readonly DataPoint[] => {
    if (confidence === null || accuracy === null) return [];
    const label = `${CONDITION_WORDS[condition]}, confidence ${percent(from)} to ${percent(to)}: ${percent(accuracy)} of ${ids.length} right`;
    return [{ key: `${condition} ${from}`, x: confidence, y: accuracy, interval: null, label, ids }];
  });
  return { name: CONDITION_WORDS[condition], tone: condition, points: dots, joined: true, dotted: true };
}

/** Calibration under each condition: confidence against accuracy. */
export function calibrationFigure(items: readonly ItemResult[]): FigureData {
  const calibrations = looksOf(items)
    .map((condition) => calibrationOf(items, condition))
    .filter((each) => each !== null);
  const errors = calibrations.map(
    ({ condition, error }) => `${CONDITION_WORDS[condition]} ${error.toFixed(2)}`,
  );
  const across = { ...SHARE, title: "confidence: probability of the answer" };
  return {
    id: "calibration",
    title: "Calibration",
    note: `Sure and right: on the dashed line, confidence equals accuracy. Expected calibration error: ${errors.join(", ")}.`,
    chart: {
      kind: "points",
      across,
      down: SHARE,
      series: calibrations.map(calibrationSeries),
      ideal: DIAGONAL,
    },
    key: keyOf(calibrations.map(({ condition }) => condition)),
  };
}
