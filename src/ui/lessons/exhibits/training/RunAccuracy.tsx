/** A recorded run: accuracies on held-out questions up to a step, as lines and as a table. */
import { MEASURED_VIEWS, type MeasuredView } from "../../../../lab/run/document.ts";
import { evaluationsAt, type RunsSettings, recordedRun } from "../../../../lesson/exhibits/runs.ts";
import type { Interval } from "../../../../math/statistics/bootstrap.ts";
import { percent } from "../../../shared/format.ts";
import { CONDITION_WORDS } from "../../../suite/suite-words.ts";
import { LineChart } from "../LineChart.tsx";
import { TableHead } from "../table/TableHead.tsx";
import { recordedWords, SHARES, STEPS } from "./run-words.ts";
import { StepSlider } from "./StepSlider.tsx";

const DASHES = { global: "solid", matched: "dotted", regional: "dashed" } as const;

const range = ({ low, high }: Interval): string => `${percent(low)} to ${percent(high)}`;

function linesOf({ run, step }: RunsSettings) {
  const shown = recordedRun(run).evaluations.filter((each) => each.step <= step);
  return MEASURED_VIEWS.map((view) => ({
    name: CONDITION_WORDS[view],
    dash: DASHES[view],
    chosen: view === "global",
    points: shown.map((each) => [each.step, each.views[view].accuracy.mean] as const),
    words: percent(shown.at(-1)?.views[view].accuracy.mean ?? 0),
  }));
}

export function RunAccuracy({ settings }: { readonly settings: RunsSettings }) {
  const { before, now } = evaluationsAt(settings);
  const lines = linesOf(settings);
  const row = (view: MeasuredView) => (
    <tr key={view}>
      <th scope="row">{CONDITION_WORDS[view]}</th>
      <td className="pair-number">{percent(before.views[view].accuracy.mean)}</td>
      <td className="pair-number">{percent(now.views[view].accuracy.mean)}</td>
      <td className="pair-number">{range(now.views[view].accuracy)}</td>
    </tr>
  );
  return (
    <section className="exhibit" aria-label="Accuracy over a run">
      <StepSlider {...settings} />
      <LineChart
        label={`Right answers to held-out questions up to step ${now.step}: ${lines.map(({ name, words }) => `${name} ${words}`).join(", ")}.`}
        across={STEPS}
        down={SHARES}
        lines={lines}
        at={settings.step}
      />
      <table className="pair-table">
        <caption className="exhibit-caption">
          {`Right answers before the first step and after step ${now.step}, with its 95 % interval`}
        </caption>
        <TableHead rows="shown" columns={["before", "after", "from, to"]} />
        <tbody>{MEASURED_VIEWS.map(row)}</tbody>
      </table>
      <p className="exhibit-note">{recordedWords(settings)}</p>
    </section>
  );
}
