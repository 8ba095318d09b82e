/** One image, one question, two views. */

import { lazy } from "react";
import { canAnswer } from "../app/selectors.ts";
import { Ask } from "./answer/Ask.tsx";
import { Sides } from "./answer/Sides.tsx";
import { StableHeight } from "./answer/StableHeight.tsx";
import { StaleBanner } from "./answer/StaleBanner.tsx";
import { useApp, useHandle } from "./app-context.ts";
import { Part } from "./fault/Part.tsx";
import { Gallery } from "./images/Gallery.tsx";
import { Inspector } from "./inspector/Inspector.tsx";
import { ModelLine } from "./models/ModelLine.tsx";
import { SourceNote } from "./sessions/SourceNote.tsx";
import { useShortcuts } from "./shell/use-shortcuts.ts";
import { Stage } from "./stage/Stage.tsx";
import { TokenStrip } from "./strip/TokenStrip.tsx";

const Timeline = lazy(async () => ({ default: (await import("./timeline/Timeline.tsx")).Timeline }));
const GapPanel = lazy(async () => ({ default: (await import("./gap/GapPanel.tsx")).GapPanel }));
const GatesPanel = lazy(async () => ({ default: (await import("./gates/GatesPanel.tsx")).GatesPanel }));

export function Playground() {
  const { store, actions } = useHandle();
  const opening = useApp((state) => state.opening);
  useShortcuts({
    answer: () => void (canAnswer(store.getState()) && actions.answer()),
    stop: () => store.getState().run.kind !== "idle" && actions.stop(),
    undo: () => void actions.session.undo(),
    redo: () => void actions.session.redo(),
  });
  return (
    <main className="playground" data-opening={opening}>
      <Part name="The gallery">
        <Gallery />
      </Part>
      <Part name="The stage">
        <Stage />
      </Part>
      <div className="middle">
        <Part name="The two answers">
          <Ask />
          <SourceNote />
          <Sides />
          <StaleBanner />
          <TokenStrip />
          <ModelLine />
        </Part>
        <Part name="The timeline" meanwhile={<div className="card timeline-wait" />}>
          <Timeline />
        </Part>
        <Part name="The parts of the gap" meanwhile={<div className="card gap-wait" />}>
          <GapPanel />
        </Part>
      </div>
      <div className="right">
        <Part name="The inspector">
          <StableHeight>
            <Inspector />
          </StableHeight>
        </Part>
        <Part name="The gates" meanwhile={<div className="card gates-wait" />}>
          <GatesPanel />
        </Part>
      </div>
    </main>
  );
}
