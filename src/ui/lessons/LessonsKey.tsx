/** The header's button for the lessons. */
import { useLessonStore, useLessons } from "./lesson-context.ts";

export function LessonsKey() {
  const store = useLessonStore();
  const open = useLessons((state) => state.open);
  const toggle = () => {
    const { progress } = store.getState();
    const wanted = { lesson: progress.lesson, page: progress.page, plain: false };
    store.setState(open ? { open: false } : { open: true, folded: false, plain: false, wanted });
  };
  return (
    <button
      type="button"
      className="pill pill-strong"
      data-control="lessons"
      data-opens="lessons"
      aria-expanded={open}
      onClick={toggle}
    >
      Lessons
    </button>
  );
}
