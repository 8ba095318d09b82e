/** The session's experiments in the order in which they were asked: question, answers, a note; to show or remove. */

import { experimentImage } from "../../app/images/gallery.ts";
import { answerText } from "../../evidence/rollout.ts";
import type { Experiment } from "../../session/document/document.ts";
import { useActions, useApp } from "../app-context.ts";
import { count } from "../shared/format.ts";

const VERDICTS = new Map<boolean | null | undefined, string>([
  [true, "right"],
  [false, "wrong"],
]);

/** The answer, or several answers with their counts. */
function Answers({ experiment }: { experiment: Experiment }) {
  const { rollouts, verdicts } = experiment;
  const [first] = rollouts;
  if (first === undefined) return <p className="experiment-answer said-empty">No answer</p>;
  if (rollouts.length === 1) {
    const verdict = VERDICTS.get(verdicts[0]);
    return (
      <p className="experiment-answer">
        {answerText(first)}
        {verdict !== undefined && <span className="experiment-fact">{verdict}</span>}
      </p>
    );
  }
  const right = verdicts.filter((each) => each === true).length;
  const judged = verdicts.some((each) => each !== null);
  return (
    <p className="experiment-answer">
      {answerText(first)}
      <span className="experiment-fact">
        and {count(rollouts.length - 1, "more answer")}
        {judged && `; ${right} of ${rollouts.length} right`}
      </span>
    </p>
  );
}

interface EntryProps {
  readonly experiment: Experiment;
  readonly shown: boolean;
  readonly onShown: () => void;
}

function Entry({ experiment, shown, onShown }: EntryProps) {
  const { session } = useActions();
  const image = useApp((state) => state.session.images.find(({ id }) => id === experiment.plan.image));
  const gallery = useApp((state) => state.gallery);
  const picture = experimentImage(image, gallery);
  const { id, note, leftOut, plan } = experiment;
  const show = () => {
    void session.show(id);
    onShown();
  };
  return (
    <li className="experiment" aria-current={shown}>
      {picture === null ? (
        <span className="experiment-thumb" />
      ) : (
        <img className="experiment-thumb" src={picture} alt="" />
      )}
      <div className="experiment-words">
        <p className="experiment-question">
          {plan.question} <span className="experiment-fact">{image?.name}</span>
        </p>
        <Answers experiment={experiment} />
        {leftOut !== undefined && <p className="hint">Answers left out: {leftOut}</p>}
        <input
          type="text"
          className="experiment-note"
          aria-label={`Note on ${plan.question}`}
          placeholder="Add a note"
          defaultValue={note}
          maxLength={2000}
          onBlur={(event) => event.target.value !== note && session.note(id, event.target.value)}
        />
      </div>
      <div className="experiment-keys">
        <button type="button" className="secondary" onClick={show}>
          {shown ? "Shown" : "Show"}
        </button>
        <button type="button" className="quiet" onClick={() => session.remove(id)}>
          Remove
        </button>
      </div>
    </li>
  );
}

export function ExperimentList({ onShown }: { onShown: () => void }) {
  const { title, experiments, shown } = useApp((state) => state.session);
  const { session } = useActions();
  return (
    <section aria-labelledby="this-session">
      <h3 id="this-session">This session</h3>
      <label className="session-title">
        <span>Title</span>
        <input
          type="text"
          defaultValue={title}
          maxLength={200}
          placeholder="Without a title, its image and question name it"
          onBlur={(event) => event.target.value !== title && session.setTitle(event.target.value)}
        />
      </label>
      {experiments.length === 0 ? (
        <p className="hint">Nothing has been asked yet. Questions will be listed here.</p>
      ) : (
        <ol className="experiments">
          {experiments.map((each) => (
            <Entry key={each.id} experiment={each} shown={each.id === shown} onShown={onShown} />
          ))}
        </ol>
      )}
    </section>
  );
}
