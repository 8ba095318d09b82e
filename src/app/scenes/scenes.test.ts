/** The studio over a fake painter and a fake model: the picture and the answers follow the latest scene, and nothing older. */
import { afterEach, expect, test, vi } from "vitest";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import { questionsIn } from "../../scene/edit/questions.ts";
import { parseSuite } from "../../suite/item.ts";
import { REST_MS } from "./follow.ts";
import { itemsOf } from "./scene-entry.ts";
import { answerKey, type createScenesStore } from "./scenes-state.ts";
import { fakeStudio } from "./studio.testing.ts";

afterEach(() => void vi.useRealTimers());

const now = (store: ReturnType<typeof createScenesStore>): EditedScene => store.getState().history.present;

test("both sides answer; after an edit the answers stay, those of the scene before, until there are new ones", async () => {
  const { store, asked, painted, actions } = fakeStudio("There is a fox on the red plate.");
  const [question] = questionsIn(now(store)).filter(
    ({ dim, struck }) => dim !== "description" && struck === null,
  );
  if (question?.part == null) throw new Error("The scene has no question.");
  const key = answerKey("name", question.id);
  const answers = () => store.getState().answers.get(key);
  actions.ask(question);
  await vi.waitFor(() => expect(answers()?.teacher ?? null).not.toBeNull());
  expect(answers()?.student.probability).toBeCloseTo(0.25, 12);
  expect(answers()?.scene).toBe(now(store));
  expect(asked).toHaveLength(2);

  const before = answers();
  const place = [300, 300, 60, 60] as const;
  for (let i = 0; i < 30; i++) {
    actions.edit(
      { kind: "place", id: question.part.id, place: [300 + i, ...place.slice(1)] as never },
      "drag",
    );
  }
  expect(answers()).toBe(before);
  expect(answers()?.scene).not.toBe(now(store));
  await vi.waitFor(() => expect(answers()?.scene === now(store) && answers()?.teacher != null).toBe(true));
  // Not once for each step of the drag, and the last one for sure.
  expect(asked.length).toBeLessThanOrEqual(6);
  expect(painted.last).toBe(now(store));
  expect(store.getState().history.past).toHaveLength(1);
  actions.stop();
  const known = asked.length;
  actions.undo();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked).toHaveLength(known);
});

/** Questions that have a right answer and can be asked. */
const open = (scene: EditedScene) =>
  questionsIn(scene).filter(({ dim, struck }) => dim !== "description" && struck === null);

test("however many questions: the picture is painted and handed over once, each side answers once, and no file is written", async () => {
  const { store, asked, handed, held, painted, written, actions } = fakeStudio("");
  actions.askAll();
  const all = questionsIn(now(store)).filter(({ struck }) => struck === null);
  await vi.waitFor(() => expect(store.getState().answers.size).toBe(all.length));
  await vi.waitFor(() => expect(store.getState().asking).toBeNull());
  expect(all.length).toBeGreaterThan(5);
  expect(asked).toHaveLength(all.length + all.filter(({ box }) => box !== null).length);
  expect([painted.count, handed.length, held.size, written.count]).toEqual([1, 1, 0, 0]);
  // Asking again about the same scene asks nothing.
  const known = asked.length;
  actions.askAll();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked).toHaveLength(known);
});

test("where the hand rests, what is asked of an earlier scene is stopped, and each side is asked once of the last one", async () => {
  vi.useFakeTimers();
  let hold = false;
  const studio = fakeStudio("", async (signal) => {
    while (hold && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, 10));
  });
  const { store, asked, stopped, handed, actions } = studio;
  const [question] = open(now(store));
  if (question?.part == null) throw new Error("The scene has no question.");
  const key = answerKey("name", question.id);
  const answers = () => store.getState().answers.get(key);
  const { id } = question.part;
  actions.ask(question);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(2);
  const first = now(store);

  hold = true;
  for (let i = 0; i < 20; i++) {
    actions.edit({ kind: "place", id, place: [300 + i, 300, 60, 60] }, "drag");
    await vi.advanceTimersByTimeAsync(REST_MS / 2);
  }
  // One question about the scene at the drag's beginning waits for its answer; the answers before stay.
  expect([asked.length, stopped.length]).toEqual([3, 0]);
  expect(answers()?.scene).toBe(first);
  await vi.advanceTimersByTimeAsync(REST_MS);
  expect(stopped).toEqual([asked[2]]);
  hold = false;
  await vi.advanceTimersByTimeAsync(20);
  expect(answers()?.scene).toBe(now(store));
  expect(answers()?.teacher).not.toBeNull();
  // Both sides before, one stopped, both sides after, each about a picture that was handed over once.
  expect([asked.length, stopped.length, handed.length]).toEqual([5, 1, 3]);
  expect(asked.slice(3)).toEqual([handed[2], handed[2]]);
});

test("a link that names other pixels says so, and one that cannot be read leaves the scene", async () => {
  const { store, actions } = fakeStudio("");
  await actions.openText("1~17~h0000000000000000");
  expect(now(store).seed).toBe(17);
  expect(store.getState().differs?.linked).toBe("0000000000000000");
  await actions.openText("1~99999999999");
  expect(now(store).seed).toBe(17);
  expect(store.getState().fault?.kind).toBe("badInput");
});

test("the questions that can be asked make a suite that the suite page reads", () => {
  const { store } = fakeStudio("");
  const items = itemsOf(now(store), "scene-001", "scene-001.png");
  expect(parseSuite(JSON.parse(JSON.stringify(items)))).toMatchObject({ ok: true });
  expect(items.length).toBe(questionsIn(now(store)).filter(({ box }) => box !== null).length);
});
