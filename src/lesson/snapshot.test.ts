import { expect, test } from "vitest";
import type { ImageId, ModelId, Nats, TokenId } from "../base/ids.ts";
import { regionalToGlobal } from "../evidence/plan.ts";
import { GREEDY, type Rollout } from "../evidence/rollout.ts";
import { EMPTY_SESSION, reduce, type Session } from "../session/session.ts";
import { BENCH } from "./bench.ts";
import { lessonOf } from "./catalog.ts";
import { NO_PROGRESS, observed, opened, pageKey } from "./progress.ts";
import { HOME, recordedWorld, UNTOUCHED } from "./recorded.ts";
import { isRight, largestAt, returnOf, snapshotOf } from "./snapshot.ts";

const plan = regionalToGlobal({
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 100, height: 100 },
  box: HOME,
  question: "What is on the red plate?",
});
const around = { sibling: 0, selection: 2, home: HOME, bench: BENCH, notes: {} };

function answered(): Session {
  const image = {
    id: plan.image,
    name: "n",
    alt: "a",
    size: plan.size,
    origin: { kind: "gallery", item: "identification-3" } as const,
    answer: "A fox.",
    notes: [],
    inline: null,
  };
  const card = {
    build: "0",
    modelBackend: "wasm",
    numbersBackend: "cpu",
    adapter: "none",
    weightsSha256: "",
    runtime: "",
  };
  const opening = reduce(EMPTY_SESSION, { kind: "openImage", image, plan });
  const rollout: Rollout = {
    showing: { model: plan.model, parts: [{ kind: "picture", view: { source: plan.image, edits: [] } }] },
    sampler: GREEDY,
    sibling: 0,
    forced: 0,
    ids: [1, 2, 0] as TokenId[],
    texts: [" A", " fox", "<end_of_utterance>"],
    logProbs: [-0.1, -0.2, 0] as Nats[],
    end: "stopToken",
    card,
  };
  return reduce(opening, { kind: "keepRollouts", rollouts: [rollout], verdicts: [null], plan });
}

test("an empty session shows nothing, and nothing is measured or right", () => {
  const seen = snapshotOf(EMPTY_SESSION, { ...around, home: null });
  expect(seen).toMatchObject({ scene: null, place: null, tokens: [], measured: false, said: null });
  expect([isRight(seen), largestAt(seen), returnOf(seen)]).toEqual([null, null, null]);
});

test("an answer without a replay is said and judged, but not measured", () => {
  const seen = snapshotOf(answered(), around);
  expect(seen).toMatchObject({
    scene: "identification-3",
    place: "home",
    said: "A fox",
    fromFull: true,
    measured: false,
    selection: 2,
  });
  expect(seen.tokens.map(({ divergence }) => divergence)).toEqual([null, null, null]);
  expect(isRight(seen)).toBe(true);
  expect(returnOf(seen)).toBeNull();
});

test("what was measured gives the largest disagreement and the return", () => {
  const seen = recordedWorld({ ...UNTOUCHED, scene: "s" }, { kind: "answer" });
  expect(largestAt(seen)).toBe(3);
  expect(isRight(seen)).toBe(false);
  expect(returnOf(seen)).toBeCloseTo(-3 * (0.6 + 9 * 0.006) * 0.1, 12);
});

test("progress remembers what was once done, and notes of one answer only", () => {
  const lesson = lessonOf("controls");
  const page = lesson?.pages[0];
  if (lesson === null || page === undefined) throw new Error("no lesson");
  const begun = opened(NO_PROGRESS, lesson, 99);
  expect(begun.page).toBe(lesson.pages.length - 1);
  const home = recordedWorld({ ...UNTOUCHED, scene: "s" }, { kind: "answer" });
  const first = observed(opened(begun, lesson, 0), page, home);
  expect(first.notes.home?.largest).toBe(0.6);
  expect(first.done).toEqual([pageKey("controls", 0)]);
  const moved = observed(first, page, recordedWorld(home, { kind: "placeBox", place: "whole" }));
  expect(Object.keys(moved.notes)).toEqual(["home", "whole"]);
  expect(observed(moved, page, { ...home, measured: false })).toBe(moved);
  const other = observed(moved, page, { ...home, said: "Something else" });
  expect(Object.keys(other.notes)).toEqual(["home"]);
  expect(other.done).toEqual(first.done);
});
