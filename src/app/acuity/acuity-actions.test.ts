/** The page of acuity curves over a model that answers at once: measured, stopped, gone on, compared and opened again. */
import { describe, expect, test } from "vitest";
import { curvesOf } from "../../acuity/curves.ts";
import type { Painter } from "../../acuity/painter/painter.ts";
import type { ImageId } from "../../base/ids.ts";
import { failure, type Outcome, success } from "../../base/outcome.ts";
import type { Engine, ModelFacts } from "../../engine/port.ts";
import type { RunCard } from "../../evidence/rollout.ts";
import type { Showing } from "../../evidence/views/showing.ts";
import { createJobs } from "../jobs/jobs.ts";
import { createRespondent } from "../suite/create-respondent.ts";
import { createAcuityActions } from "./acuity-actions.ts";
import { createAcuityStore, measurementOf, type OwnPicture } from "./acuity-state.ts";
import type { KeptMeasurement } from "./kept.ts";

const CARD = {
  build: "b",
  modelBackend: "wasm",
  numbersBackend: "cpu",
  adapter: "a",
  weightsSha256: "0".repeat(64),
  runtime: "r",
} as unknown as RunCard;

const MODEL = {
  id: "stub",
  title: "Stub",
  boxWords: null,
  served: null,
  gives: { tiling: { longestEdge: 256, choices: [128, 256, 384] } },
} as unknown as ModelFacts;

const OWN: OwnPicture = {
  subject: {
    name: "street.jpg",
    sha256: "1".repeat(64),
    size: { width: 640, height: 480 },
    box: { x: 0.5, y: 0.5, width: 0.2, height: 0.2 },
    question: "What does the sign say?",
    answer: "",
  },
  file: new Blob(["a picture"]),
};

/** Paints each trial as a file that is its name; how many workers it has begun and ended. */
function fakePainters(curves: typeof curvesOf) {
  const alive = { count: 0, most: 0 };
  const start = (): Painter => {
    alive.count++;
    alive.most = Math.max(alive.most, alive.count);
    return {
      filesOf: () => ({
        get: (path) => ({ path, size: 0, read: async () => success(new TextEncoder().encode(path)) }),
      }),
      fit: async (plan, trials) => success(curves(plan, trials)),
      [Symbol.dispose]: () => void alive.count--,
    };
  };
  return { alive, start };
}

/** A page whose model is right where the evidence of the shown picture is large enough, and sees nothing on a blank one. */
function page(
  kept: KeptMeasurement[] = [],
  after: (asked: number) => void = () => undefined,
  curves: typeof curvesOf = curvesOf,
) {
  const store = createAcuityStore();
  const jobs = createJobs(() => undefined);
  const images = new Map<ImageId, string>();
  const most = { images: 0 };
  let asked = 0;
  const background = {
    rollout: async ({ showing }: { readonly showing: Showing }) => {
      asked++;
      after(asked);
      await Promise.resolve();
      return success([
        { logProbs: [-0.1], texts: [showing.parts.length > 0 ? "x" : ""], ids: [1], end: "stop", card: CARD },
      ]);
    },
    likelihood: async () => success([-1]),
  };
  const engine = {
    background,
    async addImage(id: ImageId, bytes: ArrayBuffer) {
      images.set(id, new TextDecoder().decode(bytes));
      most.images = Math.max(most.images, images.size);
      return success({});
    },
    removeImage: (id: ImageId) => void images.delete(id),
  } as unknown as Engine;
  const painters = fakePainters(curves);
  const actions = createAcuityActions({
    jobs,
    store,
    keeping: {
      all: async () => [...kept],
      async keep(measurement) {
        kept.splice(0, kept.length, ...kept.filter(({ key }) => key !== measurement.key), measurement);
        return success(null);
      },
      async remove(key) {
        kept.splice(0, kept.length, ...kept.filter((each) => each.key !== key));
      },
    },
    painter: painters.start,
    respondent: (files, signal) => createRespondent(engine, MODEL, files, () => null, signal),
    card: async (): Promise<Outcome<RunCard | null>> => success(CARD),
    recorded: async () => failure("notFound", "None is recorded here."),
    playground: () => success(OWN),
  });
  store.setState({ model: MODEL });
  return { store, actions, jobs, kept, most, painters, asked: () => asked };
}

