/** An experiment that needs a model. The lesson does not wait for it. */
import type { Action, Lesson, Trial } from "../../../lesson/lesson.ts";
import type { Snapshot } from "../../../lesson/snapshot.ts";
import { Prose } from "../Prose.tsx";
import { useHindrance } from "../use-hindrance.ts";

interface TrialProps {
  readonly lesson: Lesson;
  readonly trial: Trial;
  readonly snapshot: Snapshot;
  readonly onAct: (action: Action) => Promise<void>;
}

export function TrialCard({ lesson, trial, snapshot, onAct }: TrialProps) {
  const hindrance = useHindrance(trial.action, lesson, snapshot);
  return (
    <section className="lesson-card" data-kind="trial" aria-label="With a model">
      <p className="lesson-card-title">With a model</p>
      <p className="lesson-ask">
        <Prose text={trial.ask} />
      </p>
      <button
        type="button"
        className="secondary"
        aria-disabled={hindrance !== null}
        onClick={() => hindrance === null && void onAct(trial.action)}
      >
        {trial.key}
      </button>
      {hindrance !== null && <p className="lesson-aside">{hindrance} The lesson goes on without it.</p>}
    </section>
  );
}
