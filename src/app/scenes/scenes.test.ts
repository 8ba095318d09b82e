/** The studio over a fake painter and a fake model: the picture and the answers follow the latest scene, and nothing older. */
import { expect, test, vi } from "vitest";
import type { ImageId, ModelId, TokenId } from "../../base/ids.ts";
import { success } from "../../base/outcome.ts";
import type { EngineRuns } from "../../engine/port.ts";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import { textOf } from "../../scene/edit/link.ts";
import { questionsIn } from "../../scene/edit/questions.ts";
import { parseSuite } from "../../suite/item.ts";
import { createJobs } from "../jobs/jobs.ts";
import { itemsOf } from "./scene-entry.ts";
import { createScenesActions } from "./scenes-actions.ts";
import { answerKey, createScenesStore } from "./scenes-state.ts";
import type { StudioPort } from "./studio-port.ts";

/** Answers every question with the same words, and counts how often it is asked. */
function fakeModel(text: string) {
  const asked: string[] = [];
  const engine = {
    rollout: async ({ showing }: { readonly showing: unknown }) => {
      asked.push(JSON.stringify(showing));
      const rollout = { texts: [text], ids: [1 as TokenId], logProbs: [-0.5], end: "length" };
      return success([rollout]);
    },
    likelihood: async () => success([Math.log(0.25)]),
  } as unknown as EngineRuns;
  return { engine, asked };
}

function studio(text: string) {
  const { engine, asked } = fakeModel(text);
  const painted: EditedScene[] = [];
  const port: StudioPort = {
    base: "https://fovea.test/",
    jobs: createJobs(() => undefined),
    painter: {
      paint: async (_, scene) => {
        painted.push(scene);
        return success({ width: 1, height: 1, close: () => undefined } as ImageBitmap);
      },
      write: async (_, scene) =>
        success({ file: new Uint8Array(1), hash: textOf(scene).length.toString(16) }),
    },
    withPicture: (_, work) =>
      work({ engine, model: "fake" as ModelId, boxWords: null, image: "0" as ImageId }),
    openInPlayground: async () => success(null),
  };
  const store = createScenesStore();
  return { store, asked, painted, actions: createScenesActions(port, store) };
}

const now = (store: ReturnType<typeof createScenesStore>): EditedScene => store.getState().history.present;

test("both sides answer; after an edit the answers stay, those of the scene before, until there are new ones", async () => {
  const { store, asked, painted, actions } = studio("There is a fox on the red plate.");
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
  expect(painted.at(-1)).toBe(now(store));
  expect(store.getState().history.past).toHaveLength(1);
  actions.stop();
  const known = asked.length;
  actions.undo();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked).toHaveLength(known);
});

test("a link that names other pixels says so, and one that cannot be read leaves the scene", async () => {
  const { store, actions } = studio("");
  await actions.openText("1~17~h0000000000000000");
  expect(now(store).seed).toBe(17);
  expect(store.getState().differs?.linked).toBe("0000000000000000");
  await actions.openText("1~99999999999");
  expect(now(store).seed).toBe(17);
  expect(store.getState().fault?.kind).toBe("badInput");
});

test("the questions that can be asked make a suite that the suite page reads", () => {
  const { store } = studio("");
  const items = itemsOf(now(store), "scene-001", "scene-001.png");
  expect(parseSuite(JSON.parse(JSON.stringify(items)))).toMatchObject({ ok: true });
  expect(items.length).toBe(questionsIn(now(store)).filter(({ box }) => box !== null).length);
});
