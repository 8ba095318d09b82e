/** What a recorded run gained and what it forgot, answer by answer, under each view. */
import { MEASURED_VIEWS } from "../../../../lab/run/document.ts";
import { changeAt, evaluationsAt, type RunsSettings } from "../../../../lesson/exhibits/runs.ts";
import { points } from "../../../shared/format.ts";
import { CONDITION_WORDS } from "../../../suite/suite-words.ts";
import { TableHead } from "../table/TableHead.tsx";
import { recordedWords } from "./run-words.ts";
import { StepSlider } from "./StepSlider.tsx";

export function RunForgotten({ settings }: { readonly settings: RunsSettings }) {
  const { now } = evaluationsAt(settings);
  return (
    <section className="exhibit" aria-label="What was gained, and what was forgotten">
      <StepSlider {...settings} />
      <table className="pair-table">
        <caption className="exhibit-caption">
          {`Of ${now.items} answers, how many became right and how many became wrong up to step ${now.step}; the change of accuracy in points, with its 95 % interval`}
        </caption>
        <TableHead rows="shown" columns={["gained", "forgotten", "change", "from, to"]} />
        <tbody>
          {MEASURED_VIEWS.map((view) => {
            const { gained, lost, difference } = changeAt(settings, view);
            return (
              <tr key={view}>
                <th scope="row">{CONDITION_WORDS[view]}</th>
                <td className="pair-number">{gained}</td>
                <td className="pair-number">{lost}</td>
                <td className="pair-number">{points(difference.mean)}</td>
                <td className="pair-number">{`${points(difference.low)} to ${points(difference.high)}`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="exhibit-note">{recordedWords(settings)}</p>
    </section>
  );
}
