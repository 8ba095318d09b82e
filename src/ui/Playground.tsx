/** One image, one question, two looks. */

import { lazy, Suspense } from "react";
import { canAnswer } from "../app/selectors.ts";
import { Ask } from "./Ask.tsx";
import { useHandle } from "./app-context.ts";
import { Gallery } from "./Gallery.tsx";
import { Held } from "./Held.tsx";
import { Inspector } from "./Inspector.tsx";
import { Sides } from "./Sides.tsx";
import { Stage } from "./Stage.tsx";
import { StaleBanner } from "./StaleBanner.tsx";
import { SourceNote } from "./sessions/SourceNote.tsx";
import { TokenStrip } from "./TokenStrip.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

const Timeline = lazy(async () => ({ default: (await import("./Timeline.tsx")).Timeline }));
const GatesPanel = lazy(async () => ({ default: (await import("./gates/GatesPanel.tsx")).GatesPanel }));

export function Playground() {
  const { store, actions } = useHandle();
  useShortcuts({
    answer: () => void (canAnswer(store.getState()) && actions.answer()),
    stop: () => store.getState().run.kind !== "idle" && actions.stop(),
    undo: () => void actions.session.undo(),
    redo: () => void actions.session.redo(),
  });
  return (
    <main className="bench">
      <Gallery />
      <Stage />
      <div className="middle">
        <Ask />
        <SourceNote />
        <Sides />
        <StaleBanner />
        <TokenStrip />
        <Suspense fallback={<div className="card timeline-wait" />}>
          <Timeline />
        </Suspense>
      </div>
      <div className="right">
        <Held>
          <Inspector />
        </Held>
        <Suspense fallback={<div className="card gates-wait" />}>
          <GatesPanel />
        </Suspense>
      </div>
    </main>
  );
}
