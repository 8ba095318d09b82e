/** The pages of a lesson as a row of steps: the current one, and those that are done. */
import type { Lesson } from "../../lesson/lesson.ts";
import { pageKey } from "../../lesson/progress.ts";
import { useLessons } from "./lesson-context.ts";

interface StepsProps {
  readonly lesson: Lesson;
  readonly at: number;
  readonly onTurn: (page: number) => void;
}

export function Steps({ lesson, at, onTurn }: StepsProps) {
  const done = useLessons((state) => state.progress.done);
  return (
    <nav aria-label="Pages of this lesson">
      <ol className="lesson-steps">
        {lesson.pages.map((page, index) => {
          const isDone = done.includes(pageKey(lesson.id, index));
          return (
            <li key={page.title}>
              <button
                type="button"
                className="lesson-step"
                aria-current={index === at ? "step" : undefined}
                aria-label={`Page ${index + 1}: ${page.title}${isDone ? ", done" : ""}`}
                title={page.title}
                data-done={isDone}
                onClick={() => onTurn(index)}
              >
                {index + 1}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
