/** Student and teacher side by side: each side’s own answer, and the teacher’s score of the student’s answer. */
import { lazy, Suspense, useMemo } from "react";
import { expectedAnswer } from "../../app/run/known-answer.ts";
import { shownExperiment } from "../../session/derived.ts";
import { useActions, useApp } from "../app-context.ts";
import { StudentSwitch } from "../model-input/StudentSwitch.tsx";
import { TeacherSwitch } from "../model-input/TeacherSwitch.tsx";
import { useModelName } from "../models/use-model-name.ts";
import { decimal } from "../shared/format.ts";
import { Answer, wholeProbability } from "./Answer.tsx";
import { studentAnswer, taughtLogProb, teacherAnswer } from "./answers.ts";
import { outdated } from "./stale.ts";

/** Steps through the siblings of a group; nothing for a single answer. */
function SiblingSteps() {
  const siblings = useApp(({ session }) => shownExperiment(session)?.rollouts.length ?? 0);
  const sibling = useApp((state) => state.sibling);
  const { selectSibling } = useActions();
  if (siblings < 2) return null;
  const step = (by: number, name: string, sign: string) => {
    const to = sibling + by;
    const can = to >= 0 && to < siblings;
    return (
      <button
        type="button"
        className="quiet"
        aria-label={name}
        aria-disabled={!can}
        onClick={can ? () => selectSibling(to) : undefined}
      >
        <span aria-hidden="true">{sign}</span>
      </button>
    );
  };
  return (
    <p className="sibling-steps">
      {step(-1, "Previous answer in the group", "‹")}
      <span>
        answer {sibling + 1} of {siblings}
      </span>
      {step(1, "Next answer in the group", "›")}
    </p>
  );
}

/** How likely the student’s answer is under the teacher; this tells more than whether both answers are equal. */
function Taught() {
  const nats = useApp(taughtLogProb);
  return (
    <p className="side-number">
      {nats !== null && (
        <>
          reads the student’s answer with <span className="formula">q(y)</span> ={" "}
          <span className="number">{wholeProbability(nats)}</span>
          <span className="unit"> · ln = {decimal(nats, 2)} nats</span>
        </>
      )}
    </p>
  );
}

const TeachersAnswer = lazy(async () => ({
  default: (await import("./TeachersAnswer.tsx")).TeachersAnswer,
}));

/** Offered where another model teaches: of one model, the strip tells as much. */
function ScoredBack() {
  const other = useApp(({ session }) => session.plan?.teacher != null);
  const answer = useApp(({ session }) => shownExperiment(session)?.teacherAnswer ?? null);
  if (!other || answer === null) return null;
  return (
    <Suspense>
      <TeachersAnswer answer={answer} />
    </Suspense>
  );
}

function Expected() {
  const expected = useApp(expectedAnswer);
  return (
    <p className="expected">
      {expected !== null && (
        <>
          Expected: <strong>{expected}</strong>
        </>
      )}
    </p>
  );
}

/** A different teacher model is named; the student’s own weights are not. */
function TeacherTitle() {
  const other = useApp(({ session }) => session.plan?.teacher?.model ?? null);
  const name = useModelName(other);
  return <>Teacher{other !== null && <span className="side-model"> {name}</span>}</>;
}

export function Sides() {
  const run = useApp((state) => state.run);
  const session = useApp((state) => state.session);
  const sibling = useApp((state) => state.sibling);
  const gallery = useApp((state) => state.gallery);
  const judgeOf = useApp((state) => state.judgeOf);
  const [student, teacher] = useMemo(() => {
    const state = { run, session, sibling, gallery, judgeOf };
    const since = run.kind === "idle" && outdated(session)?.answer === true;
    return [studentAnswer(state, since), teacherAnswer(state)];
  }, [run, session, sibling, gallery, judgeOf]);
  const late = run.kind === "idle";
  return (
    <section id="answers" className="card sides" aria-labelledby="answers-title" data-part="answers">
      <h2 id="answers-title" className="visually-hidden">
        Two answers
      </h2>
      <Answer
        {...student}
        side="student"
        title="Student"
        control={<StudentSwitch />}
        note={student.outdated ? "Answered under earlier settings." : null}
      >
        <SiblingSteps />
      </Answer>
      <Answer
        {...teacher}
        side="teacher"
        title={<TeacherTitle />}
        control={<TeacherSwitch />}
        note={late && teacher.outdated ? "Answered under an earlier view." : null}
      >
        <Taught />
      </Answer>
      <ScoredBack />
      <Expected />
    </section>
  );
}
