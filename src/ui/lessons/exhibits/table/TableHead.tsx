/** The head of an exhibit's table: what its rows are, room for bars where they have some, and its columns of numbers. */

interface TableHeadProps {
  readonly rows: string;
  readonly bars?: boolean;
  readonly columns: readonly string[];
}

export function TableHead({ rows, bars = false, columns }: TableHeadProps) {
  return (
    <thead>
      <tr>
        <th scope="col">{rows}</th>
        {bars && <td aria-hidden="true" className="pair-bars" />}
        {columns.map((column) => (
          <th key={column} scope="col" className="pair-number">
            {column}
          </th>
        ))}
      </tr>
    </thead>
  );
}
