/**
 * Saves the session in the browser while a person works: a moment after each change, and at once when the page is left.
 * Each opened session is saved under an id of its own; undoing to a previous session continues under that one's id.
 */
import type { ImageId } from "../../base/ids.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import { documentOf, sessionText } from "../../session/document/write.ts";
import type { Session } from "../../session/session.ts";
import type { AppState, AppStore } from "../state.ts";
import type { SavedSession, SessionBytes, SessionStore } from "./session-store.ts";

/** Changes that follow each other faster than this are saved together, in milliseconds. */
const REST_MS = 700;

export interface Autosave {
  /**
   * The session on the screen is saved under that id already, or was not made by a person: only changes to it are saved.
   * Nothing is saved before the first call.
   */
  settle(savedId: string): void;
  /** The next session that is opened belongs to that id. */
  moveTo(savedId: string): void;
  /** Writes pending changes. */
  flush(): Promise<void>;
}

interface Job {
  readonly savedId: string;
  readonly session: Session;
}

/** The title of a session without one, for the list of sessions. */
export function titleOf({ title, plan, images }: Session): string {
  if (title.trim() !== "") return title;
  const image = images.find(({ id }) => id === plan?.image) ?? images.at(-1);
  return image === undefined ? "Nothing yet" : `${image.name}: ${plan?.question ?? ""}`;
}

const isOwn = ({ origin }: DocumentImage): boolean => origin.kind === "own";

/** Whether a person did anything since `settled` was opened. */
function touched({ session, history }: AppState, settled: Session): boolean {
  if (session.plan === null && session.experiments.length === 0) return false;
  const stepped = history.past.length + history.future.length > 0;
  return stepped || session.settings !== settled.settings || session.title !== settled.title;
}

type Held = ReadonlyMap<ImageId, { readonly blob: Blob }>;

/** The entry for the store, dated now. */
function entryOf({ savedId, session }: Job, held: Held): readonly [SavedSession, SessionBytes] {
  const own = session.images.filter(isOwn).map(({ id }) => id);
  const pictures = own.flatMap((id) => {
    const image = held.get(id);
    return image === undefined ? [] : [[id, image.blob] as const];
  });
  const { length: experiments } = session.experiments;
  return [
    { slot: savedId, title: titleOf(session), at: Date.now(), experiments, pictures: own },
    { text: sessionText(documentOf(session)), pictures: new Map(pictures) },
  ];
}

/** Writes one job after the other and enters the result in the state. A full store is also shown as a fault. */
function createWriter(
  store: AppStore,
  sessionStore: SessionStore,
  held: Held,
  onWrite: (savedId: string) => void,
) {
  let writing: Promise<void> = Promise.resolve();
  const write = async (job: Job): Promise<void> => {
    onWrite(job.savedId);
    const [kept, bytes] = entryOf(job, held);
    const done = await sessionStore.keep(kept, bytes);
    if (done.ok) return store.setState({ keeping: { kind: "kept", at: kept.at } });
    store.setState({ keeping: { kind: "failed", fault: done.fault } });
    if (done.fault.kind === "quota") store.setState({ fault: done.fault });
  };
  return (job: Job | null): Promise<void> => {
    if (job !== null) writing = writing.then(() => write(job));
    return writing;
  };
}

/** `onWrite` is called with every id that is written to. */
export function createAutosave(
  store: AppStore,
  sessionStore: SessionStore,
  held: Held,
  first: string,
  onWrite: (savedId: string) => void,
): Autosave {
  const write = createWriter(store, sessionStore, held, onWrite);
  const homes = new WeakMap<Session, string>();
  let savedId = first;
  let settled: Session | null = null;
  let pending: Job | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    const job = pending;
    pending = null;
    return write(job);
  };
  const follow = (state: AppState): void => {
    const home = homes.get(state.session) ?? savedId;
    homes.set(state.session, home);
    if (home !== savedId) void flush();
    savedId = home;
    if (settled === null || !touched(state, settled)) return;
    pending = { savedId, session: state.session };
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), REST_MS);
    if (state.keeping.kind !== "failed") store.setState({ keeping: { kind: "keeping" } });
  };
  store.subscribe((state, former) => {
    if (state.session !== former.session) follow(state);
  });
  return {
    settle(to) {
      savedId = to;
      settled = store.getState().session;
      homes.set(settled, savedId);
      // The initial session may be on the screen, and changed, before its id is known.
      follow(store.getState());
    },
    moveTo(to) {
      void flush();
      savedId = to;
    },
    flush,
  };
}
