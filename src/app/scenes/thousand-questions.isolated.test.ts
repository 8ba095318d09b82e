/** The studio's own part of a long sitting: a scene is edited and asked about again and again. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { extent, patience } from "../../base/proof.testing.ts";
import { questionsIn } from "../../scene/edit/questions.ts";
import { answerKey } from "./scenes-state.ts";
import { fakeStudio, PICTURE_BYTES } from "./studio.testing.ts";

/** As many states as undo goes back, so that the history is full where the comparison begins. */
const FULL = 220;

test(
  "however many questions: memory at the end at most 1.2 times that with a full history, one picture open and none at the model",
  async () => {
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const count = extent(300, 1_000, "questions about edited scenes");
    const { store, asked, handed, held, open, actions } = fakeStudio("A castle.");
    const [question] = questionsIn(store.getState().history.present).filter(({ part }) => part !== null);
    if (question?.part == null) throw new Error("The scene has no question.");
    const { id } = question.part;
    actions.ask(question);
    const memory: NodeJS.MemoryUsage[] = [];
    let [questions, pictures] = [0, 0];
    for (let i = 0; i < count; i++) {
      actions.edit({ kind: "place", id, place: [200 + (i % 97), 200 + (i % 89), 60, 60] });
      const scene = store.getState().history.present;
      const answered = () => store.getState().answers.get(answerKey("name", question.id));
      await vi.waitFor(() => expect(answered()?.scene === scene && answered()?.teacher !== null).toBe(true), {
        interval: 0,
      });
      // The stand-ins write down whatever reaches them, which is not the studio's memory.
      questions += asked.splice(0).length;
      pictures += handed.splice(0).length;
      if (i !== FULL && i !== count - 1) continue;
      // Buffers of collected arrays are freed a turn later.
      collect();
      await new Promise((resolve) => setTimeout(resolve));
      collect();
      memory.push(process.memoryUsage());
    }
    const [early, late] = memory;
    if (early === undefined || late === undefined) throw new Error("Too few questions were asked.");
    expect(late.heapUsed / early.heapUsed).toBeLessThan(1.2);
    expect(late.arrayBuffers - early.arrayBuffers).toBeLessThan(10 * PICTURE_BYTES);
    expect(questions).toBeGreaterThanOrEqual(2 * count);
    expect([open.size, held.size]).toEqual([1, 0]);
    expect(pictures).toBeLessThanOrEqual(count + 1);
  },
  patience(30_000),
);
