/** Gradient noise side by side: sampled letters alone, and the K most likely with a tail, each against the exact gradient. */
import { useMemo } from "react";
import { MEASURED_K, noiseAlong, type TrainingSettings } from "../../../../lesson/miniature/training.ts";
import { decimal } from "../../../shared/format.ts";
import { type Line, LineChart } from "../LineChart.tsx";
import { MiniatureControls } from "./MiniatureControls.tsx";

const plain = (value: number): string => String(value);

/** Errors above this are shown at the edge. */
const TOP = 4;

function lineOf(name: string, chosen: boolean, errors: readonly (number | null)[]): Line {
  const known = errors.flatMap((error, update) => (error === null ? [] : [[update, error] as const]));
  const mean = known.reduce((sum, [, error]) => sum + error, 0) / Math.max(1, known.length);
  return {
    name,
    chosen,
    dash: chosen ? "solid" : "dashed",
    points: known,
    words: `${decimal(known.length === 0 ? null : mean, 2)} on average`,
  };
}

export function MiniatureNoise({ settings }: { settings: TrainingSettings }) {
  const noise = useMemo(() => noiseAlong(settings), [settings]);
  const k = settings.compared.kind === "topK" ? settings.compared.k : MEASURED_K;
  const lines = [
    lineOf("sampled letters", true, noise.sampled),
    lineOf(`top ${k} with a tail`, false, noise.topK),
  ];
  return (
    <section className="exhibit" aria-label="Gradient noise">
      <MiniatureControls settings={settings} />
      <LineChart
        label={`Distance of two gradients from the exact one, relative to its length. ${lines.map(({ name, words }) => `${name}: ${words}`).join(". ")}.`}
        across={{ kind: "linear", domain: [0, settings.updates], title: "updates", words: plain }}
        down={{ kind: "linear", domain: [0, TOP], title: "relative error of the gradient", words: plain }}
        lines={lines}
      />
    </section>
  );
}
