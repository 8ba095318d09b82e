/** The session as a whole: opening one, going back and forth in it, showing what it holds. Nothing here runs a model. */
import type { ImageId } from "../base/ids.ts";
import { redone, type Timeline, undone } from "../session/history.ts";
import { EMPTY_SESSION, type Session } from "../session/session.ts";
import { AFRESH, apply, type Desk, set, takeOver } from "./desk.ts";
import { reader, showImage } from "./image-actions.ts";
import { weighAnew } from "./run-actions.ts";

export interface SessionActions {
  /** Puts a session in the place of the one on the screen; that can be undone. */
  open(session: Session): Promise<void>;
  /** An empty session; that can be undone. */
  clear(): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Shows an earlier experiment as it was asked. */
  show(id: string): Promise<void>;
  remove(id: string): void;
  note(id: string, note: string): void;
  /** Says whether an answer was right; gates that ask for it weigh the group on the screen anew. */
  judge(id: string, answer: number, verdict: boolean | null): Promise<void>;
  setTitle(title: string): void;
}

/** What is on the screen follows a change of the whole session: what runs is stopped, the image found, the model told. */
async function follow(desk: Desk, former: ImageId | undefined): Promise<void> {
  takeOver(desk);
  set(desk, AFRESH);
  const { model, session } = desk.store.getState();
  if (model.kind === "ready" && session.plan !== null) {
    const { model: id, boxWords } = reader(desk);
    apply(desk, { kind: "setModel", model: id, boxWords });
  }
  await showImage(desk, former);
}

function travel(desk: Desk, step: (timeline: Timeline) => Timeline): Promise<void> {
  const former = desk.store.getState().session.plan?.image;
  set(desk, step(desk.store.getState()));
  return follow(desk, former);
}

export function createSessionActions(desk: Desk): SessionActions {
  const open = (session: Session): Promise<void> => {
    const former = desk.store.getState().session.plan?.image;
    apply(desk, { kind: "openSession", session });
    return follow(desk, former);
  };
  return {
    open,
    clear: () => open(EMPTY_SESSION),
    undo: () => travel(desk, undone),
    redo: () => travel(desk, redone),
    show(id) {
      const former = desk.store.getState().session.plan?.image;
      apply(desk, { kind: "show", id });
      return follow(desk, former);
    },
    remove: (id) => apply(desk, { kind: "remove", id }),
    note: (id, note) => apply(desk, { kind: "setNote", id, note }),
    judge(id, answer, verdict) {
      apply(desk, { kind: "setVerdict", id, answer, verdict });
      return weighAnew(desk);
    },
    setTitle: (title) => apply(desk, { kind: "setTitle", title }),
  };
}
