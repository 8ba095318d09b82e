/** Which lines are plotted over the tokens: the chosen signals, and beside the first of them the controls. */
import { JSD_HALF } from "../../evidence/replay.ts";
import { LARGEST_REWARD } from "../../gate/uni-opd/uni-opd.ts";
import { SIGNALS, signalOf } from "../../session/signals/catalog.ts";
import {
  type Against,
  type Answer,
  replayOf,
  type Signal,
  type SignalReading,
  unitOf,
} from "../../session/signals/signal.ts";
import type { TokenSeries } from "../charts/tokens/token-data.ts";
import { sideWords } from "../strip/signal-words.ts";

/** Signals that can be a line, the formulas last: categories have no axis. */
export function lineSignals(formulas: readonly Signal[]): readonly Signal[] {
  return [...SIGNALS.filter((signal) => signal.scale(JSD_HALF).kind !== "categorical"), ...formulas];
}

const FIRST = "--disagree-full";
const FURTHER = ["--tone-grounded", "--ink", "--soft"] as const;

const cycled = (list: readonly string[], at: number): string => list[at % list.length] ?? FIRST;

const labelOf = (signal: Signal, against: Against): string =>
  signal.compares ? `${signal.title} · ${sideWords(against)}` : signal.title;

function line(
  reading: SignalReading,
  told: Omit<TokenSeries, "values" | "unit">,
  unit: string,
): readonly TokenSeries[] {
  return reading.kind === "missing" ? [] : [{ ...told, unit, values: reading.values }];
}

/** Sides that lack the evidence, except the compared one. */
function controlsOf(answer: Answer, against: Against): readonly Against[] {
  const others = replayOf(answer)?.contrast.others ?? [];
  return others
    .filter(({ role }) => role === "control" || role === "floor")
    .map(({ role, name }) => ({ role, name: name ?? "" }))
    .filter(({ role, name }) => role !== against.role || name !== against.name);
}

/** Ids of the signals to plot: the one that colours the tokens, where it can be a line, then the further ones. */
export function drawnSignals(
  coloured: string,
  further: readonly string[],
  formulas: readonly Signal[] = [],
): readonly Signal[] {
  const ids = new Set([signalOf(coloured, formulas).id, ...further]);
  return lineSignals(formulas)
    .filter(({ id }) => ids.has(id))
    .sort((a, b) => Number(b.id === coloured) - Number(a.id === coloured));
}

/** One line per signal, the first solid and the further ones dotted; dashed, the controls of the first that compares. */
export function linesOf(
  answer: Answer,
  signals: readonly Signal[],
  against: Against,
  withControls: boolean,
): readonly TokenSeries[] {
  const measured = replayOf(answer)?.divergence ?? JSD_HALF;
  const unitIn = (signal: Signal) => unitOf(signal, measured);
  const lines = signals.flatMap((signal, at) =>
    line(
      signal.read(answer, against),
      {
        id: signal.id,
        label: labelOf(signal, against),
        stroke: at === 0 ? "solid" : "dotted",
        colour: at === 0 ? FIRST : cycled(FURTHER, at - 1),
      },
      unitIn(signal),
    ),
  );
  const compared = signals.find((signal) => signal.compares);
  if (!withControls || compared === undefined) return lines;
  const controls = controlsOf(answer, against).flatMap((control, at) =>
    line(
      compared.read(answer, control),
      {
        id: `${compared.id}@${control.role}=${control.name}`,
        label: sideWords(control),
        stroke: "dashed",
        colour: cycled(["--edge", ...FURTHER], at),
      },
      unitIn(compared),
    ),
  );
  return [...lines, ...controls];
}

/** Whether values exceed those that Uni-OPD's code treats as outliers: then only a log scale shows the rest. */
export function explodes(series: readonly TokenSeries[]): boolean {
  return series.some(({ values }) =>
    values.some((value) => value !== null && Number.isFinite(value) && Math.abs(value) >= LARGEST_REWARD),
  );
}
