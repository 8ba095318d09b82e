/** A chart's data as a table: its text alternative, and the exact numbers. */
import { useState } from "react";
import type { Table } from "./chart-table.ts";

interface ChartTableProps {
  /** Title of the chart. */
  readonly title: string;
  /** Computed when the table is opened, since it may have many rows. */
  readonly tableOf: () => Table;
}

function Rows({ title, tableOf }: ChartTableProps) {
  const { columns, rows } = tableOf();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section className="chart-table-scroll" aria-label={`Data of “${title}”`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = "", ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function ChartTable({ title, tableOf }: ChartTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="chart-table" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Numbers<span className="visually-hidden"> of “{title}”</span>
      </summary>
      {open && <Rows title={title} tableOf={tableOf} />}
    </details>
  );
}
