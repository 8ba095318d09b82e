/** The results against another run or another model, item by item: gained and lost answers. */
import { useId, useMemo, useState } from "react";
import type { Second } from "../../../app/suite/suite-state.ts";
import type { Interval } from "../../../math/statistics/bootstrap.ts";
import {
  type Change,
  type ConditionComparison,
  changesBetween,
  compareDimensions,
  compareRuns,
} from "../../../suite/figures/compare.ts";
import type { Condition, ItemResult, Results, ResultsHeader } from "../../../suite/results/result.ts";
import { Disclosure } from "../../kit/Disclosure.tsx";
import { Segmented } from "../../kit/Segmented.tsx";
import { count, points } from "../../shared/format.ts";
import { useSuite, useSuiteActions } from "../suite-context.ts";
import { CONDITION_WORDS } from "../suite-words.ts";
import { CompareKeys } from "./CompareKeys.tsx";

/** Maximum number of changes listed; the buttons of the table select all of them. */
const LISTED = 60;

/** A difference on a track from −100 to +100 points, with its interval. */
function Track({ difference: { mean, low, high } }: { readonly difference: Interval }) {
  const place = (share: number): string => `${50 * (1 + share)}%`;
  return (
    <span className="difference-track" aria-hidden="true">
      <span
        className="difference-reach"
        style={{ insetInlineStart: place(low), inlineSize: `${50 * (high - low)}%` }}
      />
      <span className="difference-mean" style={{ insetInlineStart: place(mean) }} />
    </span>
  );
}

interface LineProps {
  readonly name: string;
  readonly compared: ConditionComparison;
}

function Line({ name, compared }: LineProps) {
  const { select } = useSuiteActions();
  const { condition, bothRight, gained, lost, bothWrong, alike, difference } = compared;
  const key = (word: "gained" | "lost", ids: readonly string[]) => (
    <button
      type="button"
      className="text-key count-key number"
      aria-label={`${name}, ${CONDITION_WORDS[condition]}: select the ${ids.length} ${word}`}
      aria-disabled={ids.length === 0}
      onClick={() =>
        ids.length > 0 &&
        select({ figure: "compare", mark: `${name} ${condition} ${word}`, label: `${name}: ${word}`, ids })
      }
    >
      {ids.length}
    </button>
  );
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">{bothRight.length}</td>
      <td>{key("gained", gained)}</td>
      <td>{key("lost", lost)}</td>
      <td className="number">{bothWrong.length}</td>
      <td className="number">{alike.length}</td>
      <td className="number difference">
        <strong>{points(difference.mean)}</strong> ({points(difference.low)} to {points(difference.high)})
        <Track difference={difference} />
      </td>
    </tr>
  );
}

function ChangedAnswer({ change, header }: { readonly change: Change; readonly header: ResultsHeader }) {
  const { question, wanted, before, after } = change;
  return (
    <li data-gained={after.right}>
      <span className="outcome-mark">{after.right ? "gained" : "lost"}</span> {question}{" "}
      <span className="hint">
        expected “{wanted}”, was “{before.text}”, {header.model.title} answers “{after.text}”
      </span>
    </li>
  );
}

function Changes({
  changes,
  header,
}: {
  readonly changes: readonly Change[];
  readonly header: ResultsHeader;
}) {
  const rest = changes.length - LISTED;
  if (changes.length === 0) return <p className="hint">No item was gained or lost.</p>;
  return (
    <Disclosure summary={`${count(changes.length, "change")}, item by item`}>
      <ul className="changes">
        {changes.slice(0, LISTED).map((change) => (
          <ChangedAnswer key={`${change.condition} ${change.id}`} change={change} header={header} />
        ))}
        {rest > 0 && <li>and {rest} more</li>}
      </ul>
    </Disclosure>
  );
}

interface ComparedProps {
  readonly second: Second;
  readonly present: Results;
}

function Compared({ second, present }: ComparedProps) {
  const former = second.results;
  const all = useMemo(() => compareRuns(former, present), [former, present]);
  const dimensions = useMemo(() => compareDimensions(former, present), [former, present]);
  const changes = useMemo(() => changesBetween(former, present), [former, present]);
  const [wanted, choose] = useState<Condition>("global");
  const condition = all.conditions.some((each) => each.condition === wanted)
    ? wanted
    : all.conditions[0]?.condition;
  const under = (conditions: readonly ConditionComparison[]) =>
    conditions.find((each) => each.condition === condition);
  const whole = under(all.conditions);
  if (condition === undefined || whole === undefined)
    return <p className="hint">The two runs share no item.</p>;
  return (
    <>
      {all.cautions.map((caution) => (
        <p key={caution} className="run-fault">
          {caution}
        </p>
      ))}
      <Segmented
        label="Condition"
        options={all.conditions.map((each) => ({
          value: each.condition,
          name: CONDITION_WORDS[each.condition],
        }))}
        value={condition}
        onChange={choose}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys. */}
      <section className="table-scroll" aria-label="Table of differences" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {["dimension", "both right", "gained", "lost", "both wrong", "same answer"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">difference, points (95 % interval)</th>
            </tr>
          </thead>
          <tbody>
            <Line name="all" compared={whole} />
            {dimensions.map(({ dimension, conditions }) => {
              const compared = under(conditions);
              return compared !== undefined && <Line key={dimension} name={dimension} compared={compared} />;
            })}
          </tbody>
        </table>
      </section>
      <p className="hint">
        Accuracy of the results above minus that of “{second.name}”, over the items in both; the interval is a
        bootstrap over paired differences, 2,000 resamples. {count(all.onlySecond.length, "item")} only above,{" "}
        {all.onlyFirst.length} only there.
      </p>
      <Changes changes={changes.filter((each) => each.condition === condition)} header={present.header} />
    </>
  );
}

interface ComparePanelProps {
  readonly header: ResultsHeader;
  readonly items: readonly ItemResult[];
}

export function ComparePanel({ header, items }: ComparePanelProps) {
  const heading = useId();
  const second = useSuite((state) => state.second);
  const present = useMemo<Results>(() => ({ header, items, failed: [], broken: [] }), [header, items]);
  return (
    <section className="card item-table compare" aria-labelledby={heading}>
      <div className="card-head">
        <h2 id={heading}>Comparison with another run</h2>
        {second !== null && (
          <span className="card-note">
            {second.results.header.model.title} · {second.name}
          </span>
        )}
      </div>
      <CompareKeys />
      {second !== null && <Compared second={second} present={present} />}
    </section>
  );
}
