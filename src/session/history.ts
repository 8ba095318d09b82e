/**
 * Undo and redo. A step is a whole session, which shares all its unchanged parts with the next one; results come back with
 * their settings, and nothing has to run again.
 */
import type { Command } from "./command.ts";
import { reduce, type Session } from "./session.ts";

export interface History {
  readonly past: readonly Session[];
  readonly future: readonly Session[];
  /** The kind of the last command that may continue in the same step; null where the next one starts a new step. */
  readonly open: Command["kind"] | null;
}

export const NO_HISTORY: History = { past: [], future: [], open: null };

const MOST_STEPS = 100;

/** Typing a word or dragging a box is one step, however many changes it consists of. */
const GATHERED: readonly Command["kind"][] = [
  "setBox",
  "setQuestion",
  "setNote",
  "setTitle",
  "setGate",
  "setSampling",
  "setFormula",
];

/** Results and displays belong to the step that they follow from. */
const AMENDING: readonly Command["kind"][] = [
  "keepTeacherAnswer",
  "keepReplays",
  "leaveOut",
  "keepGates",
  "setSignal",
  "setLines",
  "setModel",
];

export interface Timeline {
  readonly session: Session;
  readonly history: History;
}

/** The history after a command; commands without an effect leave it as it is. */
export function advance({ session, history }: Timeline, command: Command): Timeline {
  const next = reduce(session, command);
  if (next === session) return { session, history };
  if (AMENDING.includes(command.kind)) return { session: next, history };
  if (history.open === command.kind) return { session: next, history: { ...history, future: [] } };
  const past = [...history.past, session].slice(-MOST_STEPS);
  const open = GATHERED.includes(command.kind) ? command.kind : null;
  return { session: next, history: { past, future: [], open } };
}

/** Ends a step that collects changes, as when a drag ends. */
export function settled(history: History): History {
  return history.open === null ? history : { ...history, open: null };
}

export function undone({ session, history }: Timeline): Timeline {
  const before = history.past.at(-1);
  if (before === undefined) return { session, history };
  const past = history.past.slice(0, -1);
  return { session: before, history: { past, future: [session, ...history.future], open: null } };
}

export function redone({ session, history }: Timeline): Timeline {
  const [after, ...future] = history.future;
  if (after === undefined) return { session, history };
  return { session: after, history: { past: [...history.past, session], future, open: null } };
}
