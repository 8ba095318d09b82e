/** Both sides' most likely tokens, one row each: a pair of dots on a probability axis, and the numbers. */
import { Fragment } from "react";
import { decimal, probability, spoken } from "../shared/format.ts";
import { Glyphs } from "../strip/Token.tsx";
import { type AlternativeRow, type Standing, tailMass } from "./alternatives.ts";

const along = (standing: Standing): string => `${Math.exp(standing.logProb) * 100}%`;

function Dot({ side, standing }: { side: "student" | "teacher"; standing: Standing }) {
  return (
    <span className="dot" data-side={side} data-bound={standing.bound} style={{ left: along(standing) }} />
  );
}

function Track({ row }: { row: AlternativeRow }) {
  const [from, to] = [Math.exp(row.student.logProb), Math.exp(row.teacher.logProb)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (
    <div className="track" aria-hidden="true">
      <span className="track-span" style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }} />
      <Dot side="teacher" standing={row.teacher} />
      <Dot side="student" standing={row.student} />
    </div>
  );
}

function Cell({ side, standing }: { side: "student" | "teacher"; standing: Standing }) {
  const words = probability(standing.logProb);
  return (
    <td className="side-value" data-side={side}>
      {standing.bound && !words.startsWith("<") ? `≤${words}` : words}
    </td>
  );
}

const rankWords = ({ rank, bound }: Standing): string => (bound ? `>${rank}` : String(rank));

/** How the token's rank changes from student to teacher, and how much probability moves to it. */
function Change({ row }: { row: AlternativeRow }) {
  const moved = Math.exp(row.teacher.logProb) - Math.exp(row.student.logProb);
  const known = !row.student.bound && !row.teacher.bound;
  const sign = moved > 0 ? "+" : "";
  return (
    <tr className="alternative-change">
      <td colSpan={2}>
        rank {rankWords(row.student)} → {rankWords(row.teacher)}
      </td>
      <td colSpan={2} className="side-value">
        {known ? `${sign}${decimal(moved, 3)}` : `${moved < 0 ? "≤" : "≥"}${sign}${decimal(moved, 3)}`}
      </td>
    </tr>
  );
}

function Tail({ rows }: { rows: readonly AlternativeRow[] }) {
  return (
    <tr className="alternative-tail" data-part="tail">
      <th scope="row">all others</th>
      <td className="track-cell" aria-hidden="true" />
      {(["student", "teacher"] as const).map((side) => (
        <td key={side} className="side-value" data-side={side}>
          {decimal(tailMass(rows, side), 3)}
        </td>
      ))}
    </tr>
  );
}

interface AlternativesTableProps {
  readonly rows: readonly AlternativeRow[];
  /** Lets the student continue from this token instead of its own; null where that is not possible. */
  readonly onBranch: ((token: number) => void) | null;
}

function TokenName({ row, onBranch }: { row: AlternativeRow; onBranch: AlternativesTableProps["onBranch"] }) {
  if (row.said || onBranch === null) return <Glyphs text={row.text} />;
  return (
    <button
      type="button"
      className="alternative-key"
      aria-label={`${spoken(row.text)}: continue from this token instead`}
      onClick={() => onBranch(row.token)}
    >
      <Glyphs text={row.text} />
    </button>
  );
}

export function AlternativesTable({ rows, onBranch }: AlternativesTableProps) {
  return (
    <table className="alternatives">
      <caption className="visually-hidden">
        The most likely tokens of each side with their probabilities, ranks, and the probability that moves
      </caption>
      <thead>
        <tr>
          <th scope="col" className="alternatives-head alternatives-token">
            token
          </th>
          <td className="track-cell alternatives-head" aria-hidden="true">
            <div className="track-axis">
              <span>0</span>
              <span>probability</span>
              <span>1</span>
            </div>
          </td>
          <th scope="col" data-side="student" className="side-value">
            <span className="formula">p</span>
            <span className="visually-hidden">, student</span>
          </th>
          <th scope="col" data-side="teacher" className="side-value">
            <span className="formula">q</span>
            <span className="visually-hidden">, teacher</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.token}>
            <tr>
              <th scope="row" className="alternative" data-said={row.said}>
                <TokenName row={row} onBranch={onBranch} />
                {row.said && <span className="visually-hidden">, said by the student</span>}
              </th>
              <td className="track-cell" aria-hidden="true">
                <Track row={row} />
              </td>
              <Cell side="student" standing={row.student} />
              <Cell side="teacher" standing={row.teacher} />
            </tr>
            <Change row={row} />
          </Fragment>
        ))}
        <Tail rows={rows} />
      </tbody>
    </table>
  );
}
