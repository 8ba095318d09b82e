/** What the results are held against: a results file, or an earlier run of this browser. */
import { useId } from "react";
import type { KeptRun } from "../../app/suite/kept-runs.ts";
import { count } from "../format.ts";
import { Menu } from "../kit/Menu.tsx";
import { useSuite, useSuiteActions } from "./suite-context.ts";

const dated = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

const nameOf = ({ model, suite, items, at }: KeptRun): string =>
  `${model}, ${count(items, "item")} of ${suite}, until ${dated.format(at)}`;

export function CompareKeys() {
  const runs = useSuite((state) => state.runs);
  const compared = useSuite((state) => state.second !== null);
  const { compareWith, compareWithRun } = useSuiteActions();
  const file = useId();
  return (
    <div className="open-keys">
      <label className="quiet" htmlFor={file}>
        Results file…
      </label>
      <input
        id={file}
        className="visually-hidden"
        type="file"
        accept=".jsonl,.csv"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen !== undefined) void compareWith(chosen);
        }}
      />
      {runs.length > 0 && (
        <Menu
          trigger={
            <button type="button" className="quiet">
              Earlier run…
            </button>
          }
          items={runs.map((run) => ({
            name: nameOf(run),
            onChoose: () => compareWithRun(run.id, `run until ${dated.format(run.at)}`),
          }))}
        />
      )}
      {!compared && (
        <span className="hint">Choose results of another model or another run over the same suite.</span>
      )}
      {compared && (
        <button type="button" className="quiet" onClick={() => void compareWith(null)}>
          End the comparison
        </button>
      )}
    </div>
  );
}
