/** The session as a whole: opening one, going back and forth in it, showing what it holds. Nothing here runs a model. */
import type { ImageId } from "../../base/ids.ts";
import { redone, type Timeline, undone } from "../../session/history.ts";
import { EMPTY_SESSION, type Session } from "../../session/session.ts";
import { AFRESH, apply, complain, type Desk, set, takeOver } from "../desk.ts";
import { reader, showImage } from "../images/image-actions.ts";
import { knownSource, loadModel } from "../models/load-model.ts";
import { weighAnew } from "../run/run-actions.ts";

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

/** The open model reads what is set up, whichever the session speaks of. */
function readByOpenModel(desk: Desk): void {
  const { model, session } = desk.store.getState();
  if (model.kind !== "ready" || session.plan === null) return;
  const { model: id, boxWords } = reader(desk);
  apply(desk, { kind: "setModel", model: id, boxWords });
}

/** What is on the screen follows a change of the whole session: what runs is stopped, the image found, the model told. */
async function follow(desk: Desk, former: ImageId | undefined): Promise<void> {
  takeOver(desk);
  set(desk, AFRESH);
  readByOpenModel(desk);
  await showImage(desk, former);
}

/** Who answers and who teaches; a model that teaches itself is no second one. */
function readersOf({ plan }: Session): string {
  const [model, teacher] = [plan?.model, plan?.teacher?.model];
  return JSON.stringify([model, teacher === model ? null : (teacher ?? null)]);
}

/** Opens the models of the step, where they are at hand; where not, the open one stays, and the page says so. */
async function followModels(desk: Desk): Promise<void> {
  const { plan } = desk.store.getState().session;
  if (plan === null) return;
  const source = knownSource(desk, plan.model);
  if (source === null) {
    readByOpenModel(desk);
    const message = `The model was not taken back: ${plan.model} is not at hand.`;
    return complain(desk, { kind: "notFound", message, hint: "Everything else was. Open it under Models." });
  }
  desk.source = source;
  await loadModel(desk);
}

/** A step back or forth, with its models: those open stay open where the step is not about them. */
async function travel(desk: Desk, step: (timeline: Timeline) => Timeline): Promise<void> {
  const { session: before, model, history } = desk.store.getState();
  const after = step({ session: before, history });
  const opened = model.kind === "ready" || model.kind === "loading";
  const moved = opened && readersOf(before) !== readersOf(after.session);
  set(desk, after);
  if (!moved) return follow(desk, before.plan?.image);
  takeOver(desk);
  set(desk, AFRESH);
  await Promise.all([showImage(desk, before.plan?.image), followModels(desk)]);
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
