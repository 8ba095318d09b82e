import { describe, expect, test } from "vitest";
import type { ImageId, ModelId, Nats, TokenId } from "../base/ids.ts";
import { JSD_HALF, type Replay } from "../evidence/replay.ts";
import { GREEDY, type Rollout, type RunCard } from "../evidence/rollout.ts";
import { regionalToGlobal } from "../evidence/views/plan.ts";
import type { Recipe } from "../evidence/views/recipe.ts";
import type { Command } from "./command.ts";
import { currentContrast, replayIsCurrent, shownExperiment, staleness } from "./derived.ts";
import { EMPTY_SESSION, MOST_EXPERIMENTS, reduce, type Session } from "./session.ts";

const card: RunCard = {
  build: "0",
  modelBackend: "wasm",
  numbersBackend: "cpu",
  adapter: "none",
  weightsSha256: "",
  runtime: "",
};
const plan = regionalToGlobal({
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 100, height: 100 },
  box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 },
  question: "What does the sign say?",
});
const marked: Recipe = [{ kind: "marked", hint: true }];
const opened: Command = {
  kind: "openImage",
  image: {
    id: plan.image,
    name: "n",
    alt: "a",
    size: { width: 10, height: 10 },
    origin: { kind: "own" },
    answer: null,
    notes: [],
    inline: null,
  },
  plan,
};

function play(...commands: readonly Command[]): Session {
  return commands.reduce(reduce, EMPTY_SESSION);
}

function answered(session: Session): Session {
  const contrast = currentContrast(session);
  const { plan } = session;
  if (contrast === null || plan === null) throw new Error("no plan");
  const rollout: Rollout = {
    showing: contrast.student,
    sampler: GREEDY,
    sibling: 0,
    forced: 0,
    ids: [1 as TokenId],
    texts: ["a"],
    logProbs: [-1 as Nats],
    end: "stopToken",
    card,
  };
  const replay: Replay = {
    end: "done",
    contrast,
    divergence: JSD_HALF,
    sides: [],
    divergences: [],
    pairs: [],
    noiseFloor: null,
    card,
  };
  const kept = reduce(session, { kind: "keepRollouts", rollouts: [rollout], verdicts: [null], plan });
  return reduce(kept, { kind: "keepReplays", id: kept.shown ?? "", replays: [replay] });
}

const FRESH = { model: false, student: false, question: false, box: false, longestEdge: false };
const moved: Command = { kind: "setBox", box: { x: 0.5, y: 0.5, width: 0.2, height: 0.2 } };

describe("staleness", () => {
  test("moving the box leaves a plain full-image answer valid, but its replay is out of date", () => {
    const session = reduce(answered(play(opened)), moved);
    expect(staleness(session)).toEqual(FRESH);
    expect(replayIsCurrent(session)).toBe(false);
  });

  test("moving a box that is drawn on the student's image makes the answer belong to the previous box", () => {
    const drawn = play(opened, { kind: "setStudent", recipe: marked });
    expect(staleness(answered(drawn))).toEqual(FRESH);
    expect(staleness(reduce(answered(drawn), moved))).toEqual({ ...FRESH, box: true });
  });

  test("another recipe or another model makes the answer stale, but not a recipe that shows the same", () => {
    const session = answered(play(opened));
    const drawn = reduce(session, { kind: "setStudent", recipe: marked });
    expect(staleness(drawn)).toEqual({ ...FRESH, student: true });
    const other = reduce(session, { kind: "setModel", model: "n" as ModelId, boxWords: null });
    expect(staleness(other)).toEqual({ ...FRESH, model: true });
    const same = reduce(session, { kind: "setStudent", recipe: [{ kind: "shrunk", by: 1 }] });
    expect(staleness(same)).toEqual(FRESH);
  });

  test("another longest edge makes the answer stale, and is reset with the model that it was chosen for", () => {
    const session = reduce(answered(play(opened)), { kind: "setLongestEdge", longestEdge: 1024 });
    expect(staleness(session)).toEqual({ ...FRESH, longestEdge: true });
    const other = reduce(session, { kind: "setModel", model: "n" as ModelId, boxWords: null });
    expect(other.plan && "longestEdge" in other.plan).toBe(false);
    const same = reduce(session, { kind: "setModel", model: plan.model, boxWords: "" });
    expect(same.plan?.longestEdge).toBe(1024);
  });

  test("another view for the teacher leaves the answer valid, but its replay is out of date", () => {
    const others = [{ role: "teacher", recipe: [{ kind: "two-images" }] }] as const;
    const session = reduce(answered(play(opened)), { kind: "setOthers", others });
    expect(staleness(session)).toEqual(FRESH);
    expect(replayIsCurrent(session)).toBe(false);
  });

  test("another question makes the answer stale, changing back makes the replay valid again", () => {
    const session = answered(play(opened));
    expect(staleness(reduce(session, { kind: "setQuestion", question: "Why?" })).question).toBe(true);
    expect(replayIsCurrent(session)).toBe(true);
    expect(replayIsCurrent([moved, { kind: "setBox", box: plan.box } as const].reduce(reduce, session))).toBe(
      true,
    );
  });
});

