/** What the results are compared with: a results file, or an earlier run in this browser. */
import { useId } from "react";
import { useSuite, useSuiteActions } from "../suite-context.ts";
import { EarlierRuns } from "./EarlierRuns.tsx";

export function CompareKeys() {
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
      <EarlierRuns onChoose={compareWithRun} />
      {!compared && (
        <span className="hint">Choose results of another model or another run on the same suite.</span>
      )}
      {compared && (
        <button type="button" className="quiet" onClick={() => void compareWith(null)}>
          End the comparison
        </button>
      )}
    </div>
  );
}
