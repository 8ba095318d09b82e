/** One recorded scene whose sign shrinks, painted here, with the model's recorded answers. */
import { useEffect, useState } from "react";
import { startPainter } from "../../../acuity/painter/painter.ts";
import { pathOf } from "../../../acuity/trials.ts";
import {
  MOST_STEPS,
  SCENE_SEEDS,
  type ShrinkingSettings,
  SIZES,
  shrunk,
} from "../../../lesson/exhibits/acuity.ts";
import { Segmented } from "../../kit/Segmented.tsx";
import { Slider } from "../../kit/Slider.tsx";
import { finePercent } from "../../shared/format.ts";
import { useLessonActions } from "../use-lesson-actions.ts";

/** The recorded measurement's scenes: signs of varied size. */
const PLAN = { dimension: "ocr", variable: "size", levels: SIZES, scenes: SCENE_SEEDS.length } as const;

/** The address of the painted scene; null until it is painted. The last one stays meanwhile. */
function usePainted({ scene, steps }: ShrinkingSettings): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const painter = startPainter(new URL(document.baseURI));
    const trial = { seed: SCENE_SEEDS[scene] ?? 0, level: shrunk({ scene, steps }).size };
    let made: string | null = null;
    let current = true;
    const paint = async () => {
      const file = await painter.filesOf(PLAN, null).get(pathOf(trial))?.read();
      if (!current || file === undefined || !file.ok) return;
      made = URL.createObjectURL(new Blob([new Uint8Array(file.value)], { type: "image/png" }));
      setUrl(made);
    };
    void paint();
    return () => {
      current = false;
      painter[Symbol.dispose]();
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [scene, steps]);
  return url;
}

const said = (right: boolean): string => (right ? "right" : "wrong");

export function ShrinkingExhibit({ settings }: { readonly settings: ShrinkingSettings }) {
  const actions = useLessonActions();
  const url = usePainted(settings);
  const { size, full, crop } = shrunk(settings);
  return (
    <section className="exhibit" aria-label="A sign that shrinks">
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
          alt={`A drawn scene; its sign covers ${finePercent(size)} of it.`}
        />
      )}
      <p className="exhibit-value" role="status">
        From the full image: <strong>{said(full)}</strong>. From the evidence crop:{" "}
        <strong>{said(crop)}</strong>.
      </p>
    </section>
  );
}
