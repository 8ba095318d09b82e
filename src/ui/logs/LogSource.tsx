/** Which log is open, what it has and lacks, its data, and the ways to open others. */
import { useId } from "react";
import type { DataSource, LogSource } from "../../app/logs/logs-state.ts";
import { lackWords } from "../../log/run/report.ts";
import type { OpenedLog } from "../../log/worker/api.ts";
import { Disclosure } from "../kit/Disclosure.tsx";
import { count } from "../shared/format.ts";
import { LeftOut } from "../suite/source/LeftOut.tsx";
import { useLogs, useLogsActions } from "./logs-context.ts";

interface FileKeyProps {
  readonly label: string;
  readonly folder?: boolean;
  readonly onFiles: (files: readonly File[]) => Promise<void>;
}

/** A button that chooses files, or a folder. */
function FileKey({ label, folder = false, onFiles }: FileKeyProps) {
  const id = useId();
  return (
    <>
      <label className="quiet" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        multiple
        ref={(input) => {
          if (folder) input?.setAttribute("webkitdirectory", "");
        }}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same files can be chosen again, as after a step was added.
          target.value = "";
          if (files.length > 0) void onFiles(files);
        }}
      />
    </>
  );
}

function Progress({ source }: { readonly source: Extract<LogSource, { kind: "opening" }> }) {
  const { title, done, total } = source;
  return (
    <p className="source-title" role="status">
      Reading {title} …{total > 0 && ` ${Math.round((100 * done) / total)} %`}
    </p>
  );
}

function Report({ log }: { readonly log: OpenedLog }) {
  const { report, rollouts, unread } = log;
  const lacks = report.lacks.map((lack) => lackWords(lack, rollouts.length));
  return (
    <>
      <p className="source-title">
        <strong>{log.title}</strong>: {report.read}
      </p>
      <Disclosure summary={`What the log has, and ${count(report.lacks.length, "thing")} that it lacks`}>
        <ul className="understood">
          <li>In it: {report.present.join(", ")}.</li>
          {[...lacks, ...report.conventions].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {report.otherFields.length > 0 && <li>Kept as they are: {report.otherFields.join(", ")}.</li>}
        </ul>
      </Disclosure>
      <LeftOut summary={`${count(unread.length, "line")} left out`} rows={unread} />
    </>
  );
}

function DataReport({ data }: { readonly data: DataSource }) {
  switch (data.kind) {
    case "none":
      return <p className="hint">Without data the rollouts have no images.</p>;
    case "opening":
      return (
        <p className="hint" role="status">
          Reading {data.title} …
        </p>
      );
    case "open":
      return (
        <>
          <p className="source-title">
            <strong>{data.title}</strong>: {count(data.data.rows, "data row")},{" "}
            {count(data.data.files, "file")}
          </p>
          {data.data.notes.map((note) => (
            <p key={note} className="hint">
              {note}
            </p>
          ))}
          <LeftOut summary={`${count(data.data.unread.length, "row")} left out`} rows={data.data.unread} />
        </>
      );
    default:
      return data satisfies never;
  }
}

export function LogSourcePanel() {
  const source = useLogs((state) => state.source);
  const data = useLogs((state) => state.data);
  const { openLog, openData } = useLogsActions();
  return (
    <>
      <div className="source">
        <h3>The log</h3>
        {source.kind === "none" && (
          <p className="hint">
            Drop a log here, or choose it: rollouts of verl, ms-swift, TRL or prime-rl, or lines of tokens and
            metrics.
          </p>
        )}
        {source.kind === "opening" && <Progress source={source} />}
        {source.kind === "failed" && (
          <div role="alert">
            <p className="run-fault">{source.fault.message}</p>
            {source.fault.hint !== undefined && <p className="hint">{source.fault.hint}</p>}
          </div>
        )}
        {source.kind === "open" && <Report log={source.log} />}
        <div className="open-keys">
          <FileKey label="Log files…" onFiles={openLog} />
          <FileKey label="Folder of a log…" folder onFiles={openLog} />
        </div>
      </div>
      <div className="source">
        <h3>The data that it was trained on</h3>
        <DataReport data={data} />
        <div className="open-keys">
          <FileKey label="Folder of data…" folder onFiles={openData} />
          <FileKey label="List or images…" onFiles={openData} />
        </div>
      </div>
    </>
  );
}
