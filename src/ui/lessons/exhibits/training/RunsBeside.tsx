/** V-Zero's recorded run and one with another gate: accuracy from the full image over the steps, and how far both are apart. */
import { listedRun, type RunName } from "../../../../lesson/exhibits/run-list.ts";
import { changeBetween, recordedRun } from "../../../../lesson/exhibits/runs.ts";
import { percent, points } from "../../../shared/format.ts";
import { CONDITION_WORDS } from "../../../suite/suite-words.ts";
import { LineChart } from "../LineChart.tsx";
import { TableHead } from "../table/TableHead.tsx";
import { recordedWords, SHARES, STEPS } from "./run-words.ts";

const RUNS = ["v-zero", "largest-gap"] as const satisfies readonly RunName[];

const DASHES = { "v-zero": "dashed", "largest-gap": "solid" } as const;

const shareAt = (run: RunName, at: number): number =>
  recordedRun(run).evaluations.at(at)?.views.global.accuracy.mean ?? 0;

export function RunsBeside() {
  const lines = RUNS.map((run) => ({
    name: listedRun(run).title,
    dash: DASHES[run],
    chosen: run === "largest-gap",
    points: recordedRun(run).evaluations.map(
      ({ step, views }) => [step, views.global.accuracy.mean] as const,
    ),
    words: percent(shareAt(run, -1)),
  }));
  const written = lines.map(({ name, words }) => `${name} ${words}`).join(", ");
  return (
    <section className="exhibit" aria-label="Two gates, the same training">
      <LineChart
        label={`Right answers from the full image over the steps of both runs; after the last one: ${written}.`}
        across={STEPS}
        down={SHARES}
        lines={lines}
      />
      <table className="pair-table">
        <caption className="exhibit-caption">
          Right answers from each view after the last step; the difference in points, with its 95 % interval
        </caption>
        <TableHead rows="shown" columns={[...RUNS.map((run) => listedRun(run).title), "apart", "from, to"]} />
        <tbody>
          {(["global", "regional"] as const).map((view) => {
            const { before, after, difference } = changeBetween("largest-gap", "v-zero", view);
            return (
              <tr key={view}>
                <th scope="row">{CONDITION_WORDS[view]}</th>
                <td className="pair-number">{percent(before)}</td>
                <td className="pair-number">{percent(after)}</td>
                <td className="pair-number">{points(difference.mean)}</td>
                <td className="pair-number">{`${points(difference.low)} to ${points(difference.high)}`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="exhibit-note">{recordedWords({ run: "v-zero" })}</p>
    </section>
  );
}
