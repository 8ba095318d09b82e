/** The lesson panel: the list of lessons, or one page of one of them, beside the instrument. */
import { useEffect, useRef } from "react";
import { withLessonLink } from "../../app/lessons/lesson-link.ts";
import { lessonOf } from "../../lesson/catalog.ts";
import type { Lesson } from "../../lesson/lesson.ts";
import { useApp } from "../app-context.ts";
import { LessonList } from "./LessonList.tsx";
import { useLessonStore, useLessons } from "./lesson-context.ts";
import { PageView } from "./PageView.tsx";
import { Steps } from "./Steps.tsx";
import { useLessonActions, useSnapshot } from "./use-lesson-actions.ts";
import "../charts/charts.css";
import "./contents.css";
import "./exhibits/exhibits.css";
import "./lessons.css";
import "./cards/cards.css";

/** Opens the page that the address or the header asked for, and keeps the address at the open page. */
function usePlace(): void {
  const store = useLessonStore();
  const actions = useLessonActions();
  const wanted = useLessons((state) => state.wanted);
  const { lesson, page } = useLessons((state) => state.progress);
  const plain = useLessons((state) => state.plain);
  useEffect(() => {
    if (wanted !== null) actions.turnTo(wanted.lesson, wanted.page);
  }, [actions, wanted]);
  useEffect(() => {
    if (store.getState().wanted !== null) return;
    const search = withLessonLink(location.search, { lesson, page, plain });
    history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
  }, [store, lesson, page, plain]);
  useEffect(
    () => () => {
      const search = withLessonLink(location.search, null);
      history.replaceState(history.state, "", `${location.pathname}${search}${location.hash}`);
    },
    [],
  );
}

function Bar({ lesson }: { lesson: Lesson | null }) {
  const store = useLessonStore();
  const actions = useLessonActions();
  const folded = useLessons((state) => state.folded);
  const plain = useLessons((state) => state.plain);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Opened from the header, the panel takes the focus; opened by the address, the focus stays at the page's beginning.
    if (document.activeElement !== document.body) title.current?.focus({ preventScroll: true });
  }, []);
  const close = () => {
    store.setState({ open: false });
    document.querySelector<HTMLElement>('[data-opens="lessons"]')?.focus();
  };
  return (
    <div className="lesson-bar">
      <h2 id="lesson-title" className="lesson-title" tabIndex={-1} ref={title}>
        {lesson === null ? "Lessons" : lesson.title}
      </h2>
      <div className="lesson-keys">
        {lesson !== null && !plain && (
          <button type="button" className="quiet" onClick={() => actions.turnTo(null, 0)}>
            All lessons
          </button>
        )}
        <button
          type="button"
          className="quiet"
          aria-expanded={!folded}
          aria-controls="lesson-body"
          onClick={() => store.setState({ folded: !folded })}
        >
          {folded ? "Unfold" : "Fold"}
        </button>
        {!plain && (
          <button type="button" className="quiet" onClick={close}>
            Close
          </button>
        )}
      </div>
    </div>
  );
}

/** A link to the open page for a class, which hides the screen's controls. */
function ClassLink({ lesson, page }: { lesson: string; page: number }) {
  const search = withLessonLink(location.search, { lesson, page, plain: true });
  return (
    <p className="lesson-foot">
      <a href={`${location.pathname}${search}`}>Link to this page for a class</a>: the lesson and what it
      points at, without the screen’s other controls.
    </p>
  );
}

function OpenLesson({ lesson }: { lesson: Lesson }) {
  const actions = useLessonActions();
  const at = useLessons((state) => state.progress.page);
  const plain = useLessons((state) => state.plain);
  const snapshot = useSnapshot();
  const heading = useRef<HTMLHeadingElement>(null);
  const page = lesson.pages[at];
  const recordings = useApp((state) => state.recordings);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the visit starts once its recorded sessions are known.
  useEffect(() => void actions.begin(), [actions, recordings, lesson.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever the snapshot changes.
  useEffect(() => actions.observe(), [actions, snapshot]);
  const turn = (to: number) => {
    actions.turnTo(lesson.id, to);
    requestAnimationFrame(() => {
      heading.current?.closest(".lesson-body")?.scrollTo({ top: 0 });
      heading.current?.focus({ preventScroll: true });
    });
  };
  if (page === undefined) return null;
  return (
    <>
      <Steps lesson={lesson} at={at} onTurn={turn} />
      <PageView key={at} lesson={lesson} page={page} at={at} snapshot={snapshot} heading={heading} />
      <div className="lesson-turn">
        <button
          type="button"
          className="secondary"
          aria-disabled={at === 0}
          onClick={() => at > 0 && turn(at - 1)}
        >
          Back
        </button>
        {at + 1 < lesson.pages.length ? (
          <button type="button" className="primary" onClick={() => turn(at + 1)}>
            Next
          </button>
        ) : (
          <button
            type="button"
            className="primary"
            onClick={() => actions.turnTo(plain ? lesson.id : null, 0)}
          >
            {plain ? "From the beginning" : "All lessons"}
          </button>
        )}
      </div>
      {!plain && <ClassLink lesson={lesson.id} page={at} />}
    </>
  );
}

export function LessonPanel() {
  usePlace();
  const actions = useLessonActions();
  const id = useLessons((state) => state.progress.lesson);
  const folded = useLessons((state) => state.folded);
  const lesson = lessonOf(id);
  return (
    <aside className="lesson-panel" aria-labelledby="lesson-title">
      <Bar lesson={lesson} />
      <div id="lesson-body" className="lesson-body" hidden={folded}>
        {lesson === null ? (
          <LessonList onOpen={(chosen) => actions.turnTo(chosen, 0)} />
        ) : (
          <OpenLesson key={lesson.id} lesson={lesson} />
        )}
      </div>
    </aside>
  );
}
