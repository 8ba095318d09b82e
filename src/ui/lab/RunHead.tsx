/** The accuracies of a run as they are now, beside those before the first step, and what is said of a collapse or a dip. */
import { useMemo } from "react";
import { dipOf } from "../../lab/run/collapse.ts";
import { type EvaluationRecord, MEASURED_VIEWS, type MeasuredView } from "../../lab/run/document.ts";
import type { Run } from "../../lab/run/run.ts";
import { shareWords } from "../../lab/run/share-words.ts";
import { percent, points } from "../shared/format.ts";

const VIEW_WORDS: Readonly<Record<MeasuredView, string>> = {
  global: "full image (global)",
  matched: "matched crop",
  regional: "evidence crop (regional)",
};

interface Measures {
  readonly first: EvaluationRecord;
  readonly last: EvaluationRecord;
}

function Accuracies({ first, last }: Measures) {
  const later = last !== first;
  return (
    <dl className="headline">
      {MEASURED_VIEWS.map((view) => {
        const { mean, low, high } = last.views[view].accuracy;
        return (
          <div key={view} data-tone={view}>
            <dt>{VIEW_WORDS[view]}</dt>
            <dd>
              <strong>{percent(mean)}</strong>
              <span className="unit">
                {percent(low)} to {percent(high)}
                {later && `, ${percent(first.views[view].accuracy.mean)} at first`}
              </span>
            </dd>
          </div>
        );
      })}
      <div data-tone="plain">
        <dt>zooming gap</dt>
        <dd>
          <strong>{points(last.gap.mean)}</strong>
          <span className="unit">
            points, {points(last.gap.low)} to {points(last.gap.high)}
            {later && `, ${points(first.gap.mean)} at first`}
          </span>
        </dd>
      </div>
    </dl>
  );
}

/** What the run regained of its model's first stage, and closed of the gap. */
function Regained({ run }: { readonly run: Run }) {
  const words = useMemo(() => shareWords(run), [run]);
  if (words === null) return null;
  const { lines, explanation } = words;
  return (
    <div className="lab-regained">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {explanation !== null && <p className="hint">{explanation}</p>}
    </div>
  );
}

/** A falling loss is not success: what the accuracies say of the run. */
function Verdict({ run }: { readonly run: Run }) {
  const { collapse, evaluations } = run;
  const dip = dipOf(evaluations);
  if (collapse !== null)
    return (
      <section className="card lab-verdict" data-verdict="collapse" role="alert">
        <h3>The run has collapsed, at step {collapse.step}</h3>
        <p>{collapse.reason}</p>
        <p>
          What the model could read in the evidence crop is being lost, whatever the loss says: the words of
          the template usually go first. Go back to a checkpoint before step {collapse.step}, and try a lower
          rate, a frozen teacher, or a teacher that sees the evidence.
        </p>
      </section>
    );
  if (dip === null) return null;
  return (
    <section className="card lab-verdict" data-verdict="dip" role="status">
      <h3>A dip, not a collapse</h3>
      <p>{dip} What the model can read in the crop is not lost.</p>
    </section>
  );
}

export function RunHead({ run }: { readonly run: Run }) {
  const { header, evaluations } = run;
  const [first] = evaluations;
  const last = evaluations.at(-1);
  return (
    <>
      <section className="card lab-run" aria-labelledby="lab-run-title">
        <h2 id="lab-run-title">
          {header.recipe.title}, {header.model.title}
        </h2>
        <p className="hint">
          Seed {header.seed}, {header.steps} steps
          {last !== undefined && `; measured after step ${last.step} on ${last.items} held-out questions`}
        </p>
        {first === undefined || last === undefined ? (
          <p className="hint">
            Before the first step the model answers the held-out questions, so that there is something to
            compare with.
          </p>
        ) : (
          <>
            <Accuracies first={first} last={last} />
            <Regained run={run} />
          </>
        )}
      </section>
      <Verdict run={run} />
    </>
  );
}
