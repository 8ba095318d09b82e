/** Which suite is open, what of it could not be used, and the ways to open another. */
import { useId } from "react";
import type { HeldSuite } from "../../../app/suite/suite-state.ts";
import { whyNothing } from "../../../suite/open/open-suite.ts";
import { understoodNotes } from "../../../suite/open/understood.ts";
import { understoodLine } from "../../../suite/open/understood-line.ts";
import { count } from "../../shared/format.ts";
import { EarlierRuns } from "../compare/EarlierRuns.tsx";
import { useSuite, useSuiteActions } from "../suite-context.ts";
import { LeftOut } from "./LeftOut.tsx";

function OpenKeys() {
  const { openFiles, openBundled, openResults, openRecorded, openRun } = useSuiteActions();
  const [folder, files, results] = [useId(), useId(), useId()];
  const chosen = (input: HTMLInputElement): readonly File[] => [...(input.files ?? [])];
  return (
    <div className="open-keys">
      <button type="button" className="quiet" onClick={() => void openBundled()}>
        Bundled suite
      </button>
      <label className="quiet" htmlFor={folder}>
        Folder…
      </label>
      <input
        id={folder}
        className="visually-hidden"
        type="file"
        ref={(input) => input?.setAttribute("webkitdirectory", "")}
        onChange={({ target }) => void openFiles(chosen(target))}
      />
      <label className="quiet" htmlFor={files}>
        Zip, or list and images…
      </label>
      <input
        id={files}
        className="visually-hidden"
        type="file"
        multiple
        onChange={({ target }) => void openFiles(chosen(target))}
      />
      <label className="quiet" htmlFor={results}>
        Results…
      </label>
      <input
        id={results}
        className="visually-hidden"
        type="file"
        accept=".jsonl,.csv"
        onChange={({ target }) => {
          const [file] = chosen(target);
          if (file !== undefined) void openResults(file);
        }}
      />
      <button type="button" className="quiet" onClick={() => void openRecorded()}>
        Recorded results
      </button>
      <EarlierRuns onChoose={openRun} />
    </div>
  );
}

const lineOf = ({ entries, broken, opened }: HeldSuite): string =>
  understoodLine(entries, broken.length, opened);

/** What had to be guessed, what is missing, and why nothing can be asked. */
function Understood({ suite }: { readonly suite: HeldSuite }) {
  const { opened } = suite;
  if (opened === null) return null;
  const nothing = whyNothing(opened);
  const notes = understoodNotes(opened);
  return (
    <>
      {nothing !== null && (
        <div role="alert">
          <p className="run-fault">{nothing.message}</p>
          <p className="hint">{nothing.hint}</p>
        </div>
      )}
      {notes.length > 0 && (
        <ul className="understood">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

export function SourcePanel() {
  const source = useSuite((state) => state.source);
  return (
    <div className="source">
      <p className="source-title">
        {source.kind === "open" && (
          <>
            <strong>{source.suite.title}</strong>, {lineOf(source.suite)}
          </>
        )}
        {source.kind === "opening" && <>Opening {source.title} …</>}
        {source.kind === "none" && <>No suite is open.</>}
      </p>
      {source.kind === "failed" && (
        <div role="alert">
          <p className="run-fault">{source.fault.message}</p>
          {source.fault.hint !== undefined && <p className="hint">{source.fault.hint}</p>}
        </div>
      )}
      {source.kind === "open" && <Understood suite={source.suite} />}
      <OpenKeys />
      {source.kind === "open" && (
        <>
          <LeftOut
            summary={`${count(source.suite.broken.length, "row")} left out`}
            rows={source.suite.broken}
          />
          <LeftOut
            summary={`${count(source.suite.opened?.openly.length ?? 0, "row")} asked as open questions`}
            rows={source.suite.opened?.openly ?? []}
          />
        </>
      )}
    </div>
  );
}
