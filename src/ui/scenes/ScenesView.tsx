/** The scene studio: the picture, the selected thing, and every question with its right answer. */
import { PageFault } from "../fault/FaultNotice.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { PartPanel } from "./PartPanel.tsx";
import { QuestionList } from "./QuestionList.tsx";
import { SceneFiles } from "./SceneFiles.tsx";
import { SceneHead } from "./SceneHead.tsx";
import { SceneStage } from "./SceneStage.tsx";
import { useScenes, useScenesActions } from "./scenes-context.ts";
import { useSceneAddress } from "./use-scene-address.ts";
import "../suite/suite.css";
import "./scenes.css";

/** Where a link came from another browser whose edges of shapes and text differ. */
function DiffersNote() {
  const differs = useScenes((state) => state.differs);
  if (differs === null) return null;
  return (
    <p className="hint scene-differs" role="status">
      Your browser paints this scene with other pixels than the link was made from ({differs.own} here,{" "}
      {differs.linked} there): edges of shapes and text may differ, so the model’s numbers may too.
    </p>
  );
}

export function ScenesView() {
  const fault = useScenes((state) => state.fault);
  const { dismissFault, undo, redo, stop } = useScenesActions();
  useShortcuts({ undo, redo, stop });
  useSceneAddress();
  return (
    <main className="suite scenes-page" id="scenes">
      <PageFault fault={fault} onDismiss={dismissFault} />
      <SceneHead />
      <DiffersNote />
      <div className="scene-columns">
        <div className="scene-column">
          <SceneStage />
          <PartPanel />
          <SceneFiles />
        </div>
        <QuestionList />
      </div>
    </main>
  );
}
