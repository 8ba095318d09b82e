/** Lines over the steps of a run: of its steps, averaged, and of its evaluations. */
import type { EvaluationRecord } from "../../../lab/run/document.ts";
import { runningMeans } from "../../../lab/run/figures.ts";
import type { Run } from "../../../lab/run/run.ts";
import type { Interval } from "../../../math/statistics/bootstrap.ts";
import type { Axis, PointsData, Series, Tone } from "../../charts/chart-data.ts";
import { domainOf } from "../../charts/ticks.ts";
import type { FigureData } from "../../figure-export/MarkedFigure.tsx";

export type RunFigure = FigureData;

/** Steps over which single values are averaged, since each is one batch. */
export const WINDOW = 10;

interface Value {
  readonly step: number;
  readonly value: number;
  readonly interval: Interval | null;
}

interface Line {
  readonly words: string;
  readonly tone: Tone;
  readonly at: readonly Value[];
  /** Whether its values are marks that can be chosen, as those of evaluations. */
  readonly marked: boolean;
}

function acrossOf({ header }: Run): Axis {
  return { kind: "linear", domain: [0, header.steps], title: "step", words: String };
}

function seriesOf({ words, tone, at, marked }: Line, down: Pick<Axis, "words">): Series {
  return {
    name: words,
    tone,
    joined: true,
    dotted: marked,
    points: at.map(({ step, value, interval }) => ({
      key: `${words} ${step}`,
      label: `${words} after step ${step}: ${down.words(value)}${interval === null ? "" : `, ${down.words(interval.low)} to ${down.words(interval.high)}`}`,
      ids: [],
      x: step,
      y: value,
      interval,
    })),
  };
}

/** A chart over steps; null where none of its lines has a value. */
export function overSteps(
  run: Run,
  words: Pick<RunFigure, "id" | "title" | "note">,
  down: Pick<Axis, "title" | "words"> & { readonly within?: readonly number[] },
  lines: readonly Line[],
  ideal: PointsData["ideal"] = null,
): RunFigure | null {
  const shown = lines.filter(({ at }) => at.length > 0);
  if (shown.length === 0) return null;
  const values = shown.flatMap(({ at }) =>
    at.flatMap(({ value, interval }) => (interval === null ? [value] : [value, interval.low, interval.high])),
  );
  const axis: Axis = { kind: "linear", domain: domainOf(values, ...(down.within ?? [0])), ...down };
  return {
    ...words,
    key: shown.map(({ words: name, tone }) => ({ tone, words: name })),
    chart: {
      kind: "points",
      across: acrossOf(run),
      down: axis,
      series: shown.map((line) => seriesOf(line, axis)),
      ideal,
    },
  };
}

/** One line of the steps, as the running mean of a number of each. */
export function ofSteps(
  { steps }: Run,
  words: string,
  tone: Tone,
  pick: (step: Run["steps"][number]) => number | null | undefined,
  window = WINDOW,
): Line {
  const found = steps.flatMap((each) => {
    const value = pick(each);
    return value === null || value === undefined ? [] : [{ step: each.step, value }];
  });
  const means = runningMeans(
    found.map(({ value }) => value),
    window,
  );
  return {
    words,
    tone,
    marked: false,
    at: found.map(({ step }, i) => ({ step, value: means[i] as number, interval: null })),
  };
}

/** One line of the evaluations; without an interval of its own a value has none. */
export function ofEvaluations(
  { evaluations }: Run,
  words: string,
  tone: Tone,
  pick: (evaluation: EvaluationRecord) => Interval | number | null | undefined,
): Line {
  return {
    words,
    tone,
    marked: true,
    at: evaluations.flatMap((each): readonly Value[] => {
      const value = pick(each);
      if (value === null || value === undefined) return [];
      return typeof value === "number"
        ? [{ step: each.step, value, interval: null }]
        : [{ step: each.step, value: value.mean, interval: value }];
    }),
  };
}
