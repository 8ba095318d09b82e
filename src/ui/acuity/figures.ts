/** The figures of a measurement as data: accuracy, probability and the parts of the gap along what varies. */
import type { AcuityCurves, Curve } from "../../acuity/curves.ts";
import type { AcuityDocument } from "../../acuity/document.ts";
import { levelWords, VARIABLES, type Variable } from "../../acuity/variables.ts";
import { GAP_PARTS } from "../../evidence/gap.ts";
import { probabilityAt } from "../../math/psychometric/psychometric.ts";
import type { Axis, DataPoint, PointsData, Series, Tone } from "../charts/chart-data.ts";
import type { FigureData } from "../figure-export/MarkedFigure.tsx";
import { percent, points as pointWords } from "../shared/format.ts";
import { CONDITION_WORDS, CURVED, type Curved, PART_WORDS, titleOf, VARIABLE_WORDS } from "./acuity-words.ts";

export interface AcuityFigure extends FigureData {
  readonly chart: PointsData;
}

/** A measurement with its fitted curves. */
export interface Fitted {
  readonly document: AcuityDocument;
  readonly curves: AcuityCurves;
}

/** How a level is drawn: shares in percent. */
function drawnLevel(variable: Variable, level: number): number {
  return variable === "size" || variable === "distance" || variable === "contrast" ? 100 * level : level;
}

/** The axis of what varies: logarithmic, but for numbers of distractors, of which there may be none. */
function acrossAxis(variable: Variable, levels: readonly number[]): Axis {
  const drawn = levels.map((level) => drawnLevel(variable, level));
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)];
  const words = (value: number) => String(Number(value.toPrecision(3)));
  const { axis: title } = VARIABLE_WORDS[variable];
  return variable === "distractors"
    ? { kind: "linear", domain: [Math.min(0, least) - 1, most + 1], title, words }
    : { kind: "log", domain: [least / 1.25, most * 1.25], title, words };
}

const SHARE: Axis = { kind: "linear", domain: [0, 1], title: "right", words: percent };

/** Steps of a drawn curve. */
const STEPS = 48;

interface Line {
  readonly name: string;
  readonly tone: Tone;
  readonly curve: Curve;
  readonly variable: Variable;
}

/** The points with their intervals, and the fitted curve where there is one. */
function seriesOf({ name, tone, curve, variable }: Line): readonly Series[] {
  const { ease, levelAt } = VARIABLES[variable];
  const { fit } = curve;
  const points = curve.points.map(({ level, right, asked, accuracy }): DataPoint => {
    const at = levelWords(variable, level);
    const { mean, low, high } = accuracy;
    return {
      key: `${name} ${level}`,
      x: drawnLevel(variable, level),
      y: mean,
      interval: { low, high },
      label: `${name} at ${at}: ${right} of ${asked} right, ${percent(mean)}, 95 % interval ${percent(low)} to ${percent(high)}`,
      ids: [],
    };
  });
  const dots: Series = { name, tone, points, joined: fit.kind === "none" && points.length > 1, dotted: true };
  if (fit.kind === "none") return [dots];
  const eases = curve.points.map(({ level }) => ease(level));
  const [first, last] = [Math.min(...eases), Math.max(...eases)];
  const fitted = {
    threshold: ease(fit.threshold.value),
    slope: fit.slope,
    lower: fit.lower,
    lapse: fit.lapse,
  };
  const line = Array.from({ length: STEPS + 1 }, (_, i): DataPoint => {
    const at = first + ((last - first) * i) / STEPS;
    return {
      key: `${name} fit ${i}`,
      x: drawnLevel(variable, levelAt(at)),
      y: probabilityAt(fitted, at),
      interval: null,
      label: "",
      ids: [],
    };
  });
  return [dots, { name: `${name}, fitted`, tone, points: line, joined: true, dotted: false }];
}

const chartOf = (axis: Axis, down: Axis, series: readonly Series[]): PointsData => ({
  kind: "points",
  across: axis,
  down,
  series,
  ideal: null,
});

const keyOf = (conditions: readonly Curved[]) =>
  conditions.map((condition) => ({ tone: condition, words: CONDITION_WORDS[condition] }));