const shownOf = ({ store }: ReturnType<typeof page>) =>
  measurementOf(store.getState(), store.getState().shown);
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("a measurement", () => {
  test("is asked, fitted and kept; a reload shows it again without a model", async () => {
    const one = page();
    one.actions.setSettings({ levels: 4, scenes: 2, parts: false });
    await one.actions.start();
    await settled();
    const shown = shownOf(one);
    expect(shown?.document.trials).toHaveLength(8);
    expect(shown?.curves?.curves.global?.points).toHaveLength(4);
    expect(one.store.getState()).toMatchObject({ phase: { kind: "idle" }, fault: null });
    expect(one.painters.alive.count).toBe(1);
    const again = page(one.kept);
    again.store.setState({ model: null });
    await again.actions.restore();
    await settled();
    expect(shownOf(again)?.document).toEqual(shown?.document);
    expect(shownOf(again)?.curves?.curves.global?.points).toHaveLength(4);
    await again.actions.start();
    expect(again.asked()).toBe(0);
    const key = shown?.key ?? "";
    again.actions.compareWith(key);
    again.actions.show(key);
    expect(again.store.getState().other).toBeNull();
    await again.actions.remove(key);
    expect([again.kept.length, again.store.getState().shown]).toEqual([0, null]);
  });

  test("stops between two questions and goes on with what is left; more scenes can be added", async () => {
    const one: ReturnType<typeof page> = page([], (asked) => {
      if (asked === 5) one.actions.stop();
    });
    one.actions.setSettings({ levels: 4, scenes: 2, parts: false });
    await one.actions.start();
    const before = shownOf(one)?.document.trials.length ?? 0;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(8);
    await one.actions.goOn();
    expect(shownOf(one)?.document.trials).toHaveLength(8);
    one.actions.setSettings({ scenes: 3 });
    await one.actions.goOn();
    expect(shownOf(one)?.document.trials).toHaveLength(12);
    expect(one.store.getState().measurements).toHaveLength(1);
  });

  test("a file opens, what is none is refused, and other weights do not go on with it", async () => {
    const one = page();
    one.actions.setSettings({ levels: 4, scenes: 1, parts: false });
    await one.actions.start();
    const text = JSON.stringify(shownOf(one)?.document);
    const other = page();
    await other.actions.openFile(new Blob([text.replaceAll("0".repeat(64), "f".repeat(64))]));
    expect(shownOf(other)?.origin).toBe("file");
    other.actions.setSettings({ scenes: 2 });
    await other.actions.goOn();
    expect(other.store.getState().fault?.message).toContain("other weights");
    await other.actions.openFile(new Blob(["{}"]));
    expect(other.store.getState().fault?.kind).toBe("badInput");
  });

  test("of an own picture needs its right answer; of longest edges the model's tiles", async () => {
    const one = page();
    one.actions.takePlayground();
    one.actions.setSettings({ levels: 4, scenes: 1, parts: false });
    await one.actions.start();
    expect(one.store.getState().fault?.message).toBe("The right answer is missing.");
    one.actions.setAnswer("STOP");
    await one.actions.start();
    expect(shownOf(one)?.document.plan).toMatchObject({ dimension: "picture", picture: { answer: "STOP" } });
    one.actions.setSettings({ dimension: "ocr", variable: "longestEdge" });
    await one.actions.start();
    expect(shownOf(one)?.document.plan.levels).toEqual([128, 256, 384]);
    one.store.setState({ model: { ...MODEL, gives: { ...MODEL.gives, tiling: null } } });
    await one.actions.start();
    expect(one.store.getState().fault?.kind).toBe("unsupported");
  });

  test("of a thousand questions never holds more than two pictures, and one painter beside the one that fits", async () => {
    // What a fit finds does not matter here, and a thousand of them take minutes.
    const one = page([], undefined, (plan) => curvesOf(plan, []));
    one.actions.setSettings({ levels: 6, scenes: 34, dimension: "colour" });
    await one.actions.start();
    await settled();
    expect(one.asked()).toBeGreaterThan(800);
    expect(one.most.images).toBeLessThanOrEqual(3);
    expect(one.painters.alive).toEqual({ count: 1, most: 2 });
    expect(one.kept).toHaveLength(1);
  }, 60_000);
});
