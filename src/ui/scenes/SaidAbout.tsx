/** What both sides said last to a question; greyed while it is about the scene before the last edit. */
import { answerKey, type Said } from "../../app/scenes/scenes-state.ts";
import type { SceneQuestion } from "../../scene/edit/questions.ts";
import { percent } from "../shared/format.ts";
import { useScene, useScenes } from "./scenes-context.ts";

const verdict = (right: boolean | null): string => {
  if (right === null) return "";
  return right ? "right" : "wrong";
};

/** One side's answer, greyed while it is about an earlier state of the scene. */
function Side({
  who,
  said,
  stale,
}: {
  readonly who: "student" | "teacher";
  readonly said: Said | null;
  readonly stale: boolean;
}) {
  const name = who === "student" ? "Student, full image" : "Teacher, crop";
  if (said === null) return null;
  return (
    <p className="scene-said" data-who={who} data-stale={stale}>
      <span className="scene-who">{name}</span> {said.text || "(an empty answer)"}{" "}
      <span className="scene-verdict">
        {verdict(said.right)}
        {said.probability !== null && (
          <>
            {said.right === null ? "" : ", "}probability of the right answer{" "}
            <span className="number">{percent(said.probability)}</span>
          </>
        )}
        {stale && ", before the last edit"}
      </span>
    </p>
  );
}

export function SaidAbout({ question }: { readonly question: SceneQuestion }) {
  const scene = useScene();
  const answers = useScenes((state) => state.answers.get(answerKey(state.form, question.id)) ?? null);
  if (answers === null) return null;
  const stale = answers.scene !== scene;
  return (
    <>
      <Side who="student" said={answers.student} stale={stale} />
      <Side who="teacher" said={answers.teacher} stale={stale} />
    </>
  );
}

/** The same for screen readers, once both sides have answered about the scene as it is. */
export function Announced({ question }: { readonly question: SceneQuestion }) {
  const scene = useScene();
  const answers = useScenes((state) => state.answers.get(answerKey(state.form, question.id)) ?? null);
  const whole = answers?.scene === scene && (answers.teacher !== null || answers.alone);
  const told = ({ text, right }: Said): string => `${text} ${right === null ? "" : verdict(right)}.`;
  return (
    <p className="visually-hidden" role="status">
      {whole && `The student answers: ${told(answers.student)}`}
      {whole && answers.teacher !== null && ` The teacher answers: ${told(answers.teacher)}`}
    </p>
  );
}
