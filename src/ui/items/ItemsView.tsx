/** From a region of an image to a test item: the region-to-image recipe of Zooming without Zooming, step by step. */
import { useMemo } from "react";
import { tallyOf } from "../../suite/items/verdict.ts";
import { PageFault } from "../fault/FaultNotice.tsx";
import { CandidateList } from "./CandidateList.tsx";
import { useItems, useItemsActions } from "./items-context.ts";
import { PictureChoice } from "./PictureChoice.tsx";
import { RegionPanel } from "./RegionPanel.tsx";
import { RulesPanel } from "./RulesPanel.tsx";
import { TallyPanel } from "./TallyPanel.tsx";
import "../suite/suite.css";
import "./items.css";

export function ItemsView() {
  const fault = useItems((state) => state.fault);
  const { dismissFault } = useItemsActions();
  const candidates = useItems((state) => state.candidates);
  const thresholds = useItems((state) => state.thresholds);
  const tally = useMemo(() => tallyOf(candidates, thresholds), [candidates, thresholds]);
  return (
    <main className="suite items" id="items">
      <PageFault fault={fault} onDismiss={dismissFault} />
      <section className="card items-head" aria-labelledby="new-items-title">
        <div>
          <h2 id="new-items-title">New items, from the region to the image</h2>
          <p className="hint">
            A small region is easy to read in a crop: the model’s answers agree with each other. Asked of the
            full image, the same question becomes a test (Zooming without Zooming, algorithm 2). Nothing here
            survives a reload until you save it.
          </p>
        </div>
        <PictureChoice />
      </section>
      <RegionPanel />
      <RulesPanel />
      {candidates.length > 0 && (
        <>
          <CandidateList />
          <TallyPanel tally={tally} />
        </>
      )}
    </main>
  );
}
