/** The run as files: its document, and its numbers as a table. */
import type { Run } from "../../lab/run/run.ts";
import { runTable } from "../../lab/run/table.ts";
import { count } from "../shared/format.ts";
import { saveBlob } from "../shared/save-file.ts";
import { runLines } from "./figures/run-words.ts";

export function RunFiles({ run }: { readonly run: Run }) {
  const name = `${run.header.recipe.id}-seed-${run.header.seed}.run`;
  return (
    <div className="export">
      <p className="card-note">
        {runLines(run).map((line) => (
          <span key={line}>{line}</span>
        ))}
        {run.unread > 0 && <span>{count(run.unread, "line")} of the document not known to this version</span>}
      </p>
      <div className="export-keys">
        <button
          type="button"
          className="secondary"
          onClick={() => saveBlob(new Blob([run.text]), `${name}.jsonl`)}
        >
          Save JSONL
        </button>
        <button
          type="button"
          className="secondary"
          onClick={() => saveBlob(new Blob([runTable(run)]), `${name}.csv`)}
        >
          Save CSV
        </button>
      </div>
    </div>
  );
}
