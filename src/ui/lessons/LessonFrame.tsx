/** The page, and beside it the lesson panel where it is open. The lessons are fetched on first use. */
import { lazy, type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { readLessonLink } from "../../app/lessons/lesson-link.ts";
import { createLessonStore } from "../../app/lessons/lesson-store.ts";
import { Part } from "../fault/Part.tsx";
import { LessonContext } from "./lesson-context.ts";
import "./frame.css";

const LessonPanel = lazy(async () => ({ default: (await import("./LessonPanel.tsx")).LessonPanel }));

export function LessonFrame({ children }: { children: ReactNode }) {
  const [store] = useState(() => createLessonStore(readLessonLink(location.search)));
  const open = useStore(store, (state) => state.open);
  const folded = useStore(store, (state) => state.folded);
  const plain = useStore(store, (state) => state.plain);
  return (
    <LessonContext value={store}>
      <div className="frame" data-open={open} data-folded={folded} data-plain={open && plain}>
        {children}
        {open && (
          <Part name="The lesson" meanwhile={<div className="lesson-panel" />}>
            <LessonPanel />
          </Part>
        )}
      </div>
    </LessonContext>
  );
}
