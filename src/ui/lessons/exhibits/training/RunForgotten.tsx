/** What a recorded run gained and what it forgot, answer by answer, under each view. */
import { MEASURED_VIEWS } from "../../../../lab/run/document.ts";
import { changeAt, evaluationsAt, type RunsSettings } from "../../../../lesson/exhibits/runs.ts";
import { points } from "../../../shared/format.ts";
import { recordedWords, VIEW_WORDS } from "./run-words.ts";
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
        <thead>
          <tr>
            <th scope="col">shown</th>
            <th scope="col" className="pair-number">
              gained
            </th>
            <th scope="col" className="pair-number">
              forgotten
            </th>
            <th scope="col" className="pair-number">
              change
            </th>
            <th scope="col" className="pair-number">
              from, to
            </th>
          </tr>
        </thead>
        <tbody>
          {MEASURED_VIEWS.map((view) => {
            const { gained, lost, difference } = changeAt(settings, view);
            return (
              <tr key={view}>
                <th scope="row">{VIEW_WORDS[view]}</th>
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