test("a replay with attention to another box is out of date, whatever its sides see", () => {
  const contrast = currentContrast(play(opened, { kind: "setOthers", others: [] }));
  const session = answered(play(opened, { kind: "setOthers", others: [] }));
  const replays = shownExperiment(session)?.replays.map((each) => each && { ...each, attended: plan.box });
  const attended = reduce(session, {
    kind: "keepReplays",
    id: session.shown ?? "",
    replays: replays ?? [],
  });
  expect(contrast?.others).toEqual([]);
  expect([replayIsCurrent(attended), replayIsCurrent(reduce(attended, moved))]).toEqual([true, false]);
  expect(replayIsCurrent(reduce(session, moved))).toBe(true);
});

test("another divergence makes the replay out of date", () => {
  const divergence = { ...JSD_HALF, kind: "forwardKl" as const };
  const session = reduce(answered(play(opened)), { kind: "setDivergence", divergence });
  expect(replayIsCurrent(session)).toBe(false);
  expect(staleness(session)).toEqual(FRESH);
});

describe("experiments", () => {
  test("answers that a side refused are left out, with all that was known of them", () => {
    const one = answered(play(opened));
    const [experiment] = one.experiments;
    if (experiment === undefined) throw new Error("no experiment");
    const { rollouts, replays } = experiment;
    const group = { ...experiment, rollouts: [...rollouts, ...rollouts], replays: [null, ...replays] };
    const session = { ...one, experiments: [{ ...group, verdicts: [true, false] }] };
    const left = reduce(session, { kind: "leaveOut", id: experiment.id, answers: [0], why: "Other ids." });
    const leftOut = "Other ids.";
    expect(left.experiments[0]).toMatchObject({ rollouts, verdicts: [false], replays, gates: [], leftOut });
    // A note of the person's own stands beside the reason, and not in its place.
    const noted = reduce(left, { kind: "setNote", id: experiment.id, note: "Mine." });
    expect(noted.experiments[0]).toMatchObject({ leftOut, note: "Mine." });
  });

  const other: Command = {
    ...opened,
    image: { ...opened.image, id: "j" as ImageId },
    plan: { ...plan, image: "j" as ImageId },
  };

  test("opening another image takes the answer off the screen, and keeps it", () => {
    const session = reduce(answered(play(opened)), other);
    expect(shownExperiment(session)).toBeNull();
    expect(session.experiments).toHaveLength(1);
    expect(session.images.map(({ id }) => id)).toEqual(["i", "j"]);
  });

  test("an image that was opened and never asked about is dropped with the next one", () => {
    expect(play(opened, other).images.map(({ id }) => id)).toEqual(["j"]);
  });

  test("a new answer is shown, without a replay, beside the previous one", () => {
    const session = answered(answered(play(opened)));
    expect(session.experiments.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(session.shown).toBe("2");
    const first = reduce(reduce(session, moved), { kind: "show", id: "1" });
    expect([first.shown, first.plan?.box]).toEqual(["1", plan.box]);
    expect(replayIsCurrent(first)).toBe(true);
  });

  test("an id is not reused while a later one is there; a removed experiment is no longer shown", () => {
    const session = reduce(answered(answered(play(opened))), { kind: "remove", id: "1" });
    expect([answered(session).shown, session.shown]).toEqual(["3", "2"]);
    expect(reduce(session, { kind: "remove", id: "2" }).shown).toBeNull();
  });

  test("the oldest experiments are dropped beyond the maximum", () => {
    const many = Array.from({ length: MOST_EXPERIMENTS + 2 }).reduce(answered, play(opened));
    expect(many.experiments).toHaveLength(MOST_EXPERIMENTS);
    expect(many.experiments[0]?.id).toBe("3");
  });

  test("a verdict and a note belong to one experiment, and unknown ids change nothing", () => {
    const session = answered(play(opened));
    const judged = reduce(session, { kind: "setVerdict", id: "1", answer: 0, verdict: true });
    expect(shownExperiment(judged)?.verdicts).toEqual([true]);
    expect(reduce(session, { kind: "setNote", id: "9", note: "x" })).toBe(session);
    expect(reduce(session, { kind: "show", id: "9" })).toBe(session);
  });
});

test("the noise floor follows the student's view", () => {
  const others = [...plan.others, { role: "floor", recipe: plan.student }] as const;
  const session = play(opened, { kind: "setOthers", others }, { kind: "setStudent", recipe: marked });
  expect(session.plan?.others).toEqual([...plan.others, { role: "floor", recipe: marked }]);
});

test("a teacher with another model scores as the other sides do, not as the student", () => {
  const teacher = { model: "n" as ModelId, boxWords: null };
  const session = play(opened, { kind: "setTeacherModel", teacher });
  const contrast = currentContrast(session);
  expect([contrast?.student.model, contrast?.others[0]?.showing.model]).toEqual(["m", "n"]);
  expect(reduce(session, { kind: "setTeacherModel", teacher: null }).plan).toEqual(plan);
});

test("commands that need a plan leave an empty session as it is", () => {
  expect(reduce(EMPTY_SESSION, moved)).toBe(EMPTY_SESSION);
});
