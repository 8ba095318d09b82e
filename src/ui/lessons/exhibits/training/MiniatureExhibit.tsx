/** Training in miniature: accuracy, or the loss, under all four teachers over the updates, with the chosen one in ink. */
import { useMemo } from "react";
import {
  type TeacherRule,
  type Training,
  type TrainingSettings,
  train,
} from "../../../../lesson/miniature/training.ts";
import { decimal } from "../../../shared/format.ts";
import { type Line, LineChart } from "../LineChart.tsx";
import { MiniatureControls } from "./MiniatureControls.tsx";
import { RULES } from "./miniature-words.ts";

const DASHES = { frozen: "dashed", average: "mixed", trustRegion: "dotted", current: "solid" } as const;

type Trainings = readonly {
  readonly rule: TeacherRule;
  readonly words: string;
  readonly training: Training;
}[];

/** All four rules under the same settings. */
function useTrainings({ divergence, compared, updates, seed }: TrainingSettings): Trainings {
  return useMemo(
    () =>
      RULES.map(({ value: rule, name: words }) => ({
        rule,
        words,
        training: train({ rule, divergence, compared, updates, seed }),
      })),
    [divergence, compared, updates, seed],
  );
}

const plain = (value: number): string => String(value);

const FIGURES = {
  accuracy: { title: "share of right answers", decimals: 2, least: 1 },
  divergence: { title: "divergence from its teacher, nats", decimals: 4, least: 0.05 },
} as const;

interface MiniatureProps {
  readonly settings: TrainingSettings;
  readonly figure: keyof typeof FIGURES;
}

export function MiniatureExhibit({ settings, figure }: MiniatureProps) {
  const trainings = useTrainings(settings);
  const { title, decimals, least } = FIGURES[figure];
  const lines: readonly Line[] = trainings.map(({ rule, words, training }) => ({
    name: words,
    dash: DASHES[rule],
    chosen: rule === settings.rule,
    points: training.moments.map((moment, update) => [update, moment[figure]] as const),
    words: decimal(training.moments.at(-1)?.[figure] ?? null, decimals),
  }));
  const top = Math.max(least, ...lines.flatMap(({ points }) => points.map(([, value]) => value)));
  const chosen = trainings.find(({ rule }) => rule === settings.rule);
  const last = chosen?.training.moments.at(-1);
  return (
    <section className="exhibit" aria-label="Training in miniature">
      <MiniatureControls settings={settings} />
      <LineChart
        label={`${title}, over ${settings.updates} updates. At the end: ${lines.map(({ name, words }) => `${name} ${words}`).join(", ")}.`}
        across={{ kind: "linear", domain: [0, settings.updates], title: "updates", words: plain }}
        down={{ kind: "linear", domain: [0, top], title, words: plain }}
        lines={lines}
      />
      {last !== undefined && (
        <p className="exhibit-value" role="status">
          {chosen?.words}: right <strong className="number">{decimal(last.accuracy, 2)}</strong>, silent{" "}
          <strong className="number">{decimal(last.stopping, 2)}</strong>, divergence{" "}
          <span className="number">{decimal(last.divergence, 4)}</span> nats
        </p>
      )}
    </section>
  );
}
