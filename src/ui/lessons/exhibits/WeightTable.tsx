/** Answers, the values that lead to their weights, and the weights as bars and numbers. */
import { decimal } from "../../shared/format.ts";

interface WeightTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly string[];
    readonly weight: number;
  }[];
  /** The weight that fills a bar. */
  readonly most: number;
}

export function WeightTable({ caption, columns, rows, most }: WeightTableProps) {
  return (
    <table className="pair-table">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">answer</th>
          {columns.map((column) => (
            <th key={column} scope="col" className="pair-number">
              {column}
            </th>
          ))}
          <td aria-hidden="true" className="pair-bars" />
          <th scope="col" className="pair-number">
            weight
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cells, weight }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, at) => (
              <td key={columns[at]} className="pair-number">
                {cell}
              </td>
            ))}
            <td aria-hidden="true" className="pair-bars">
              <span className="exhibit-bar" style={{ width: `${(weight / most) * 100}%` }} />
            </td>
            <td className="pair-number">{decimal(weight, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
