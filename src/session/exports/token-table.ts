/** An experiment's tokens as a CSV file (RFC 4180): one row per token, the run card in lines that begin with #. */
import { type Column, given, whyMissing } from "../../evidence/column.ts";
import type { Replay } from "../../evidence/replay.ts";
import type { Rollout } from "../../evidence/rollout.ts";
import type { DocumentImage, Experiment, OwnFormula } from "../document/document.ts";
import { TEACHER } from "../signals/choice.ts";
import type { Against, Answer, Signal } from "../signals/signal.ts";
import { STORED_COLUMNS } from "../stored/replay.ts";
import { formulaLines, runCard } from "./run-card.ts";

/** The formulas of the session, with the side that they compare with the student. */
interface FormulaColumns {
  readonly signals: readonly Signal[];
  readonly texts: readonly OwnFormula[];
  readonly against: Against;
}

const NO_FORMULAS: FormulaColumns = { signals: [], texts: [], against: TEACHER };

type Cell = string | number | null;

/** One column: its name, and its value at token t. */
type TableColumn = readonly [name: string, at: (t: number) => Cell];

/** A measured column; a missing one has its reason in its name, and empty cells. */
function measured(name: string, column: Column<number | null> | undefined): TableColumn {
  const why = whyMissing(column);
  return [why === null ? name : `${name} (missing: ${why})`, (t) => given(column)[t] ?? null];
}

function sideColumns({ sides, contrast }: Replay): readonly TableColumn[] {
  return sides.flatMap(({ logProb, entropy, rank, alternatives }, i): TableColumn[] => {
    const other = contrast.others[i - 1];
    const name = other === undefined ? "student" : `${other.role} (${other.name ?? i})`;
    return [
      [`${name}: log probability, nats`, (t) => logProb[t] ?? null],
      measured(`${name}: entropy, nats`, entropy),
      measured(`${name}: rank`, rank),
      [`${name}: first choice`, (t) => quotedText(alternatives[t]?.[0]?.text)],
    ];
  });
}

function otherColumns({ contrast, divergences, pairs }: Replay): readonly TableColumn[] {
  return contrast.others.flatMap(({ role, name }, i): TableColumn[] => {
    const prefix = `${role} (${name ?? i + 1}) against student`;
    const pair = pairs[i];
    return [
      measured(`${prefix}: divergence, nats`, divergences[i]),
      ...STORED_COLUMNS.map((name) => measured(`${prefix}: ${name}`, pair?.[name])),
    ];
  });
}

/** As JSON: spaces are visible, and no spreadsheet mistakes it for a formula. */
function quotedText(text: string | undefined): string | null {
  return text === undefined ? null : JSON.stringify(text);
}

function columnsOf(rollout: Rollout, replay: Replay | null, gates: Experiment["gates"], answer: number) {
  const { ids, texts, logProbs, sibling } = rollout;
  const columns: TableColumn[] = [
    ["answer", () => sibling + 1],
    ["position", (t) => t + 1],
    ["token", (t) => ids[t] ?? null],
    ["text", (t) => quotedText(texts[t])],
    ["log probability when generated, nats", (t) => logProbs[t] ?? null],
    ...(replay === null ? [] : [...sideColumns(replay), ...otherColumns(replay)]),
    ...gates.map(
      ({ gate, weights }): TableColumn => [`${gate}: weight`, (t) => weights.perToken[answer]?.[t] ?? null],
    ),
  ];
  return columns;
}

/** Text that a spreadsheet would run gets an apostrophe; text with a comma, a quote or a line break is quoted. */
function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A formula's values, against the side that is compared; without any, its name states the reason. */
function formulaColumn(signal: Signal, answer: Answer, against: Against): TableColumn {
  const reading = signal.read(answer, against);
  const unit = signal.unit === "" ? "" : `, ${signal.unit}`;
  return measured(
    `formula ${signal.title}${unit}`,
    reading.kind === "values" ? reading.values : { missing: reading.reason },
  );
}

/** The table's text. Answers under one plan have the same columns; those without a replay leave cells empty. */
export function tokenTable(
  experiment: Experiment,
  image: DocumentImage | null,
  formulas: FormulaColumns = NO_FORMULAS,
): string {
  const answers = experiment.rollouts.map((rollout, i) => ({
    length: rollout.ids.length,
    columns: [
      ...columnsOf(rollout, experiment.replays[i] ?? null, experiment.gates, i),
      ...formulas.signals.map((each) => formulaColumn(each, { experiment, sibling: i }, formulas.against)),
    ],
  }));
  const names = [...new Set(answers.flatMap(({ columns }) => columns.map(([name]) => name)))];
  const rows = answers.flatMap(({ length, columns }) => {
    const at = new Map(columns);
    return Array.from({ length }, (_, t) => names.map((name) => at.get(name)?.(t) ?? null));
  });
  const lines = [...runCard(experiment, image), ...formulaLines(formulas.texts)];
  const card = lines.map(({ name, value }) => [`# ${name}: ${value}`]);
  return [...card, names, ...rows].map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}
