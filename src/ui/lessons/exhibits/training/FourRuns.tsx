/** Four recorded runs beside each other, of which one is chosen: accuracy under a view, or the divergence in training. */
import { listedRun, type RunName } from "../../../../lesson/exhibits/run-list.ts";
import { type RunsSettings, recordedRun, trainingDivergence } from "../../../../lesson/exhibits/runs.ts";
import { Segmented } from "../../../kit/Segmented.tsx";
import { decimal } from "../../../shared/format.ts";
import { useLessonActions } from "../../use-lesson-actions.ts";
import { LineChart } from "../LineChart.tsx";
import { recordedWords, SHARES, STEPS } from "./run-words.ts";

const DASHES = { frozen: "solid", current: "dashed", wrong: "dotted", fast: "mixed" } as const;
const RUNS = Object.keys(DASHES) as (keyof typeof DASHES)[];
const CHOICES = RUNS.map((run) => ({ value: run, name: listedRun(run).title }));

function RunChoice({ run }: { readonly run: RunName }) {
  const actions = useLessonActions();
  return (
    <Segmented
      label="Run"
      options={CHOICES}
      value={RUNS.find((one) => one === run) ?? "frozen"}
      onChange={(chosen) => actions.tune({ runs: { run: chosen } })}
    />
  );
}

type Points = readonly (readonly [step: number, value: number])[];

const accuracyOf = (run: RunName, view: "global" | "regional"): Points =>
  recordedRun(run).evaluations.map(({ step, views }) => [step, views[view].accuracy.mean]);

interface BesideProps {
  readonly label: string;
  readonly chosen: RunName;
  readonly pointsOf: (run: RunName) => Points;
  readonly down: {
    readonly domain: readonly [number, number];
    readonly title: string;
    readonly words: (value: number) => string;
  };
}

function Beside({ label, chosen, pointsOf, down }: BesideProps) {
  const lines = RUNS.map((run) => {
    const points = pointsOf(run);
    return {
      name: listedRun(run).title,
      dash: DASHES[run],
      chosen: run === chosen,
      points,
      words: down.words(points.at(-1)?.[1] ?? Number.NaN),
    };
  });
  return (
    <LineChart
      label={`${label} over the steps. At the end: ${lines.map(({ name, words }) => `${name} ${words}`).join(", ")}.`}
      across={STEPS}
      down={{ kind: "linear", ...down }}
      lines={lines}
    />
  );
}

export function FourRuns({ settings }: { readonly settings: RunsSettings }) {
  const { run } = settings;
  return (
    <section className="exhibit" aria-label="Four recorded runs beside each other">
      <RunChoice run={run} />
      <Beside
        label="Right answers from the full image"
        chosen={run}
        pointsOf={(one) => accuracyOf(one, "global")}
        down={{ ...SHARES, title: "right, full image" }}
      />
      <Beside
        label="Right answers from the evidence crop"
        chosen={run}
        pointsOf={(one) => accuracyOf(one, "regional")}
        down={{ ...SHARES, title: "right, evidence crop" }}
      />
      <p className="exhibit-note">{recordedWords(settings)}</p>
    </section>
  );
}

export function FourDivergences({ settings }: { readonly settings: RunsSettings }) {
  const { run } = settings;
  const most = Math.max(...RUNS.flatMap((one) => trainingDivergence(one).map(([, value]) => value)));
  return (
    <section className="exhibit" aria-label="The divergence in training">
      <RunChoice run={run} />
      <Beside
        label="Divergence between student and teacher in training"
        chosen={run}
        pointsOf={trainingDivergence}
        down={{ domain: [0, most], title: "nats", words: (value) => decimal(value, 3) }}
      />
      <p className="exhibit-note">
        {`Jensen–Shannon divergence per token of the answers trained on, every tenth step; each is one batch. ${recordedWords(settings)}`}
      </p>
    </section>
  );
}
