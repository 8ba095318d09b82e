/** The session as a whole: opening one, going back and forth in it, showing what it holds. Nothing here runs a model. */
import type { ImageId } from "../../base/ids.ts";
import { redone, type Timeline, undone } from "../../session/history.ts";
import { EMPTY_SESSION, type Session } from "../../session/session.ts";
import { reader, showImage } from "../images/image-actions.ts";
import { knownSource, loadModel } from "../models/load-model.ts";
import { recomputeWeights } from "../run/run-actions.ts";
import { AFRESH, type AppServices, apply, complain, set, takeOver } from "../services.ts";

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
function readByOpenModel(services: AppServices): void {
  const { model, session } = services.store.getState();
  if (model.kind !== "ready" || session.plan === null) return;
  const { model: id, boxWords } = reader(services);
  apply(services, { kind: "setModel", model: id, boxWords });
}

/** What is on the screen follows a change of the whole session: what runs is stopped, the image found, the model told. */
async function follow(services: AppServices, former: ImageId | undefined): Promise<void> {
  takeOver(services);
  set(services, AFRESH);
  readByOpenModel(services);
  await showImage(services, former);
}

/** Who answers and who teaches; a model that teaches itself is no second one. */
function readersOf({ plan }: Session): string {
  const [model, teacher] = [plan?.model, plan?.teacher?.model];
  return JSON.stringify([model, teacher === model ? null : (teacher ?? null)]);
}

/** Opens the models of the step, where they are at hand; where not, the open one stays, and the page says so. */
async function followModels(services: AppServices): Promise<void> {
  const { plan } = services.store.getState().session;
  if (plan === null) return;
  const source = knownSource(services, plan.model);
  if (source === null) {
    readByOpenModel(services);
    const message = `The model was not taken back: ${plan.model} is not at hand.`;
    return complain(services, {
      kind: "notFound",
      message,
      hint: "Everything else was. Open it under Models.",
    });
  }
  services.source = source;
  await loadModel(services);
}

/** A step back or forth, with its models: those open stay open where the step is not about them. */
async function travel(services: AppServices, step: (timeline: Timeline) => Timeline): Promise<void> {
  const { session: before, model, history } = services.store.getState();
  const after = step({ session: before, history });
  const opened = model.kind === "ready" || model.kind === "loading";
  const moved = opened && readersOf(before) !== readersOf(after.session);
  set(services, after);
  if (!moved) return follow(services, before.plan?.image);
  takeOver(services);
  set(services, AFRESH);
  await Promise.all([showImage(services, before.plan?.image), followModels(services)]);
}

export function createSessionActions(services: AppServices): SessionActions {
  const open = (session: Session): Promise<void> => {
    const former = services.store.getState().session.plan?.image;
    apply(services, { kind: "openSession", session });
    return follow(services, former);
  };
  return {
    open,
    clear: () => open(EMPTY_SESSION),
    undo: () => travel(services, undone),
    redo: () => travel(services, redone),
    show(id) {
      const former = services.store.getState().session.plan?.image;
      apply(services, { kind: "show", id });
      return follow(services, former);
    },
    remove: (id) => apply(services, { kind: "remove", id }),
    note: (id, note) => apply(services, { kind: "setNote", id, note }),
    judge(id, answer, verdict) {
      apply(services, { kind: "setVerdict", id, answer, verdict });
      return recomputeWeights(services);
    },
    setTitle: (title) => apply(services, { kind: "setTitle", title }),
  };
}
