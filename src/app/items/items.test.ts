/** The item builder with a fake model that knows the text of a sign, from an image to a suite that can be opened. */
import { beforeEach, expect, test, vi } from "vitest";
import { success } from "../../base/outcome.ts";
import type { Engines } from "../../engine/engines.ts";
import type { LocalEngine } from "../../engine/local/client.ts";
import type { ReplayRequest } from "../../evidence/replay.ts";
import type { RolloutRequest } from "../../evidence/rollout.ts";
import { picturesOf } from "../../evidence/views/showing.ts";
import { filesOfZip } from "../../suite/open/files/zip.ts";
import { pngHeader } from "../../suite/open/folder-fixture.testing.ts";
import { openSuite } from "../../suite/open/open-suite.ts";
import type { Box } from "../../view/box.ts";
import { createAppServices } from "../services.ts";
import { createAppStore, type ModelState } from "../state.ts";
import { createItems } from "./create-items.ts";

const QUESTION = "What does the sign say?";

/** Fake answers by sibling, when the crop is shown and when the red box is. */
const spoken = { crop: [] as string[], whole: [] as string[], asked: "" };
const requests: RolloutRequest[] = [];

function stub(): LocalEngine {
  const client = {
    addImage: async () => success({}),
    removeImage: () => undefined,
    rollout: async (request: RolloutRequest) => {
      requests.push(request);
      const [picture, words] = request.showing.parts;
      const marked = picture?.kind === "picture" && picture.view.edits.some(({ kind }) => kind === "mark");
      const asks = words?.kind === "text" && words.text.startsWith("Ask one");
      const texts = marked ? spoken.whole : spoken.crop;
      return success(
        Array.from({ length: request.group ?? 1 }, (_, i) => ({
          ...{
            showing: request.showing,
            ids: [1],
            texts: [asks ? spoken.asked : (texts[i] ?? "?")],
            end: "length",
          },
        })),
      );
    },
    // The answer depends on what is at (0.82, 0.3) of the image.
    compare: async ({ contrast }: ReplayRequest) => {
      const erased = contrast.others.map(({ showing }) =>
        picturesOf(showing).some(({ edits }) =>
          edits.some((edit) => edit.kind === "degrade" && edit.within && holds(edit.within, 0.82, 0.3)),
        ),
      );
      const sides = [false, ...erased].map((lost) => ({ logProb: [lost ? -5 : -0.1] }));
      return success([{ end: "done", sides }]);
    },
  };
  return { ...client, background: client } as unknown as LocalEngine;
}

const holds = ({ x, y, width, height }: Box, atX: number, atY: number): boolean =>
  x <= atX && atX < x + width && y <= atY && atY < y + height;

function setUp() {
  const store = createAppStore();
  const facts = { id: "m", boxWords: null };
  store.setState({ model: { kind: "ready", facts } as unknown as ModelState });
  const services = { ...createAppServices(store), client: stub(), engines: stub() as unknown as Engines };
  return createItems(services);
}

const picture = (width: number, height: number): File =>
  new File([new Uint8Array(pngHeader({ width, height }))], "street.png");

beforeEach(() => {
  vi.stubGlobal(
    "URL",
    class extends URL {
      static override createObjectURL = () => "blob:stub";
      static override revokeObjectURL = () => undefined;
    },
  );
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
  requests.length = 0;
  spoken.crop = ["K7P", "K7P", "K7P", "K7P", "K7P", "K7P", "K7P", "K1P"];
  spoken.whole = ["K7P", "WBL", "none", "WBL"];
  spoken.asked = "";
});

async function withRegion() {
  const { store, actions } = setUp();
  await actions.openFiles([picture(1000, 800)]);
  actions.setBox({ x: 0.1, y: 0.125, width: 0.1, height: 0.1 });
  actions.addRegion();
  const id = store.getState().candidates[0]?.id ?? "";
  return { store, actions, id };
}

