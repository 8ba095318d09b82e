/** One recorded scene of which one thing shrinks, painted here, with the model's recorded answers. */
import { useEffect, useState } from "react";
import { type Painter, startPainter } from "../../../../acuity/painter/painter.ts";
import { type AcuityDimension, type AcuityPlan, pathOf } from "../../../../acuity/trials.ts";
import {
  ACUITY_DIMENSION,
  MOST_STEPS,
  SCENE_SEEDS,
  type ShrinkingSettings,
  SIZES,
  shrunk,
} from "../../../../lesson/exhibits/acuity.ts";
import { Segmented } from "../../../kit/Segmented.tsx";
import { Slider } from "../../../kit/Slider.tsx";
import { finePercent } from "../../../shared/format.ts";
import { useLessonActions } from "../../use-lesson-actions.ts";

/** The recorded measurement's scenes. */
const PLAN: AcuityPlan = {
  dimension: ACUITY_DIMENSION as AcuityDimension,
  variable: "size",
  levels: SIZES,
  scenes: SCENE_SEEDS.length,
};

/** A painter for as long as the exhibit is shown; null at first. */
function usePainter(): Painter | null {
  const [painter, setPainter] = useState<Painter | null>(null);
  useEffect(() => {
    const started = startPainter(new URL(document.baseURI));
    setPainter(started);
    return () => started[Symbol.dispose]();
  }, []);
  return painter;
}

/** The address of the painted scene; null until one is painted. The last one stays until the next is. */
function usePainted({ scene, steps }: ShrinkingSettings): string | null {
  const painter = usePainter();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    const paint = async () => {
      const trial = { seed: SCENE_SEEDS[scene] ?? 0, level: shrunk({ scene, steps }).size };
      const file = await painter?.filesOf(PLAN, null).get(pathOf(trial))?.read();
      if (!current || file === undefined || !file.ok) return;
      setUrl(URL.createObjectURL(new Blob([new Uint8Array(file.value)], { type: "image/png" })));
    };
    void paint();
    return () => {
      current = false;
    };
  }, [painter, scene, steps]);
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  return url;
}

const said = (right: boolean): string => (right ? "right" : "wrong");

export function ShrinkingExhibit({ settings }: { readonly settings: ShrinkingSettings }) {
  const actions = useLessonActions();
  const url = usePainted(settings);
  const { size, full, crop } = shrunk(settings);
  return (
    <section className="exhibit" aria-label="A thing that shrinks">
      <Segmented
        label="Scene"
        options={SCENE_SEEDS.map((_, scene) => ({ value: scene, name: scene + 1 }))}
        value={settings.scene}
        onChange={(scene) => actions.tune({ acuity: { scene } })}
      />
      <Slider
        label="Shrunk"
        value={settings.steps}
        least={0}
        most={MOST_STEPS}
        step={1}
        write={() => finePercent(size)}
        onChange={(steps) => actions.tune({ acuity: { steps } })}
      />
      {url !== null && (
        <img
          className="exhibit-picture"
          src={url}
          alt={`A drawn scene; the thing that is asked about covers ${finePercent(size)} of it.`}
        />
      )}
      <p className="exhibit-value" role="status">
        From the full image: <strong>{said(full)}</strong>. From the evidence crop:{" "}
        <strong>{said(crop)}</strong>.
      </p>
    </section>
  );
}
