/** Gives components the lessons' state. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import type { LessonState, LessonStore } from "../../app/lessons/lesson-store.ts";

export const LessonContext = createContext<LessonStore | null>(null);

export function useLessonStore(): LessonStore {
  const store = use(LessonContext);
  if (store === null) throw new Error("A component was mounted outside the lessons’ frame.");
  return store;
}

/** Selects a part of the state. `select` must return something that the state holds, not a new object. */
export function useLessons<T>(select: (state: LessonState) => T): T {
  return useStore(useLessonStore(), select);
}
