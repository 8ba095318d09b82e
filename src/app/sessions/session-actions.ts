/** The session as a whole: opening one, undo and redo, showing its experiments. Nothing here runs a model. */
import type { ImageId } from "../../base/ids.ts";
import { redone, type Timeline, undone } from "../../session/history.ts";
import { EMPTY_SESSION, type Session } from "../../session/session.ts";
import { reader, showImage } from "../images/image-actions.ts";
import { knownSource, loadModel } from "../models/load-model.ts";
import { mayLoad } from "../models/stopping.ts";
import { recomputeWeights } from "../run/run-actions.ts";
import { AFRESH, type AppServices, apply, complain, set } from "../services.ts";

export interface SessionActions {
  /** Replaces the session on the screen; this can be undone. */
  open(session: Session): Promise<void>;
  /** Starts an empty session; this can be undone. */
  clear(): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Shows an earlier experiment with its settings. */
  show(id: string): Promise<void>;
  remove(id: string): void;
  note(id: string, note: string): void;
  /** Sets whether an answer was right; gates that use verdicts compute the group's weights again. */
  judge(id: string, answer: number, verdict: boolean | null): Promise<void>;
  setTitle(title: string): void;
}

/** Makes the open model the plan's model, whichever the session names. */
function readByOpenModel(services: AppServices): void {
  const { model, session } = services.store.getState();
  if (model.kind !== "ready" || session.plan === null) return;
  const { model: id, boxWords } = reader(services);
  apply(services, { kind: "setModel", model: id, boxWords });
}

/** Lets the screen follow a change of the whole session: stops a run, finds the image, sets the model. */
async function follow(services: AppServices, former: ImageId | undefined): Promise<void> {
  services.jobs.dismiss("playground");
  set(services, AFRESH);
  readByOpenModel(services);
  await showImage(services, former);
}

/** Which models answer and teach; a model that teaches itself is no second one. */
function readersOf({ plan }: Session): string {
  const [model, teacher] = [plan?.model, plan?.teacher?.model];
  return JSON.stringify([model, teacher === model ? null : (teacher ?? null)]);
}

/** Opens the step's models where available; otherwise the open model stays, and the page reports it. */
async function followModels(services: AppServices): Promise<void> {
  const { plan } = services.store.getState().session;
  if (plan === null) return;
  const source = knownSource(services, plan.model);
  if (source === null) {
    readByOpenModel(services);
    const message = `The model could not be restored: ${plan.model} is not available.`;
    return complain(services, {
      kind: "notFound",
      message,
      hint: "Everything else was restored. Open the model under Models.",
    });
  }
  services.source = source;
  await loadModel(services);
}

/** Whether a step changes the models that are open or being loaded. */
function movesModels({ store }: AppServices, step: (timeline: Timeline) => Timeline): boolean {
  const { session, model, history } = store.getState();
  const opened = model.kind === "ready" || model.kind === "loading";
  return opened && readersOf(session) !== readersOf(step({ session, history }).session);
}

/** Undo or redo, with the models of the step; open models stay open if the step does not concern them. */
async function travel(services: AppServices, step: (timeline: Timeline) => Timeline): Promise<void> {
  if (movesModels(services, step) && !(await mayLoad(services))) return;
  const moved = movesModels(services, step);
  const { session: before, history } = services.store.getState();
  set(services, step({ session: before, history }));
  if (!moved) return follow(services, before.plan?.image);
  services.jobs.dismiss("playground");
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
