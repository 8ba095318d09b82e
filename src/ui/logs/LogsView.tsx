/** The page of a training run: open its log and its data, see its figures, and look at its rollouts. */
import type { OpenedLog } from "../../log/worker/api.ts";
import { PageFault } from "../fault/FaultNotice.tsx";
import { useServedEngine } from "../models/ServedNote.tsx";
import { saveBlob } from "../shared/save-file.ts";
import { LogFilters } from "./LogFilters.tsx";
import { LogSourcePanel } from "./LogSource.tsx";
import { useLogs, useLogsActions } from "./logs-context.ts";
import { RolloutList } from "./RolloutList.tsx";
import { RolloutPanel } from "./RolloutPanel.tsx";
import { RunFigures } from "./RunFigures.tsx";
import { ScoreAnew } from "./ScoreAnew.tsx";
import "../charts/charts.css";
import "../suite/suite.css";
import "../suite/results/item-table.css";
import "../suite/source/columns.css";
import "./logs.css";

function Save({ log }: { readonly log: OpenedLog }) {
  const { write } = useLogsActions();
  const save = async () => {
    const lines = await write();
    if (lines !== null) saveBlob(lines, `${log.title}.tokens.jsonl`);
  };
  return (
    <button type="button" className="secondary" onClick={() => void save()}>
      Save these rollouts
    </button>
  );
}

function Run({ log }: { readonly log: OpenedLog }) {
  const chosen = useLogs((state) => state.chosen);
  return (
    <>
      <RunFigures log={log} />
      <ScoreAnew log={log} />
      <div className="run-columns">
        <div className="card run-list">
          <LogFilters />
          <RolloutList />
          <Save log={log} />
        </div>
        {chosen === null ? (
          <section className="card rollout-panel" aria-label="The chosen rollout">
            <p className="hint">
              Choose a rollout to see its image, its tokens and the same prompt at other steps.
            </p>
          </section>
        ) : (
          <RolloutPanel chosen={chosen} />
        )}
      </div>
    </>
  );
}

export function LogsView() {
  const source = useLogs((state) => state.source);
  const fault = useLogs((state) => state.fault);
  const { dismissFault } = useLogsActions();
  const engine = useServedEngine();
  return (
    <main className="suite logs" id="logs">
      <PageFault fault={fault} onDismiss={dismissFault} />
      <section className="card suite-head" aria-labelledby="logs-title">
        <div>
          <h2 id="logs-title">What a training run answered</h2>
          <p className="hint">
            Every answer of every step, with its reward, its image and its evidence. Everything stays in this
            tab{engine === null ? "" : `, except what you let ${engine} score`}.
          </p>
        </div>
        <LogSourcePanel />
      </section>
      {source.kind === "open" && <Run log={source.log} />}
    </main>
  );
}
