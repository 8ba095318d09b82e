/** Training in the tab: choose a recipe, start it, and watch the gap while it runs. */
import { useEffect } from "react";
import { isBusy } from "../../app/lab/lab-state.ts";
import { PageFault } from "../fault/FaultNotice.tsx";
import { RunFigures } from "./figures/RunFigures.tsx";
import { TablesPanel } from "./figures/TablesPanel.tsx";
import { KeptRuns } from "./KeptRuns.tsx";
import { useLab, useLabActions } from "./lab-context.ts";
import { RunFiles } from "./RunFiles.tsx";
import { RunHead } from "./RunHead.tsx";
import { RunPanel } from "./RunPanel.tsx";
import { NeedPanel } from "./setup/NeedPanel.tsx";
import { RecipePanel, RecipeParts } from "./setup/RecipePanel.tsx";
import { SizePanel } from "./setup/SizePanel.tsx";
import { TrainedPanel } from "./TrainedPanel.tsx";
import { WatchedPanel } from "./WatchedPanel.tsx";
import "../charts/charts.css";
import "../strip/strip.css";
import "../suite/suite.css";
import "../suite/compare/compare.css";
import "../suite/results/item-table.css";
import "./lab.css";

export function LabView() {
  const { restore, dismissFault } = useLabActions();
  const fault = useLab((state) => state.fault);
  const run = useLab((state) => state.run);
  const busy = useLab(isBusy);
  useEffect(() => void restore(), [restore]);
  return (
    <main className="suite lab" id="lab">
      <PageFault fault={fault} onDismiss={dismissFault} />
      <section className="card lab-head" aria-labelledby="lab-title">
        <div>
          <h2 id="lab-title">Train the model, and watch the gap</h2>
          <p className="hint">
            A recipe of one of the papers trains a bundled model in this tab, with real gradients. A falling
            loss is not success: held-out questions tell whether the model reads more in the full image, and
            whether it still reads the crop.
          </p>
        </div>
        <RecipePanel disabled={busy} />
        <SizePanel disabled={busy} />
        <div className="lab-start">
          <NeedPanel busy={busy} />
          <RunPanel />
        </div>
        <RecipeParts disabled={busy} />
      </section>
      {run !== null && (
        <>
          <RunHead run={run} />
          {run.watched.length > 0 && <WatchedPanel run={run} />}
          <TrainedPanel run={run} />
          <RunFigures run={run} />
          <RunFiles run={run} />
        </>
      )}
      <KeptRuns />
      <TablesPanel />
    </main>
  );
}
