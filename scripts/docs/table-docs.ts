/** The page about the recorded tables (docs/training-tables.md), generated from the documents that are served with the page. */

import { type Claim, type TableDefinition, type TableRow, tables } from "../../src/lab/tables/catalog.ts";
import { openTable, type RecordedTable } from "../../src/lab/tables/document.ts";
import { accuracyOf, shownRuns, verdictOn } from "../../src/lab/tables/verdict.ts";
import type { Interval } from "../../src/math/statistics/bootstrap.ts";

const HEAD = `<!-- Generated from public/tables by node scripts/docs/write-schema.mjs; a test compares the two. -->

# Recorded tables

The papers' tables on Fovea-nano ([how they are made](training.md#tables)). Accuracies are shares of right answers before the first step and
after the last one, with intervals of 95 % over seeds and questions. The rate is the one that the sweep chose, as a multiple of the recipe's own.
Sweeps give the accuracies after one run at a third, one and three times that rate, from the full image and from the evidence crop, on the
validation split. A claim **agrees** where the interval of the difference lies above 0 in the claimed direction, **disagrees** where it lies below,
and is **undecided** where it holds 0.
`;

const percent = (share: number): string => (100 * share).toFixed(1);

const written = (of: Interval | null): string =>
  of === null ? "" : `${percent(of.mean)} (${percent(of.low)} to ${percent(of.high)})`;

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function factorOf(table: RecordedTable, row: string): string {
  const factor = table.runs.find((each) => each.row === row && each.phase === "shown")?.factor ?? 1;
  return factor < 1 ? "⅓" : String(factor);
}

function sweepOf({ runs }: RecordedTable, row: string): string {
  const ends = runs
    .filter((each) => each.row === row && each.phase === "sweep")
    .map(({ run }) => run.evaluations.at(-1)?.views);
  const view = (of: "global" | "regional") =>
    ends.map((views) => ((views?.[of].accuracy.mean ?? 0) * 100).toFixed(0)).join(", ");
  return `${view("global")}; crop ${view("regional")}`;
}

function rowOf(table: RecordedTable, { id, title, paper }: TableRow): string {
  return line([
    title,
    written(accuracyOf(table, id, "last", "global")),
    written(accuracyOf(table, id, "last", "regional")),
    factorOf(table, id),
    sweepOf(table, id),
    paper ?? "not available here",
  ]);
}

function claimOf(definition: TableDefinition, table: RecordedTable, claim: Claim): string {
  const titleOf = (id: string): string => definition.rows.find((row) => row.id === id)?.title ?? id;
  const { word, difference } = verdictOn(table, claim);
  const inUnits = (value: number): string =>
    `${value < 0 ? "−" : "+"}${claim.of === "global" ? percent(Math.abs(value)) : Math.abs(value).toFixed(3)}`;
  const said =
    difference === null
      ? ""
      : `, ${inUnits(difference.mean)} (${inUnits(difference.low)} to ${inUnits(difference.high)})`;
  const by =
    claim.of === "global" ? "by accuracy from the full image, in points" : "by visual advantage, in nats";
  return `- “${titleOf(claim.better)}” above “${titleOf(claim.worse)}” ${by} (${claim.source}): **${word}**${said}`;
}

function sectionOf(definition: TableDefinition, table: RecordedTable): string {
  const { steps, seeds, recorded } = table.header;
  const [first] = definition.rows;
  const items = shownRuns(table, first?.id ?? "")[0]?.evaluations[0]?.items ?? 0;
  const before = first === undefined ? null : accuracyOf(table, first.id, "first", "global");
  const claims = definition.claims.map((claim) => claimOf(definition, table, claim));
  return `
## ${definition.title}

${definition.source}. ${definition.about} ${steps} steps, seeds ${seeds.join(" and ")}, ${items} questions; ${written(before)} % from the full image before the first step.
Recorded on ${recorded}.

${[
  line([
    "row",
    "after, full image, %",
    "after, evidence crop, %",
    "rate",
    "sweep, full image, %",
    "the paper",
  ]),
  line(Array.from({ length: 6 }, () => "---")),
  ...definition.rows.map((row) => rowOf(table, row)),
].join("\n")}
${claims.length === 0 ? "" : `\n${claims.join("\n")}\n`}`;
}

/** The text of docs/training-tables.md from the documents of recorded tables, in the order of the catalog. Throws where one is none. */
export function tableDocs(documents: readonly string[]): string {
  const recorded = documents.map((text) => {
    const opened = openTable(text);
    if (!opened.ok) throw new Error(opened.fault.message);
    return opened.value;
  });
  const sections = tables.flatMap((definition) =>
    recorded.filter(({ header }) => header.id === definition.id).map((table) => sectionOf(definition, table)),
  );
  return `${HEAD}${sections.join("")}`;
}
