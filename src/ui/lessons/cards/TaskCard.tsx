/** What the page asks the reader to do, a button that does it, and whether it is done. */
import { isRecordedLesson } from "../../../app/lessons/lesson-actions.ts";
import { canAnswer } from "../../../app/selectors.ts";
import type { Action, Lesson, Task } from "../../../lesson/lesson.ts";
import type { Snapshot } from "../../../lesson/snapshot.ts";
import { useApp, useHandle } from "../../app-context.ts";
import { runWords } from "../../shell/words.ts";
import { Prose } from "../Prose.tsx";
import { useHindrance } from "../use-hindrance.ts";

interface TaskProps {
  readonly lesson: Lesson;
  readonly task: Task;
  readonly done: boolean;
  readonly snapshot: Snapshot;
  readonly onAct: (action: Action) => Promise<void>;
}

/** Whether the button would show a recorded answer, because no model is loaded. */
function useRecordedAnswer({ lesson, task }: TaskProps): boolean {
  const { store } = useHandle();
  const live = useApp(canAnswer);
  return task.action.kind === "answer" && !live && isRecordedLesson(store.getState(), lesson);
}

export function TaskCard(props: TaskProps) {
  const { lesson, task, done, snapshot, onAct } = props;
  const hindrance = useHindrance(task.action, lesson, snapshot);
  const recorded = useRecordedAnswer(props);
  const run = useApp((state) => state.run);
  const busy = run.kind !== "idle" && task.action.kind !== "tune";
  const act = () => {
    if (hindrance === null) void onAct(task.action);
  };
  return (
    <section className="lesson-card" data-kind="task" data-done={done} aria-label="Now you">
      <p className="lesson-card-title">Now you</p>
      <p className="lesson-ask">
        <Prose text={task.ask} />
      </p>
      <button type="button" className="secondary" aria-disabled={hindrance !== null} onClick={act}>
        {task.key}
      </button>
      {recorded && !done && (
        <p className="lesson-aside">No model is loaded, so a recorded answer is shown instead.</p>
      )}
      <p className="lesson-verdict" role="status">
        {done && "✓ Done."}
        {!done && busy && `${runWords(run)} …`}
        {!done && !busy && hindrance !== null && `${hindrance} You can read on meanwhile.`}
      </p>
    </section>
  );
}
