/** The siblings of a group, each with its answer, its verdict, and the gate's values. */
import { useId } from "react";
import type { AnswerColumns, GateChoice, WeightScale } from "../../gate/gate.ts";
import { useActions, useApp } from "../app-context.ts";
import { decimal } from "../shared/format.ts";
import { nextVerdict, type SiblingRow } from "./rows.ts";
import { describe } from "./settings.ts";

const VERDICTS = {
  true: { mark: "✓", words: "judged right" },
  false: { mark: "✗", words: "judged wrong" },
  null: { mark: "?", words: "not judged" },
} as const;

/** The next state is announced, since a press cycles through three. */
const NEXT = { true: "judge it right", false: "judge it wrong", null: "remove the verdict" } as const;

function VerdictKey({ row, experiment }: { row: SiblingRow; experiment: string }) {
  const actions = useActions();
  const { mark, words } = VERDICTS[`${row.verdict}`];
  const next = nextVerdict(row.verdict);
  return (
    <button
      type="button"
      className="verdict"
      data-verdict={`${row.verdict}`}
      aria-label={`Answer ${row.index + 1} is ${words}; ${NEXT[`${next}`]}`}
      title={`${words}; press to ${NEXT[`${next}`]}`}
      onClick={() => void actions.session.judge(experiment, row.index, next)}
    >
      {mark}
    </button>
  );
}

function WeightBar({ weight, scale }: { weight: number | null; scale: WeightScale }) {
  const share = weight === null ? 0 : Math.min(1, weight / scale.most);
  return (
    <span className="weight-track" aria-hidden="true">
      <span className="weight-bar" style={{ inlineSize: `${100 * share}%` }} />
      {scale.ungated !== null && (
        <span
          className="weight-mark"
          style={{ insetInlineStart: `${(100 * scale.ungated) / scale.most}%` }}
        />
      )}
    </span>
  );
}

interface RowProps {
  readonly row: SiblingRow;
  readonly group: string;
  readonly scale: WeightScale;
  /** Null while the group is still being answered. */
  readonly experiment: string | null;
}

function Row({ row, group, scale, experiment }: RowProps) {
  const shown = useApp((state) => state.sibling === row.index);
  const { selectSibling } = useActions();
  return (
    <tr className="sibling" data-shown={shown}>
      <th scope="row">
        <label className="sibling-answer">
          <input
            type="radio"
            className="visually-hidden"
            name={group}
            checked={shown}
            onChange={() => selectSibling(row.index)}
          />
          <span className="sibling-index">{row.index + 1}</span>
          <span className="sibling-text">{row.answer === "" ? "…" : row.answer}</span>
        </label>
      </th>
      <td className="sibling-verdict">
        {experiment !== null && <VerdictKey row={row} experiment={experiment} />}
      </td>
      <td className="sibling-number">{decimal(row.score, 3)}</td>
      <td className="sibling-number">{decimal(row.advantage, 3)}</td>
      <td className="sibling-weight">
        <WeightBar weight={row.weight} scale={scale} />
        <span className="number">{decimal(row.weight, 2)}</span>
      </td>
    </tr>
  );
}

interface GroupTableProps {
  readonly gate: GateChoice["gate"];
  readonly rows: readonly SiblingRow[];
  readonly scale: WeightScale;
  readonly experiment: string | null;
  /** The heads of the three columns of numbers; those of the gate where left out. */
  readonly columns?: AnswerColumns;
}

/** Arrow keys move from sibling to sibling; the selected one is shown in strip and inspector. */
export function GroupTable({ gate, rows, scale, experiment, columns }: GroupTableProps) {
  const group = useId();
  const { score, advantage, weight } = columns ?? describe({ gate }).columns;
  return (
    <div className="siblings-frame" data-many={rows.length > 8}>
      <table className="siblings">
        <caption className="visually-hidden">The group of {rows.length} sibling answers</caption>
        <thead>
          <tr className="sibling-head">
            <th scope="col">{rows.length} siblings</th>
            <th scope="col" className="sibling-verdict">
              right?
            </th>
            <th scope="col" className="sibling-number">
              <span className="gate-formula">{score}</span>
            </th>
            <th scope="col" className="sibling-number">
              <span className="gate-formula">{advantage}</span>
            </th>
            <th scope="col" className="sibling-weight">
              <span>
                weight <span className="gate-formula">{weight}</span>
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.index} row={row} group={group} scale={scale} experiment={experiment} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