test("from a drawn region to a suite: eight answers on the crop, four under the red box, and the suite opens", async () => {
  const { store, actions, id } = await withRegion();
  actions.setQuestion(id, QUESTION);
  await actions.follow(id);
  expect(requests.map(({ group, sampler }) => [group, sampler.temperature])).toEqual([
    [8, 0.7],
    [4, 1],
  ]);
  const grounded = requests[1]?.showing.parts.find(({ kind }) => kind === "text");
  expect(grounded).toMatchObject({ text: expect.stringContaining("inside the red bounding box") });
  expect(store.getState().candidates[0]).toMatchObject({ attempts: [true, false, false, false] });
  actions.decide(id, { kind: "accept" });
  const files = await filesOfZip(await actions.pack());
  const suite = files.ok ? await openSuite(files.value) : files;
  expect(suite).toMatchObject({ ok: true, value: { broken: [] } });
  expect(suite.ok && suite.value.entries).toMatchObject([
    { question: QUESTION, answer: "K7P", region: { kind: "box", box: { x: 0.1, y: 0.125, width: 0.1 } } },
  ]);
});

test("without consensus nothing is asked of the full image", async () => {
  spoken.crop = ["K7P", "K7P", "K7P", "K7P", "K7P", "K7P", "K1P", "K1P"];
  const { store, actions, id } = await withRegion();
  actions.setQuestion(id, QUESTION);
  await actions.follow(id);
  expect(requests).toHaveLength(1);
  actions.setThresholds({ ...store.getState().thresholds, agreeingBound: "atLeast" });
  await actions.follow(id);
  expect(requests).toHaveLength(2);
});

test("changing the question discards its answers; a region that is too large is never asked about", async () => {
  const { store, actions, id } = await withRegion();
  actions.setQuestion(id, QUESTION);
  await actions.follow(id);
  actions.setQuestion(id, "What colour is the sign?");
  expect(store.getState().candidates[0]).toMatchObject({ answers: [], attempts: [] });
  actions.addGrid(2, 2);
  const large = store.getState().candidates[1]?.id ?? "";
  actions.setQuestion(large, QUESTION);
  requests.length = 0;
  await actions.follow(large);
  expect(requests).toEqual([]);
});

test("a question from the model is accepted, a statement is shown", async () => {
  const { store, actions, id } = await withRegion();
  spoken.asked = "A yellow sign.";
  await actions.askQuestion(id);
  expect(store.getState().candidates[0]?.question).toBe("");
  expect(store.getState().noQuestion[id]).toBe("A yellow sign.");
  spoken.asked = "What does the yellow sign say?";
  await actions.askQuestion(id);
  expect(store.getState().candidates[0]?.question).toBe("What does the yellow sign say?");
});

test("a region is proposed where the answer to a question about the full image depends on it, with the answer", async () => {
  const { store, actions } = setUp();
  await actions.openFiles([picture(1000, 800)]);
  spoken.crop = ["K7P"];
  await actions.addFromMap(QUESTION);
  const { candidates, thresholds, work, fault, answered: words } = store.getState();
  expect([work, fault, words]).toEqual([null, null, "K7P"]);
  expect(candidates).toMatchObject([{ origin: "map", question: QUESTION }]);
  const region = candidates[0]?.region ?? { x: 0, y: 0, width: 0, height: 0 };
  expect(holds(region, 0.82, 0.3)).toBe(true);
  expect(region.width * region.height).toBeLessThan(thresholds.area);
});

test("an empty answer has no map, which is reported", async () => {
  const { store, actions } = setUp();
  await actions.openFiles([picture(1000, 800)]);
  spoken.crop = [""];
  await actions.addFromMap(QUESTION);
  expect(store.getState()).toMatchObject({ candidates: [], work: null, answered: null });
  expect(store.getState().fault?.message).toContain("empty answer");
});

test("a file that is not an image is refused with its name", async () => {
  const { store, actions } = setUp();
  await actions.openFiles([new File(["no picture"], "notes.txt")]);
  expect(store.getState().images).toEqual([]);
  expect(store.getState().fault?.message).toContain("notes.txt");
});
