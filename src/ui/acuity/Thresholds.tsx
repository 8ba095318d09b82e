/** The shown measurement in numbers: its thresholds, what was asked, and its files. */
import { acuityTable } from "../../acuity/table.ts";
import type { Measurement } from "../../app/acuity/acuity-state.ts";
import { saveBlob } from "../shared/save-file.ts";
import { CONDITION_WORDS, CURVED, cardLines, fitWords, savingWords, titleOf } from "./acuity-words.ts";

function Lines({ shown: { document, curves } }: { readonly shown: Measurement }) {
  if (curves === null) return <p role="status">Fitting the curves …</p>;
  const { plan } = document;
  const saving = savingWords(curves.saving);
  return (
    <>
      <dl className="acuity-thresholds">
        {CURVED.map((condition) => {
          const curve = curves.curves[condition];
          return curve === undefined ? null : (
            <div key={condition} data-tone={condition}>
              <dt>{CONDITION_WORDS[condition]}</dt>
              <dd>{fitWords(plan, curve.fit)}</dd>
            </div>
          );
        })}
      </dl>
      {saving !== null && <p>{saving}</p>}
      {plan.picture !== undefined && (
        <p className="hint">
          All answers are about one question: the intervals say how much the place matters, and nothing of
          other pictures.
        </p>
      )}
    </>
  );
}

export function Thresholds({ shown }: { readonly shown: Measurement }) {
  const { document, curves } = shown;
  const name = `${document.model.id}-${document.plan.dimension}-${document.plan.variable}`;
  return (
    <section className="card acuity-head" aria-labelledby="acuity-shown">
      <h2 id="acuity-shown">{titleOf(document)}</h2>
      <Lines shown={shown} />
      <p className="card-note">
        {cardLines(document).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </p>
      <div className="export-keys">
        <button
          type="button"
          className="secondary"
          onClick={() =>
            saveBlob(
              new Blob([JSON.stringify(document)], { type: "application/json" }),
              `${name}.acuity.json`,
            )
          }
        >
          Save the measurement
        </button>
        {curves !== null && (
          <button
            type="button"
            className="secondary"
            onClick={() => saveBlob(new Blob([acuityTable(document, curves)]), `${name}.csv`)}
          >
            Save CSV
          </button>
        )}
      </div>
    </section>
  );
}
