/** Every question of the scene with its right answer and what both sides said; those that cannot be asked, with the reason. */
import { useMemo } from "react";
import { questionsIn, type SceneQuestion } from "../../scene/edit/questions.ts";
import { useApp } from "../app-context.ts";
import { Segmented } from "../kit/Segmented.tsx";
import { ServedBadge } from "../models/ServedNote.tsx";
import { goTo } from "../shell/use-place.ts";
import { SaidAbout } from "./SaidAbout.tsx";
import { useScene, useScenes, useScenesActions } from "./scenes-context.ts";

function Struck({ question }: { readonly question: SceneQuestion }) {
  const { edit } = useScenesActions();
  const { struck, remedy } = question;
  return (
    <li className="scene-question" data-struck="true">
      <p>
        <del>{question.question}</del>
      </p>
      <p className="scene-reason">
        {struck}{" "}
        {remedy !== null && (
          <button type="button" className="quiet" onClick={() => edit(remedy.edit)}>
            {remedy.words}
          </button>
        )}
      </p>
    </li>
  );
}

function Question({ question }: { readonly question: SceneQuestion }) {
  const form = useScenes((state) => state.form);
  const followed = useScenes((state) => state.followed.includes(question.id));
  const asking = useScenes((state) => state.asking === question.id);
  const selected = useScenes((state) => state.selected?.id === question.part?.id && question.part !== null);
  const ready = useApp((state) => state.model.kind === "ready");
  const { ask, select, openInPlayground } = useScenesActions();
  const words = form === "box" ? (question.boxQuestion ?? question.question) : question.question;
  return (
    <li className="scene-question" data-selected={selected} data-followed={followed}>
      <p className="scene-asked">{words}</p>
      <p className="scene-answer">{question.answer}</p>
      <SaidAbout question={question} />
      <div className="scene-keys">
        <button
          type="button"
          className="secondary"
          disabled={!ready}
          aria-label={`Ask: ${words}`}
          onClick={() => ask(question)}
        >
          {asking ? "Asking …" : "Ask both"}
        </button>
        {question.part !== null && (
          <button
            type="button"
            className="quiet"
            aria-label={`Select what is asked: ${words}`}
            onClick={() => select(question.part)}
          >
            Select
          </button>
        )}
        <button
          type="button"
          className="quiet"
          aria-label={`Open in the playground: ${words}`}
          onClick={async () => (await openInPlayground(question)) && goTo("playground")}
        >
          Open in the playground
        </button>
      </div>
    </li>
  );
}

export function QuestionList() {
  const scene = useScene();
  const form = useScenes((state) => state.form);
  const following = useScenes((state) => state.followed.length > 0);
  const ready = useApp((state) => state.model.kind === "ready");
  const { setForm, askAll, stop } = useScenesActions();
  const questions = useMemo(() => questionsIn(scene), [scene]);
  const asked = questions.filter(({ struck }) => struck === null);
  const struck = questions.filter((each) => each.struck !== null);
  return (
    <section className="card scene-questions" aria-labelledby="scene-questions-title">
      <h3 id="scene-questions-title">
        {asked.length} questions{struck.length > 0 && `, ${struck.length} struck out`}
      </h3>
      <div className="scene-tools">
        <Segmented
          label="Ask"
          value={form}
          options={[
            { value: "name", name: "by name" },
            { value: "box", name: "about the red box" },
          ]}
          onChange={setForm}
        />
        <button type="button" className="secondary" disabled={!ready} onClick={askAll}>
          Ask all
        </button>
        {following && (
          <button type="button" className="quiet" onClick={stop}>
            Stop asking
          </button>
        )}
      </div>
      <ServedBadge />
      {!ready && <p className="hint">Questions can be asked as soon as a model is loaded.</p>}
      <ul className="scene-list">
        {struck.map((each) => (
          <Struck key={each.id} question={each} />
        ))}
        {asked.map((each) => (
          <Question key={each.id} question={each} />
        ))}
      </ul>
    </section>
  );
}
