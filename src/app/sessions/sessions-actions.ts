/** Sessions other than the one on the screen: saved in the browser, in files, in links, and those that come with Fovea. */
import { type Outcome, success } from "../../base/outcome.ts";
import { shownExperiment } from "../../session/derived.ts";
import type { Experiment, SessionContent } from "../../session/document/document.ts";
import { openSessionText } from "../../session/document/open.ts";
import { formulasOf } from "../../session/document/own-formulas.ts";
import { tokenTable } from "../../session/exports/token-table.ts";
import { joined } from "../../session/join.ts";
import { linkOf } from "../../session/link/link.ts";
import { EMPTY_SESSION } from "../../session/session.ts";
import { parseChoice } from "../../session/signals/choice.ts";
import { siteUrl } from "../address.ts";
import { type AppServices, complain } from "../services.ts";
import { type Autosave, createAutosave } from "./autosave.ts";
import { begin } from "./begin.ts";
import { modelTexts } from "./linked-models.ts";
import { fetchRecording, fileOf } from "./recorded.ts";
import { claim, idsOpenElsewhere, newSavedId, rememberId } from "./saved-ids.ts";
import type { SessionActions } from "./session-actions.ts";
import { fileName, type NamedFile, openSessionFile, sessionFile } from "./session-file.ts";
import { createSessionStore, type SavedSession, type SessionStore } from "./session-store.ts";

/** A saved session as listed. */
export interface ListedSession extends SavedSession {
  /** Another tab has it open; opening it here makes a copy. */
  readonly elsewhere: boolean;
}

export interface Link {
  readonly address: string;
  /** False where a model in use is not available to anybody else, and so is left out. */
  readonly whole: boolean;
}

export interface SessionsActions {
  /** Shows the initial state of the visit; see `begin`. To be called once, before the engine is started. */
  begin(): Promise<void>;
  /** Saves pending changes, as when the page is left. */
  flush(): Promise<void>;
  /** Starts an empty session under a new id. */
  startNew(): Promise<void>;
  kept(): Promise<Outcome<readonly ListedSession[]>>;
  openSaved(savedId: string): Promise<void>;
  forget(savedId: string): Promise<void>;
  /** Opens a session's file; faults are shown. Returns whether it was one. */
  openFile(file: Blob): Promise<boolean>;
  /** The session as a file; own images are in it only where `embed` says so. */
  file(embed: boolean): Promise<NamedFile>;
  /** The shown experiment's tokens as CSV; null before an answer. */
  table(): Promise<NamedFile | null>;
  /** The address that restores the current settings. Faults: those of `linkOf`. */
  link(): Promise<Outcome<Link>>;
  /** Adds the recorded session of a scene to the session, and shows it. */
  showRecorded(scene: string): Promise<void>;
}

/** Equal for a recorded experiment and the same one joined to a session. */
const keyOf = ({ plan, rollouts }: Experiment): string =>
  JSON.stringify([plan, rollouts.map(({ ids, sampler, card }) => [ids, sampler, card])]);

async function openSaved(
  services: AppServices,
  autosave: Autosave,
  sessionStore: SessionStore,
  session: SessionActions,
  savedId: string,
): Promise<void> {
  const bytes = await sessionStore.read(savedId);
  if (!bytes.ok) return complain(services, bytes.fault);
  if (bytes.value === null)
    return complain(services, { kind: "notFound", message: "That session is no longer saved here." });
  const opened = openSessionText(bytes.value.text);
  if (!opened.ok) return complain(services, opened.fault);
  for (const [id, blob] of bytes.value.pictures) services.held.set(id, { id, blob });
  autosave.moveTo((await claim(savedId)) ? savedId : newSavedId());
  await session.open(opened.value);
}

async function showRecorded(services: AppServices, session: SessionActions, scene: string): Promise<void> {
  const recorded = await fetchRecording(siteUrl(fileOf(scene)));
  if (!recorded.ok) return complain(services, recorded.fault);
  const shown = shownExperiment(recorded.value);
  const { session: current } = services.store.getState();
  const key = shown === null ? null : keyOf(shown);
  const known = current.experiments.find((each) => keyOf(each) === key);
  await (known === undefined ? session.open(joined(current, recorded.value)) : session.show(known.id));
}

export function createSessionsActions(services: AppServices, session: SessionActions): SessionsActions {
  const sessionStore = createSessionStore();
  const autosave = createAutosave(services.store, sessionStore, services.held, newSavedId(), (savedId) => {
    rememberId(savedId);
    void claim(savedId, true);
  });
  const openInNew = (content: SessionContent): Promise<void> => {
    autosave.moveTo(newSavedId());
    return session.open({ ...content });
  };
  const present = () => services.store.getState().session;
  return {
    begin: () => begin(services, autosave, sessionStore),
    flush: autosave.flush,
    startNew: () => openInNew(EMPTY_SESSION),
    async kept() {
      await autosave.flush();
      const [kept, taken] = [await sessionStore.list(), await idsOpenElsewhere()];
      return kept.ok
        ? success(kept.value.map((each) => ({ ...each, elsewhere: taken.has(each.slot) })))
        : kept;
    },
    openSaved: (savedId) => openSaved(services, autosave, sessionStore, session, savedId),
    async forget(savedId) {
      const done = await sessionStore.forget(savedId);
      if (!done.ok) complain(services, done.fault);
    },
    async openFile(file) {
      const opened = await openSessionFile(file);
      if (opened.ok) await openInNew(opened.value);
      else complain(services, opened.fault);
      return opened.ok;
    },
    file: (embed) => sessionFile(present(), services.held, embed),
    async table() {
      const experiment = shownExperiment(present());
      if (experiment === null) return null;
      const { images, settings } = present();
      const image = images.find(({ id }) => id === experiment.plan.image) ?? null;
      const formulas = {
        signals: services.store.getState().formulaSignals,
        texts: formulasOf(settings),
        against: parseChoice(settings.signal).against,
      };
      return {
        name: fileName(present(), "tokens.csv"),
        blob: new Blob([tokenTable(experiment, image, formulas)], { type: "text/csv" }),
      };
    },
    async link() {
      const { whole, ...models } = await modelTexts(services, present().plan);
      const query = linkOf(present(), models);
      if (!query.ok) return query;
      return success({ address: `${location.origin}${location.pathname}?${query.value}`, whole });
    },
    showRecorded: (scene) => showRecorded(services, session, scene),
  };
}
