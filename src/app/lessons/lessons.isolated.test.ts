/** Each lesson is played to its end by the page's own actions over the recorded sessions, without a model. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lessonOf, lessons } from "../../lesson/catalog.ts";
import { recordedRun } from "../../lesson/exhibits/runs.ts";
import type { Block, Lesson, Page } from "../../lesson/lesson.ts";
import { isRevealed, pageKey } from "../../lesson/progress.ts";
import type { Snapshot } from "../../lesson/snapshot.ts";
import { parseSuite } from "../../suite/item.ts";
import type { Actions } from "../actions.ts";
import { createActions } from "../create-actions.ts";
import { type AppStore, createAppStore } from "../state.ts";
import { canAct, createLessonActions, type LessonActions, seen } from "./lesson-actions.ts";
import { createLessonStore, type LessonStore } from "./lesson-store.ts";

vi.mock("../../engine/local/client.ts", async () => ({
  startLocalEngine: (await import("../local-engine.testing.ts")).fakeLocalEngine,
}));
/** No run is kept, and none is made. */
vi.mock("../../training/client.ts", () => {
  const none = async () => ({ ok: true, value: [] });
  return { keptRuns: none, startTraining: none, removeRun: none, trainedFiles: none, measureTrained: none };
});

const site = "https://fovea.test/";
const fileOf = (path: string) => readFileSync(new URL(`../../../public/${path}`, import.meta.url));
const jsonOf = (path: string): unknown => JSON.parse(fileOf(path).toString("utf8"));

let app: AppStore;
let actions: Actions;
let reader: LessonStore;
let lessonActions: LessonActions;

const nothing = () => undefined;

beforeEach(() => {
  vi.stubGlobal("location", { href: site, search: "" });
  vi.stubGlobal("document", { baseURI: site });
  vi.stubGlobal("fetch", async (url: URL | string) => {
    return new Response(new Uint8Array(fileOf(String(url).replace(site, ""))));
  });
  app = createAppStore();
  actions = createActions(app);
  const gallery = parseSuite(jsonOf("gallery/gallery.json"));
  if (!gallery.ok) throw new Error(gallery.fault.message);
  const recordings = jsonOf("sessions/index.json") as [];
  app.setState({ gallery: gallery.value, recordings });
  reader = createLessonStore(null);
  lessonActions = createLessonActions(reader, app, actions, nothing, nothing);
});
afterEach(() => vi.unstubAllGlobals());

const snapshot = (): Snapshot => seen(app.getState(), reader.getState());

async function open(lesson: Lesson): Promise<void> {
  lessonActions.turnTo(lesson.id, 0);
  await lessonActions.begin();
}

/** The final text of a page: its own blocks and the reveal. */
function shownOf(page: Page): readonly Block[] {
  const { progress } = reader.getState();
  return [...page.blocks, ...(isRevealed(progress, page) ? (page.prediction?.reveal ?? []) : [])];
}

function expectSettled({ prediction, title }: Page): void {
  if (prediction === undefined) return;
  const { right, options } = prediction;
  const option = typeof right === "function" ? right(snapshot()) : right;
  expect(option, `${title}: what is right`).not.toBeNull();
  expect(options[option ?? -1], title).toBeDefined();
}

async function play(lesson: Lesson, at: number, page: Page): Promise<void> {
  const key = pageKey(lesson.id, at);
  lessonActions.turnTo(lesson.id, at);
  lessonActions.observe();
  expect(reader.getState().progress.done, `${page.title} is not done before`).not.toContain(key);
  if (page.prediction !== undefined) lessonActions.predict(0);
  if (page.task !== undefined) {
    expect(canAct(page.task.action, app.getState(), lesson, snapshot()), page.title).toBe(true);
    await lessonActions.act(page.task.action);
    lessonActions.observe();
    expect(reader.getState().progress.done, `${page.title} sees its task done`).toContain(key);
  }
  expectSettled(page);
  for (const block of shownOf(page))
    if (block.kind === "live") expect(block.read(snapshot()), `${page.title}: ${block.label}`).not.toBeNull();
}

test.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
  "%s is played to its end without a model: each task by its own action and not before",
  async (_, lesson) => {
    await open(lesson);
    for (const [at, page] of lesson.pages.entries()) await play(lesson, at, page);
    expect(app.getState().fault).toBeNull();
  },
);

test.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
  "every page of %s can be opened by itself, and its task can be done there",
  async (_, lesson) => {
    for (const [at, page] of lesson.pages.entries()) {
      if (page.task === undefined || page.task.action.kind === "selectHeaviest") continue;
      reader.setState(createLessonStore(null).getState());
      await open(lesson);
      if (lesson.begins === "unanswered" && page.task.action.kind === "selectLargest") continue;
      lessonActions.turnTo(lesson.id, at);
      if (page.prediction !== undefined) lessonActions.predict(0);
      await lessonActions.act(page.task.action);
      lessonActions.observe();
      expect(reader.getState().progress.done, page.title).toEqual([pageKey(lesson.id, at)]);
    }
  },
);

