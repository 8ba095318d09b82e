/**
 * Lets the picture and the answers follow the scene. Both work on the latest state alone: what was painted or asked of an
 * earlier one is shown, marked as such, and the next work begins with the scene as it is then. Questions are asked about the
 * picture that is shown, which the model is handed once for all of them.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { ImageId } from "../../base/ids.ts";
import { type Outcome, success } from "../../base/outcome.ts";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import { questionsIn, type SceneQuestion } from "../../scene/edit/questions.ts";
import type { JobSpec } from "../jobs/jobs.ts";
import { askScene } from "./ask-scene.ts";
import {
  type Answers,
  type AskedForm,
  answerKey,
  type ScenesState,
  type ScenesStore,
} from "./scenes-state.ts";
import type { StudioPort, Voice } from "./studio-port.ts";

/** Without an edit for so many milliseconds the hand rests, and what is asked of an earlier scene is stopped. */
export const REST_MS = 300;

const ASKING: JobSpec = {
  owner: "scenes",
  kind: "interactive",
  title: "Questions about a scene",
  usesModel: true,
};

/** An engine knows the pictures of equal scenes as the same one. */
const idOf = (scene: EditedScene): ImageId =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(scene)))) as ImageId;

export interface Following {
  /** The scene, or what is asked about it, has changed. */
  changed(): void;
  /** Stops what is being asked. */
  stop(): void;
}

/** Does `work` again and again until it says that nothing is left; calls during it are remembered. */
function looping(work: () => Promise<boolean>): () => void {
  let running = false;
  let called = false;
  return () => {
    called = true;
    if (running) return;
    running = true;
    void (async () => {
      while (called) {
        called = false;
        if (await work()) called = true;
      }
      running = false;
    })();
  };
}

/** What is asked next: a question about a state of the scene, in a form. */
interface Next {
  readonly scene: EditedScene;
  readonly question: SceneQuestion;
  readonly form: AskedForm;
}

/** The first question that is followed and has no answers about that scene. */
function nextOf({ followed, answers, form }: ScenesState, scene: EditedScene): Next | null {
  if (followed.length === 0) return null;
  const open = questionsIn(scene).find(({ id, struck }) => {
    const known = answers.get(answerKey(form, id));
    const whole = known?.scene === scene && (known.teacher !== null || known.alone);
    return struck === null && followed.includes(id) && !whole;
  });
  return open === undefined ? null : { scene, question: open, form };
}

/** Asks both sides, and keeps what they say; the teacher only where the scene is still the same. */
function askOne(store: ScenesStore, voice: Voice, next: Next, signal: AbortSignal): Promise<Outcome<null>> {
  const { scene, question, form } = next;
  const { id, box } = question;
  const keep = (answer: Answers): void =>
    store.setState({ answers: new Map(store.getState().answers).set(answerKey(form, id), answer) });
  store.setState({ asking: id });
  return askScene(
    voice,
    scene,
    question,
    form,
    signal,
    (student, teacher) => keep({ scene, student, teacher, alone: box === null }),
    () => store.getState().history.present === scene,
  );
}

export function createFollowing(port: StudioPort, store: ScenesStore): Following {
  const now = (): EditedScene => store.getState().history.present;
  const shown = (): EditedScene | undefined => store.getState().picture?.scene;
  /** The scene that is asked about. */
  let asked: EditedScene | null = null;
  const stop = (): void => port.jobs.of("scenes")?.stop();

  async function paintLatest(): Promise<boolean> {
    const scene = now();
    if (shown() !== scene) {
      const painted = await port.painter.paint(port.base, scene);
      if (!painted.ok) {
        store.setState({ fault: painted.fault });
        return false;
      }
      const former = store.getState().picture;
      store.setState({ picture: { scene, ...painted.value } });
      former?.bitmap.close();
    }
    asking();
    return now() !== scene;
  }

  /** Asks what is open about the picture that is shown, at least one question, and stops as soon as the scene is another one. */
  async function askPainted(): Promise<boolean> {
    const { picture } = store.getState();
    if (picture === null || nextOf(store.getState(), picture.scene) === null) return false;
    const { scene, file } = picture;
    asked = scene;
    const done = await port.jobs.run(ASKING, ({ signal }) =>
      port.withPicture(idOf(scene), file, async (voice): Promise<Outcome<null>> => {
        const following = (): Next | null => nextOf(store.getState(), scene);
        for (let next = following(); next !== null; next = following()) {
          const one = await askOne(store, voice, next, signal);
          if (!one.ok || signal.aborted || now() !== scene) return one;
        }
        return success(null);
      }),
    );
    asked = null;
    store.setState({ asking: null });
    if (!done.ok) store.setState({ fault: done.fault, followed: [] });
    return done.ok && shown() !== scene;
  }

  const painting = looping(paintLatest);
  const asking = looping(askPainted);
  let resting: ReturnType<typeof setTimeout> | undefined;
  return {
    changed() {
      painting();
      clearTimeout(resting);
      resting = setTimeout(() => {
        if (asked !== null && asked !== now()) stop();
      }, REST_MS);
    },
    stop,
  };
}
