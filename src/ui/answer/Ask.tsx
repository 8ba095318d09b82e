/** The question, the button that asks it, progress, and what prevents an answer. */
import type { FormEvent, KeyboardEvent, MouseEvent, ReactNode } from "react";
import { canAnswer } from "../../app/selectors.ts";
import { useActions, useApp } from "../app-context.ts";
import { ModelNotes } from "../models/ModelLine.tsx";
import { isComposing } from "../shared/composing.ts";
import { loadingWords, runWords, whyNotAnswer } from "../shell/words.ts";
import { SamplingKey } from "./SamplingKey.tsx";

function AnswerKey() {
  const running = useApp((state) => state.run.kind !== "idle");
  const able = useApp(canAnswer);
  const answered = useApp((state) => state.session.shown !== null);
  const actions = useActions();
  const stop = (event: MouseEvent) => {
    event.preventDefault();
    // The second half of a double click is not meant to stop what the first half started.
    if (event.detail < 2) actions.stop();
  };
  return (
    <button
      type="submit"
      className="primary answer-key"
      aria-disabled={!running && !able}
      aria-describedby="ask-state"
      aria-keyshortcuts={running ? "Escape" : "R Control+Enter"}
      title={running ? "Escape" : "R, or Ctrl with Enter anywhere"}
      onClick={running ? stop : undefined}
    >
      {running && "Stop"}
      {!running && (answered ? "Answer again" : "Answer")}
      <span key={running ? "stop" : "answer"} className="cap" aria-hidden="true">
        {running ? "Esc" : "R"}
      </span>
    </button>
  );
}

/** Progress, or what prevents an answer; empty when the question can simply be asked. */
function AskState() {
  const run = useApp((state) => state.run);
  const model = useApp((state) => state.model);
  const engineReady = useApp((state) => state.engine.kind === "ready");
  const why = useApp(whyNotAnswer);
  const actions = useActions();
  if (run.kind !== "idle") {
    const known = run.kind === "answering" && run.tokens.length === 0 && run.total > 0;
    return <Busy words={runWords(run)} done={known ? run.done : null} total={known ? run.total : 0} />;
  }
  if (model.kind === "loading") {
    const { done, total } = model;
    return (
      <Busy words={loadingWords(model)} done={total > 0 ? done : null} total={total}>
        <button type="button" className="text-key" onClick={actions.stopLoading}>
          Stop loading
        </button>
      </Busy>
    );
  }
  if (why === null) return null;
  return (
    <p id="ask-state" className="ask-state">
      <span className="ask-words">{why}</span>
      {model.kind === "idle" && engineReady && (
        <button type="button" className="text-key" onClick={() => void actions.loadModel()}>
          Load the model
        </button>
      )}
    </p>
  );
}

interface BusyProps {
  readonly words: string;
  /** Null where the total is unknown. */
  readonly done: number | null;
  readonly total: number;
  readonly children?: ReactNode;
}

function Busy({ words, done, total, children }: BusyProps) {
  return (
    <p id="ask-state" className="ask-state">
      <progress aria-label="Progress" {...(done === null ? {} : { value: done, max: total })} />
      <span className="ask-words">{words}</span>
      {children}
    </p>
  );
}

export function Ask() {
  const question = useApp((state) => state.session.plan?.question);
  const able = useApp(canAnswer);
  const actions = useActions();
  const ask = () => {
    if (able) void actions.answer();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    ask();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) ask();
  };
  return (
    <section className="card ask" aria-labelledby="ask-title" data-part="question">
      <div className="card-head">
        <h2 id="ask-title">
          <label htmlFor="question">Question</label>
        </h2>
        <AskState />
        <SamplingKey />
      </div>
      <form className="ask-form" onSubmit={onSubmit}>
        <textarea
          id="question"
          dir="auto"
          rows={1}
          value={question ?? ""}
          disabled={question === undefined}
          placeholder="Ask about the image"
          spellCheck={false}
          onChange={(event) => actions.setQuestion(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <AnswerKey />
      </form>
      <ModelNotes />
    </section>
  );
}
