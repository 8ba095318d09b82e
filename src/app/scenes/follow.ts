/**
 * Lets the picture and the answers follow the scene. Both work on the latest state alone: what was painted or asked of an
 * earlier one is shown, marked as such, and the next work begins with the scene as it is then.
 */
import type { Outcome } from "../../base/outcome.ts";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import { questionsIn } from "../../scene/edit/questions.ts";
import type { JobSpec } from "../jobs/jobs.ts";
import { askScene } from "./ask-scene.ts";
import { type Answers, type AskedForm, answerKey, type ScenesStore } from "./scenes-state.ts";
import type { StudioPort } from "./studio-port.ts";

const ASKING: JobSpec = {
  owner: "scenes",
  kind: "interactive",
  title: "Questions about a scene",
  usesModel: true,
};

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

export function createFollowing(port: StudioPort, store: ScenesStore): Following {
  const now = (): EditedScene => store.getState().history.present;

  async function paintLatest(): Promise<boolean> {
    const scene = now();
    if (store.getState().picture?.scene === scene) return false;
    const painted = await port.painter.paint(port.base, scene);
    if (!painted.ok) {
      store.setState({ fault: painted.fault });
      return false;
    }
    const former = store.getState().picture;
    store.setState({ picture: { scene, bitmap: painted.value } });
    former?.bitmap.close();
    return now() !== scene;
  }

  /** The first question that is followed and has no answers about the scene as it is. */
  function nextQuestion() {
    const { followed, answers, form } = store.getState();
    if (followed.length === 0) return null;
    const scene = now();
    const open = questionsIn(scene).find(({ id, struck }) => {
      const known = answers.get(answerKey(form, id));
      const whole = known?.scene === scene && (known.teacher !== null || known.alone);
      return struck === null && followed.includes(id) && !whole;
    });
    return open === undefined ? null : { scene, question: open, form };
  }

  function keep(form: AskedForm, id: string, answer: Answers): void {
    store.setState({ answers: new Map(store.getState().answers).set(answerKey(form, id), answer) });
  }

  async function askNext(): Promise<boolean> {
    const next = nextQuestion();
    if (next === null) return false;
    const { scene, question, form } = next;
    const { id } = question;
    store.setState({ asking: id });
    const asked = await port.jobs.run(ASKING, async ({ signal }): Promise<Outcome<boolean>> => {
      const written = await port.painter.write(port.base, scene);
      if (!written.ok) return written;
      const done = await port.withPicture(written.value.file, (voice) =>
        askScene(
          voice,
          scene,
          question,
          form,
          signal,
          (student, teacher) => keep(form, id, { scene, student, teacher, alone: question.box === null }),
          () => now() === scene,
        ),
      );
      return done.ok ? { ok: true, value: !signal.aborted } : done;
    });
    store.setState({ asking: null });
    if (!asked.ok) store.setState({ fault: asked.fault, followed: [] });
    return asked.ok && asked.value;
  }

  const painting = looping(paintLatest);
  const asking = looping(askNext);
  const changed = (): void => {
    painting();
    asking();
  };
  return { changed, stop: () => port.jobs.of("scenes")?.stop() };
}
