/** Every action of the person in the scene studio. */
import type { Outcome } from "../../base/outcome.ts";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import { type Edit, withEdit } from "../../scene/edit/edits.ts";
import { advanced, ended, redone, type SceneHistory, undone } from "../../scene/edit/history.ts";
import { linkOf, longestSaved, readText, textOf } from "../../scene/edit/link.ts";
import { questionsIn, type SceneQuestion } from "../../scene/edit/questions.ts";
import { type Part, startOf } from "../../scene/edit/scene-of.ts";
import { packZip } from "../../suite/open/files/zip-writer.ts";
import { createFollowing } from "./follow.ts";
import { deleteSaved, readSaved, type SavedScene, saveScene } from "./saved-scenes.ts";
import { altOf, boxIn, itemsOf, rightTo } from "./scene-entry.ts";
import type { AskedForm, ScenesState, ScenesStore } from "./scenes-state.ts";
import type { StudioPort } from "./studio-port.ts";

export interface ScenesActions {
  /** Shows the scene of a seed, or of a link's text. What was there can be had back by undo. */
  begin(seed: number): void;
  openText(text: string): Promise<void>;
  /** Carries an edit out; steps of one gesture are undone together. What cannot be done is reported. */
  edit(edit: Edit, gesture?: string): void;
  /** The hand rests: the gesture has ended. */
  rest(): void;
  undo(): void;
  redo(): void;
  select(part: Part | null): void;
  /** A number for what an edit draws by chance. */
  nextSeed(): number;
  setForm(form: AskedForm): void;
  /** Asks student and teacher, and again after each edit. */
  ask(question: SceneQuestion): void;
  /** All questions that can be asked, one after the other. */
  askAll(): void;
  stop(): void;
  /** The fragment of the scene's link with the hash of its pixels; null where that failed, which is reported. */
  link(): Promise<string | null>;
  /** Saves the scene in the browser. */
  save(): Promise<void>;
  openSaved(saved: SavedScene): void;
  deleteSaved(id: number): Promise<void>;
  /** The picture as a file; null where that failed, which is reported. */
  picture(): Promise<File | null>;
  /** The saved scenes, or this one where none is saved, as an archive that the suite page opens. */
  suite(): Promise<File | null>;
  /** Opens the scene with a question in the playground; false where that failed, which is reported. */
  openInPlayground(question: SceneQuestion): Promise<boolean>;
  dismissFault(): void;
}

/** What the actions share. */
interface Studio {
  readonly port: StudioPort;
  readonly store: ScenesStore;
  readonly following: ReturnType<typeof createFollowing>;
}

const sceneOf = ({ store }: Studio): EditedScene => store.getState().history.present;
const nameFor = ({ seed }: EditedScene): string => `scene-${seed}`;

/** The value, or null where there is a fault, which is then shown. */
function shownValue<T>({ store }: Studio, outcome: Outcome<T>): T | null {
  if (outcome.ok) return outcome.value;
  store.setState({ fault: outcome.fault });
  return null;
}

/** Shows a state of the scene, and lets the picture and the answers follow. */
function show({ store, following }: Studio, history: SceneHistory, change: Partial<ScenesState> = {}): void {
  const { selected } = store.getState();
  const { stickers, surfaces } = history.present;
  const there = [...stickers, ...surfaces].some(({ id }) => id === selected?.id);
  store.setState({ history, ...(there ? {} : { selected: null }), note: null, fault: null, ...change });
  following.changed();
}

/** Another scene in the place of this one, which undo brings back; what was asked of this one is not asked of it. */
function replace(studio: Studio, next: EditedScene): void {
  const history = advanced(studio.store.getState().history, next, null);
  show(studio, history, { differs: null, selected: null, followed: [], answers: new Map() });
}

/** The scene's picture as a file, with the hash of its pixels; null where that failed, which is reported. */
async function written(studio: Studio, scene: EditedScene) {
  return shownValue(studio, await studio.port.painter.write(studio.port.base, scene));
}

async function openText(studio: Studio, text: string, longest?: number): Promise<void> {
  const read = shownValue(studio, readText(text, longest));
  if (read === null) return;
  replace(studio, read.scene);
  if (read.hash === null) return;
  // What the link says of the pixels is compared with those that this browser paints.
  const opened = sceneOf(studio);
  const painted = await written(studio, opened);
  if (painted === null || sceneOf(studio) !== opened || painted.hash === read.hash) return;
  studio.store.setState({ differs: { linked: read.hash, own: painted.hash } });
}

/** The saved scenes, or this one where none is saved. */
function collected(studio: Studio): readonly EditedScene[] {
  const saved = studio.store.getState().saved.flatMap(({ text }) => {
    const read = readText(text, longestSaved);
    return read.ok ? [read.value.scene] : [];
  });
  return saved.length === 0 ? [sceneOf(studio)] : saved;
}

