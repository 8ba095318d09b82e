/** The papers' tables in miniature: recorded runs, what they say of each claim, and any of them to be made anew. */
import { useEffect, useMemo } from "react";
import { isBusy } from "../../../app/lab/lab-state.ts";
import { type TableDefinition, type TableRow, tables } from "../../../lab/tables/catalog.ts";
import type { RecordedTable } from "../../../lab/tables/document.ts";
import { accuracyOf, shownRuns, type Verdict, verdictOn } from "../../../lab/tables/verdict.ts";
import type { Interval } from "../../../math/statistics/bootstrap.ts";
import { Disclosure } from "../../kit/Disclosure.tsx";
import { count, decimal, percent, points } from "../../shared/format.ts";
import { useLab, useLabActions } from "../lab-context.ts";

const bare = (share: number): string => (100 * share).toFixed(0);

const inPercent = (of: Interval | null): string =>
  of === null ? "" : `${percent(of.mean)} (${bare(of.low)}–${bare(of.high)})`;

interface RowProps {
  readonly row: TableRow;
  readonly table: RecordedTable;
  readonly busy: boolean;
}

function Row({ row, table, busy }: RowProps) {
  const { takeSettings } = useLabActions();
  const [first] = shownRuns(table, row.id);
  const [before, after, crop] = useMemo(
    () => [
      accuracyOf(table, row.id, "first", "global"),
      accuracyOf(table, row.id, "last", "global"),
      accuracyOf(table, row.id, "last", "regional"),
    ],
    [table, row.id],
  );
  const sweep = table.runs.filter((each) => each.row === row.id && each.phase === "sweep");
  return (
    <tr>
      <th scope="row">{row.title}</th>
      <td className="number">{inPercent(before)}</td>
      <td className="number">{inPercent(after)}</td>
      <td className="number">{inPercent(crop)}</td>
      <td className="number">{first === undefined ? "" : first.header.recipe.optimizer.rate}</td>
      <td className="number">
        {sweep.map(({ run }) => bare(run.evaluations.at(-1)?.views.global.accuracy.mean ?? 0)).join(", ")} %
      </td>
      <td>{row.paper ?? "not available here"}</td>
      <td>
        {first !== undefined && (
          <button
            type="button"
            className="quiet"
            aria-disabled={busy}
            onClick={() => !busy && takeSettings(first)}
          >
            Set up again<span className="visually-hidden"> {row.title}</span>
          </button>
        )}
      </td>
    </tr>
  );
}

const titleOf = ({ rows }: TableDefinition, id: string): string =>
  rows.find((row) => row.id === id)?.title ?? id;

function verdictWords({ claim, difference, word }: Verdict): string {
  if (difference === null) return "runs are missing";
  const { mean, low, high } = difference;
  const written =
    claim.of === "global"
      ? `${points(mean, 1)} points, ${points(low, 1)} to ${points(high, 1)}`
      : `${decimal(mean, 3)} nats, ${decimal(low, 3)} to ${decimal(high, 3)}`;
  return `${word} (${written})`;
}

function Claims({
  definition,
  table,
}: {
  readonly definition: TableDefinition;
  readonly table: RecordedTable;
}) {
  const verdicts = useMemo(
    () => definition.claims.map((claim) => verdictOn(table, claim)),
    [definition, table],
  );
  if (verdicts.length === 0)
    return <p className="hint">No claim of the paper could be read for this table.</p>;
  return (
    <ul>
      {verdicts.map((verdict) => {
        const { better, worse, of, source } = verdict.claim;
        return (
          <li key={`${better} ${worse} ${of}`}>
            <strong>{verdictWords(verdict)}</strong>: {titleOf(definition, better)} above{" "}
            {titleOf(definition, worse)} by{" "}
            {of === "global" ? "accuracy from the full image" : "visual advantage"}{" "}
            <span className="hint">({source})</span>
          </li>
        );
      })}
    </ul>
  );
}

function Recorded({
  definition,
  table,
}: {
  readonly definition: TableDefinition;
  readonly table: RecordedTable;
}) {
  const busy = useLab(isBusy);
  const { steps, seeds, recorded } = table.header;
  const [first] = definition.rows.flatMap((row) => shownRuns(table, row.id));
  const questions = first?.evaluations[0]?.items ?? 0;
  return (
    <Disclosure summary={definition.title}>
      <p className="hint">
        {definition.about} {definition.source}. {count(steps, "step")} of 16 answers,{" "}
        {count(seeds.length, "seed")}, {count(questions, "test question")}, recorded on {recorded}.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys. */}
      <section className="table-scroll" aria-label={definition.title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {["row", "before", "after", "crop, after", "rate", "sweep", "the paper"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">again</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {definition.rows.map((row) => (
              <Row key={row.id} row={row} table={table} busy={busy} />
            ))}
          </tbody>
        </table>
      </section>
      <Claims definition={definition} table={table} />
    </Disclosure>
  );
}

export function TablesPanel() {
  const recorded = useLab((state) => state.tables);
  const { readTables, openTable } = useLabActions();
  useEffect(() => void readTables(), [readTables]);
  const shown = tables.flatMap((definition) => {
    const table = recorded?.get(definition.id);
    return table === undefined ? [] : [{ definition, table }];
  });
  return (
    <section className="card lab-tables item-table" aria-labelledby="lab-tables-title">
      <div className="card-head">
        <h2 id="lab-tables-title">The papers’ tables in miniature</h2>
        <label className="secondary">
          Open a table …
          <input
            className="visually-hidden"
            type="file"
            accept=".gz,.jsonl"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) void openTable(file);
              currentTarget.value = "";
            }}
          />
        </label>
      </div>
      <p className="hint">
        Accuracy from the full image, before and after, and from the evidence crop, with intervals of 95 %
        over seeds and questions. Each row has the rate that did best on other scenes: the sweep’s accuracies
        are those of a third, one and three times the recipe’s own.
      </p>
      {shown.length === 0 ? (
        <p className="hint">
          None is recorded yet. <code>npm run fovea -- train --table NAME</code> records one.
        </p>
      ) : (
        shown.map(({ definition, table }) => (
          <Recorded key={definition.id} definition={definition} table={table} />
        ))
      )}
    </section>
  );
}