test("a lesson starts from its recorded answer, once, and waits for the visit to start", async () => {
  const lesson = lessonOf("divergence");
  if (lesson === null) throw new Error("no lesson");
  const { recordings } = app.getState();
  app.setState({ recordings: [] });
  await open(lesson);
  expect(snapshot().scene).toBeNull();
  app.setState({ recordings });
  await lessonActions.begin();
  expect(snapshot()).toMatchObject({ scene: lesson.scene, measured: true, answers: 1 });
  const { experiments } = app.getState().session;
  await actions.openGalleryItem("identification-5");
  await lessonActions.begin();
  expect(snapshot().scene).toBe("identification-5");
  lessonActions.turnTo(null, 0);
  await open(lesson);
  expect(app.getState().session.experiments).toHaveLength(experiments.length);
});

test("what is done while the initial state is still coming is done after it", async () => {
  const margin = lessonOf("margin");
  if (margin === null) throw new Error("no lesson");
  await open(lessonOf("divergence") as Lesson);
  lessonActions.turnTo(margin.id, 0);
  const begun = lessonActions.begin();
  // Each part of the panel has actions of its own over the same state.
  await createLessonActions(reader, app, actions, nothing, nothing).act({ kind: "signal", signal: "reward" });
  await begun;
  expect(app.getState().session.settings.signal).toBe("reward");
});

test("what needs a model is labelled and does not hold a page back; a run can be set up without one", async () => {
  const trials = lessons.flatMap((lesson) =>
    lesson.pages.flatMap(({ trial }) => (trial === undefined ? [] : [{ lesson, trial }])),
  );
  expect(trials.length).toBeGreaterThan(3);
  for (const { lesson, trial } of trials)
    expect(canAct(trial.action, app.getState(), lesson, snapshot())).toBe(trial.action.kind === "train");
});

test("a run is set up as a recorded one was made, on the page for training", async () => {
  const { store } = await actions.lab();
  const gone: string[] = [];
  const own = createLessonActions(reader, app, actions, nothing, (place) => gone.push(place));
  await own.act({ kind: "train", run: "frozen" });
  const { recipe, ...header } = recordedRun("frozen").header;
  expect(store.getState().settings).toMatchObject({ steps: header.steps, seed: header.seed, data: "scenes" });
  expect(store.getState().settings.recipe).toEqual(recipe);
  expect(gone).toEqual(["lab"]);
});

test("a gate that is invented moves weights of its recorded group, and is trained as the recorded runs were", async () => {
  const lesson = lessonOf("formula");
  if (lesson === null) throw new Error("no lesson");
  await open(lesson);
  const { store } = await actions.lab();
  for (const { task, trial } of lesson.pages) {
    if (task !== undefined) await lessonActions.act(task.action);
    if (trial !== undefined) await lessonActions.act(trial.action);
  }
  const changes = (snapshot().weighOwn() ?? []).map(({ own, original }) => (own ?? 0) - (original ?? 0));
  expect(Math.max(...changes)).toBeGreaterThan(0.1);
  expect(Math.min(...changes)).toBeLessThan(-0.1);
  const { settings, series } = store.getState();
  const { recipe, steps, seed, every, perDimension, data } = recordedRun("largest-gap").header;
  expect(settings.recipe).toEqual({ ...recipe, title: "V-Zero, changed" });
  expect(settings).toMatchObject({ student: "fovea-nano", steps, seed, every, perDimension, data });
  expect(series).toEqual(["v-zero"]);
});

/** The page as a visit opens it: the first scene's recorded answer, then the list of recorded sessions. */
async function visit(scene: string): Promise<void> {
  const { recordings } = app.getState();
  app.setState({ recordings: [], opening: true });
  await actions.sessions.showRecorded(scene);
  app.setState({ opening: false });
  lessonActions.observe();
  app.setState({ recordings });
}

test.each(lessons.flatMap((lesson) => lesson.pages.map((_, at) => [lesson.id, at] as const)))(
  "%s opened at page %i without any action: no task is done, whatever the visit starts with",
  async (id, at) => {
    for (const scene of [lessonOf(id)?.scene ?? "structure-6", "identification-5"]) {
      reader.setState(createLessonStore(null).getState());
      lessonActions.turnTo(id, at);
      lessonActions.observe();
      await visit(scene);
      lessonActions.observe();
      await lessonActions.begin();
      for (let look = 0; look < 2; look++) lessonActions.observe();
      expect(reader.getState().progress.done).toEqual([]);
    }
  },
);

test("a lesson opened over an answer that fits its task: done only by answering, by button or by hand", async () => {
  const lesson = lessonOf("gap");
  const action = lesson?.pages[1]?.task?.action;
  if (lesson == null || action === undefined) throw new Error("no lesson");
  await open(lesson);
  lessonActions.turnTo("gap", 1);
  lessonActions.observe();
  await actions.sessions.showRecorded("structure-6");
  lessonActions.observe();
  expect(reader.getState().progress.done).toEqual(["gap/2"]);
  reader.setState(createLessonStore(null).getState());
  lessonActions.turnTo("gap", 1);
  reader.setState({ begun: "done" });
  lessonActions.observe();
  expect(reader.getState().progress.done).toEqual([]);
  await lessonActions.act(action);
  lessonActions.observe();
  expect(reader.getState().progress.done).toEqual(["gap/2"]);
});

test("a task that nobody does is not marked as done", async () => {
  for (const lesson of lessons) {
    await open(lesson);
    for (const [at] of lesson.pages.entries()) {
      lessonActions.turnTo(lesson.id, at);
      lessonActions.observe();
    }
    expect(reader.getState().progress.done).toEqual([]);
  }
});
