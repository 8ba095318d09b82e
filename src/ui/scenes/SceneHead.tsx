/** The head of the studio: which scene, its background, what is added, undo and redo. */
import { useState } from "react";
import type { StickerDimension } from "../../scene/edit/edited-scene.ts";
import { mostSeed } from "../../scene/edit/link.ts";
import type { Background } from "../../scene/layout/names.ts";
import { type PanelKind, panelKinds, thingDimensions } from "../../scene/scene.ts";
import { NumberField } from "../kit/NumberField.tsx";
import { Select } from "../kit/Select.tsx";
import { ADDED_NAMES, BACKGROUND_NAMES } from "./part-words.ts";
import { useScene, useScenes, useScenesActions } from "./scenes-context.ts";

const ADDED: readonly (StickerDimension | PanelKind)[] = [...thingDimensions, ...panelKinds];
const BACKGROUNDS = Object.keys(BACKGROUND_NAMES) as readonly Background[];

function NewScene() {
  const { seed } = useScene();
  const { begin } = useScenesActions();
  return (
    <div className="scene-row">
      <NumberField
        label="Seed"
        value={seed}
        least={0}
        most={mostSeed}
        largeStep={1000}
        onChange={(next) => next !== null && next !== seed && begin(Math.round(next))}
      />
      <button type="button" className="secondary" onClick={() => begin((seed + 1) % mostSeed)}>
        New scene
      </button>
    </div>
  );
}

function Additions() {
  const [dim, setDim] = useState<StickerDimension | PanelKind>("ocr");
  const { edit, nextSeed } = useScenesActions();
  return (
    <div className="scene-row">
      <Select
        label="Something new"
        value={dim}
        options={ADDED.map((value) => ({ value, name: ADDED_NAMES[value] }))}
        onChange={setDim}
      />
      <button
        type="button"
        className="secondary"
        onClick={() => edit({ kind: "add", dim, seed: nextSeed() })}
      >
        Add
      </button>
    </div>
  );
}

export function SceneHead() {
  const { background } = useScene();
  const past = useScenes(({ history }) => history.past.length);
  const future = useScenes(({ history }) => history.future.length);
  const { edit, undo, redo } = useScenesActions();
  return (
    <section className="card scene-head" aria-labelledby="scenes-title">
      <div>
        <h2 id="scenes-title">Build what the model sees</h2>
        <p className="hint">
          A scene follows from its seed; change anything of it, and ask the model again. Every question has
          its right answer, since the scene is known.
        </p>
      </div>
      <div className="scene-tools">
        <NewScene />
        <Select
          label="Background"
          value={background}
          options={BACKGROUNDS.map((value) => ({ value, name: BACKGROUND_NAMES[value] }))}
          onChange={(next) => edit({ kind: "background", background: next })}
        />
        <Additions />
        <div className="scene-row">
          <button type="button" className="secondary" disabled={past === 0} onClick={undo}>
            Undo
          </button>
          <button type="button" className="secondary" disabled={future === 0} onClick={redo}>
            Redo
          </button>
        </div>
      </div>
    </section>
  );
}
