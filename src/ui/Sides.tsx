/** Student and teacher side by side: what each is given, and what each makes of the same tokens. */
import { useMemo } from "react";
import { expectedAnswer } from "../app/known-answer.ts";
import { shownReplay } from "../app/selectors.ts";
import type { Side } from "../evidence/replay.ts";
import { currentContrast } from "../session/derived.ts";
import { useApp } from "./app-context.ts";
import { count, decimal } from "./format.ts";
import { GivenPictures } from "./GivenPicture.tsx";
import { useStrip } from "./inspected.ts";
import { StudentText, TeacherText } from "./Readings.tsx";
import { StudentSwitch } from "./StudentSwitch.tsx";
import { MarginSlider, TeacherSwitch } from "./TeacherSwitch.tsx";

/** The log-probability that a side gives to the whole answer; the line keeps its place while there is none. */
function AnswerLogProb({ side, symbol }: { side: Side | undefined; symbol: "p" | "q" }) {
  if (side === undefined) return <p className="side-number">&nbsp;</p>;
  const total = side.logProb.reduce((sum: number, value) => sum + value, 0);
  return (
    <p className="side-number">
      <span className="formula">
        Σ log {symbol}(y<sub>t</sub>)
      </span>{" "}
      = <span className="number">{decimal(total, 2)}</span> nats
      <span className="unit"> over {count(side.logProb.length, "token")}</span>
    </p>
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

export function Sides() {
  const session = useApp((state) => state.session);
  const tokens = useStrip();
  const contrast = useMemo(() => currentContrast(session), [session]);
  const replay = useApp(shownReplay);
  const teacher = contrast?.others.find(({ role }) => role === "teacher");
  return (
    <section id="answers" className="card sides" aria-labelledby="answers-title" data-part="answers">
      <h2 id="answers-title" className="visually-hidden">
        Two looks at the same tokens
      </h2>
      <article className="side" data-side="student" data-part="student">
        <div className="side-head">
          <h3>Student</h3>
          <StudentSwitch />
        </div>
        <GivenPictures showing={contrast?.student ?? null} who="student" />
        <StudentText tokens={tokens} />
        <AnswerLogProb side={replay?.sides[0]} symbol="p" />
        <Expected />
      </article>
      <article className="side" data-side="teacher" data-part="teacher">
        <div className="side-head">
          <h3>Teacher</h3>
          <TeacherSwitch />
        </div>
        <div>
          <GivenPictures showing={teacher?.showing ?? null} who="teacher" />
          <MarginSlider />
        </div>
        <TeacherText tokens={tokens} />
        <AnswerLogProb side={replay?.sides.find(({ role }) => role === "teacher")} symbol="q" />
        <p className="expected card-note">
          The same weights; first choices at the student’s tokens, no answer of its own.
        </p>
      </article>
    </section>
  );
}