/** Accuracy under each condition that was asked. */
export function accuracyFigure({ document, curves }: Fitted): AcuityFigure {
  const { variable, levels } = document.plan;
  const asked = CURVED.filter((condition) => curves.curves[condition] !== undefined);
  const series = asked.flatMap((condition) => {
    const curve = curves.curves[condition];
    return curve === undefined
      ? []
      : seriesOf({ name: CONDITION_WORDS[condition], tone: condition, curve, variable });
  });
  const blank =
    curves.blank === null ? "" : ` Of blank images ${percent(curves.blank.mean)} are answered rightly.`;
  return {
    id: "accuracy",
    title: `Right answers against ${VARIABLE_WORDS[variable].name}`,
    note: `Points have binomial 95 % intervals (Wilson). A curve is a fitted psychometric function; where there is none, lines join the points.${blank}`,
    key: keyOf(asked),
    chart: chartOf(acrossAxis(variable, levels), SHARE, series),
  };
}

/** The mean probability of the right answer. */
export function probabilityFigure({ document, curves }: Fitted): AcuityFigure {
  const { variable, levels } = document.plan;
  const asked = CURVED.filter((condition) => curves.curves[condition] !== undefined);
  const series = asked.map((condition): Series => {
    const name = CONDITION_WORDS[condition];
    const points = (curves.curves[condition]?.points ?? []).map(
      ({ level, probability }): DataPoint => ({
        key: `${name} ${level}`,
        x: drawnLevel(variable, level),
        y: probability,
        interval: null,
        label: `${name} at ${levelWords(variable, level)}: mean probability ${probability.toFixed(3)}`,
        ids: [],
      }),
    );
    return { name, tone: condition, points, joined: true, dotted: true };
  });
  return {
    id: "probability",
    title: `Probability of the right answer against ${VARIABLE_WORDS[variable].name}`,
    note: "The mean probability of the whole right answer, word for word and with its end. It may be small where an answer is right in other words.",
    key: keyOf(asked),
    chart: chartOf(
      acrossAxis(variable, levels),
      { ...SHARE, title: "probability", words: (value) => value.toFixed(1) },
      series,
    ),
  };
}

const PART_TONES = { resolution: "matched", placement: "isolated", clutter: "plain" } as const;

/** The three parts of the gap at each level; null where not all four conditions were asked. */
export function gapFigure({ document, curves: { gaps } }: Fitted): AcuityFigure | null {
  if (gaps.length === 0) return null;
  const { variable, levels } = document.plan;
  const series = GAP_PARTS.map(
    (part): Series => ({
      name: part,
      tone: PART_TONES[part],
      joined: true,
      dotted: true,
      points: gaps.map(({ level, parts }): DataPoint => {
        const { mean, low, high } = parts[part];
        return {
          key: `${part} ${level}`,
          x: drawnLevel(variable, level),
          y: mean,
          interval: { low, high },
          label: `${part} at ${levelWords(variable, level)}: ${pointWords(mean)} points, 95 % interval ${pointWords(low)} to ${pointWords(high)}`,
          ids: [],
        };
      }),
    }),
  );
  return {
    id: "gap",
    title: `The three parts of the gap against ${VARIABLE_WORDS[variable].name}`,
    note: "Differences of accuracies in points: evidence crop to matched crop, to isolated evidence, to full image. Intervals resample whole scenes.",
    key: GAP_PARTS.map((part) => ({ tone: PART_TONES[part], words: PART_WORDS[part] })),
    chart: chartOf(
      acrossAxis(variable, levels),
      { kind: "linear", domain: [-1, 1], title: "points", words: pointWords },
      series,
    ),
  };
}

/** Full image and crop of two measurements; null where different things vary, which have no axis in common. */
export function compareFigure(one: Fitted, other: Fitted): AcuityFigure | null {
  const { variable, levels } = one.document.plan;
  if (other.document.plan.variable !== variable) return null;
  const lines = [
    { fitted: one, who: "shown", condition: "global", tone: "global" },
    { fitted: other, who: "other", condition: "global", tone: "grounded" },
    { fitted: one, who: "shown", condition: "regional", tone: "regional" },
    { fitted: other, who: "other", condition: "regional", tone: "told" },
  ] as const;
  const drawn = lines.flatMap(({ fitted, who, condition, tone }) => {
    const curve = fitted.curves.curves[condition];
    return curve === undefined
      ? []
      : [{ name: `${who}, ${CONDITION_WORDS[condition]}`, tone, curve, variable }];
  });
  return {
    id: "compare",
    title: `Two measurements against ${VARIABLE_WORDS[variable].name}`,
    note: `Shown: ${titleOf(one.document)}. Other: ${titleOf(other.document)}.`,
    key: drawn.map(({ tone, name }) => ({ tone, words: name })),
    chart: chartOf(
      acrossAxis(variable, [...levels, ...other.document.plan.levels]),
      SHARE,
      drawn.flatMap(seriesOf),
    ),
  };
}