async function suiteOf(studio: Studio): Promise<File | null> {
  const files = [];
  const items = [];
  for (const [i, scene] of collected(studio).entries()) {
    const name = `scene-${String(i + 1).padStart(3, "0")}`;
    const painted = await written(studio, scene);
    if (painted === null) return null;
    files.push({ path: `${name}.png`, bytes: painted.file });
    items.push(...itemsOf(scene, name, `${name}.png`));
  }
  const list = new TextEncoder().encode(`${JSON.stringify(items, null, 1)}\n`);
  const zip = await packZip([{ path: "suite.json", bytes: list }, ...files]);
  return new File([zip], "scenes.zip", { type: "application/zip" });
}

async function openInPlayground(studio: Studio, question: SceneQuestion): Promise<boolean> {
  const scene = sceneOf(studio);
  const painted = await written(studio, scene);
  if (painted === null) return false;
  const { width, height } = scene;
  const opened = await studio.port.openInPlayground({
    file: painted.file,
    name: `${nameFor(scene)}.png`,
    alt: altOf(scene),
    size: { width, height },
    box: boxIn(scene, question),
    question: question.question,
    right: rightTo(question),
  });
  shownValue(studio, opened);
  return opened.ok;
}

async function save(studio: Studio): Promise<void> {
  const scene = sceneOf(studio);
  const { stickers, surfaces, seed } = scene;
  const name = `Seed ${seed}, ${stickers.length + surfaces.length} things`;
  const kept = await saveScene({ name, text: textOf(scene), at: Date.now() });
  if (shownValue(studio, kept) === null) return;
  studio.store.setState({ saved: await readSaved(), note: "The scene is saved in this browser." });
}

/** What is asked of the model: one question or all of them, again after each edit, until it is stopped. */
function askingActions({
  store,
  following,
}: Studio): Pick<ScenesActions, "ask" | "askAll" | "setForm" | "stop"> {
  const follow = (followed: readonly string[]): void => {
    store.setState({ followed, fault: null });
    following.changed();
  };
  return {
    ask: ({ id }) => follow([id]),
    askAll() {
      const questions = questionsIn(store.getState().history.present);
      follow(questions.flatMap(({ id, struck }) => (struck === null ? [id] : [])));
    },
    setForm(form) {
      store.setState({ form });
      following.changed();
    },
    stop() {
      store.setState({ followed: [] });
      following.stop();
    },
  };
}

/** What is kept of the scene, or leaves the studio. */
function keepingActions(
  studio: Studio,
): Pick<
  ScenesActions,
  "link" | "save" | "openSaved" | "deleteSaved" | "picture" | "suite" | "openInPlayground"
> {
  return {
    async link() {
      const scene = sceneOf(studio);
      const painted = await written(studio, scene);
      return painted && shownValue(studio, linkOf(scene, painted.hash));
    },
    save: () => save(studio),
    openSaved: ({ text }) => void openText(studio, text, longestSaved),
    async deleteSaved(id) {
      shownValue(studio, await deleteSaved(id));
      studio.store.setState({ saved: await readSaved() });
    },
    async picture() {
      const scene = sceneOf(studio);
      const painted = await written(studio, scene);
      return painted && new File([painted.file], `${nameFor(scene)}.png`, { type: "image/png" });
    },
    suite: () => suiteOf(studio),
    openInPlayground: (question) => openInPlayground(studio, question),
  };
}

export function createScenesActions(port: StudioPort, store: ScenesStore): ScenesActions {
  const following = createFollowing(port, store);
  const studio: Studio = { port, store, following };
  let drawn = 0;
  void readSaved().then((saved) => store.setState({ saved }));
  following.changed();
  return {
    begin: (seed) => replace(studio, startOf(seed)),
    openText: (text) => openText(studio, text),
    edit(edit, gesture) {
      const { history } = store.getState();
      const edited = withEdit(history.present, edit);
      if (!edited.ok) return store.setState({ fault: edited.fault });
      show(studio, advanced(history, edited.value, gesture ?? null));
    },
    rest: () => store.setState({ history: ended(store.getState().history) }),
    undo: () => show(studio, undone(store.getState().history), { differs: null }),
    redo: () => show(studio, redone(store.getState().history), { differs: null }),
    select: (selected) => store.setState({ selected }),
    nextSeed() {
      drawn++;
      const { past, present } = store.getState().history;
      return (present.seed + 7919 * drawn + past.length) % 2 ** 30;
    },
    ...askingActions(studio),
    ...keepingActions(studio),
    dismissFault: () => store.setState({ fault: null }),
  };
}
