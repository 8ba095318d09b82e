/** The states of a scene that a person edits, so that each edit can be undone and done again. */
import type { EditedScene } from "./edited-scene.ts";

export interface SceneHistory {
  readonly past: readonly EditedScene[];
  readonly present: EditedScene;
  readonly future: readonly EditedScene[];
  /** The gesture that made the present: a further step of the same one takes its place. Null after it has ended. */
  readonly gesture: string | null;
}

/** Beyond this number the oldest states are forgotten. */
const mostStates = 200;

export const beginningWith = (present: EditedScene): SceneHistory => ({
  past: [],
  present,
  future: [],
  gesture: null,
});

/** The scene after an edit; steps of one gesture, such as a drag, are undone together. */
export function advanced(history: SceneHistory, present: EditedScene, gesture: string | null): SceneHistory {
  if (gesture !== null && gesture === history.gesture) return { ...history, present, future: [] };
  return { past: [...history.past, history.present].slice(-mostStates), present, future: [], gesture };
}

/** The history after a gesture has ended: the next step is one of its own. */
export const ended = (history: SceneHistory): SceneHistory =>
  history.gesture === null ? history : { ...history, gesture: null };

/** The state before the last edit; the same history where there is none. */
export function undone({ past, present, future, gesture }: SceneHistory): SceneHistory {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future, gesture };
  return { past: past.slice(0, -1), present: before, future: [present, ...future], gesture: null };
}

/** The state after the edit that was undone last. */
export function redone({ past, present, future, gesture }: SceneHistory): SceneHistory {
  const [next, ...rest] = future;
  if (next === undefined) return { past, present, future, gesture };
  return { past: [...past, present], present: next, future: rest, gesture: null };
}
