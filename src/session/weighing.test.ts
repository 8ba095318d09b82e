import { expect, test } from "vitest";
import type { ImageId, ModelId, Nats, TokenId } from "../base/ids.ts";
import { JSD_HALF, type Replay, type Side } from "../evidence/replay.ts";
import { GREEDY, type Rollout, type RunCard } from "../evidence/rollout.ts";
import { contrastOf, type Plan } from "../evidence/views/plan.ts";
import { FULL } from "../evidence/views/recipe.ts";
import { usualViews } from "../evidence/views/usual-views.ts";
import type { GateResult } from "../gate/group.ts";
import { uniOpd } from "../gate/uni-opd/uni-opd.ts";
import { vZero } from "../gate/v-zero.ts";
import type { Experiment } from "./document/document.ts";
import { EMPTY_SESSION, reduce, type Session } from "./session.ts";
import { latestGroup, marginsIn, teachesItself, weighingOf } from "./weighing.ts";

const card = {} as RunCard;
const plan: Plan = {
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 100, height: 100 },
  box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 },
  question: "What does the sign say?",
  student: FULL,
  others: usualViews(0),
};

/** One token per answer; `logProbs` are its sides', in the contrast's order after the student's. */
function replayed(asked: Plan, logProbs: readonly number[]): Replay {
  const contrast = contrastOf(asked);
  const roles = ["student", ...contrast.others.map(({ role }) => role)] as readonly Side["role"][];
  const sides = roles.map((role, i): Side => {
    const logProb = [(logProbs[i] ?? -1) as Nats];
    return { role, logProb, entropy: [0 as Nats], rank: [1], alternatives: [[]], card };
  });
  return {
    end: "done",
    contrast,
    divergence: JSD_HALF,
    sides,
    divergences: [],
    pairs: [],
    noiseFloor: null,
    card,
  };
}

function experimentOf(id: string, answers: readonly (readonly number[])[], asked = plan): Experiment {
  const rollout = (sibling: number): Rollout => ({
    showing: contrastOf(asked).student,
    sampler: GREEDY,
    sibling,
    forced: 0,
    ids: [1 as TokenId],
    texts: ["a"],
    logProbs: [-1 as Nats],
    end: "stopToken",
    card,
  });
  return {
    id,
    note: "",
    plan: asked,
    rollouts: answers.map((_, i) => rollout(i)),
    verdicts: answers.map((_, i) => i % 2 === 0),
    teacherAnswer: null,
    replays: answers.map((each) => replayed(asked, each)),
    gates: [],
  };
}

/** Student, teacher, positive, negative, degraded. */
const group = experimentOf("1", [
  [-1, -2, -0.5, -1.5, -3],
  [-1, -0.5, -2, -1, -3],
]);
const choice = { gate: "v-zero", settings: vZero.start } as const;

test("without an engine the reference computes the weights; of two unlike answers one gets everything", () => {
  const weighing = weighingOf(group, choice);
  if (weighing.kind !== "weighed") throw new Error(weighing.kind);
  expect(weighing.kept).toBe(false);
  expect([weighing.reading.numbers, weighing.reading.deviation]).toEqual(["cpu", null]);
  expect(weighing.reading.weights.perAnswer).toEqual([expect.closeTo(2, 5), expect.closeTo(0, 5)]);
});

test("a stored result is shown under its own settings only", () => {
  const weights = { perAnswer: [1, 1], perToken: [[0.5], [0.5]], trail: [], remarks: [] };
  const kept: GateResult = { ...choice, weights, numbers: "wgsl", deviation: 0.1 };
  const experiment = { ...group, gates: [kept] };
  expect(weighingOf(experiment, choice)).toEqual({ kind: "weighed", reading: kept, kept: true });
  const turned = weighingOf(experiment, { ...choice, settings: { ...vZero.start, alpha: 0.5 } });
  expect(turned).toMatchObject({ kind: "weighed", kept: false });
});

test("reports missing sides and contradictory settings", () => {
  const views = usualViews(0).filter(({ role }) => role !== "negative");
  const alone = experimentOf("1", [[-1, -2, -0.5]], { ...plan, others: views });
  expect(weighingOf(alone, choice)).toEqual({ kind: "lacking", sides: ["negative"] });
  const unread = { ...group, replays: [null, null] };
  expect(weighingOf(unread, choice)).toEqual({ kind: "lacking", sides: ["positive", "negative"] });
  const wrong = weighingOf(group, { ...choice, settings: { ...vZero.start, least: 3 } });
  expect(wrong).toMatchObject({ kind: "refused", fault: { kind: "badInput" } });
});

test("a teacher with the student's weights and view is the student", () => {
  const full: Plan = { ...plan, others: [{ role: "teacher", recipe: FULL }] };
  expect(teachesItself(group)).toBe(false);
  expect(teachesItself(experimentOf("1", [[-1, -1]], full))).toBe(true);
  const other = { ...full, teacher: { model: "n" as ModelId, boxWords: null } };
  expect(teachesItself(experimentOf("1", [[-1, -1]], other))).toBe(false);
});

const session = (...experiments: readonly Experiment[]): Session => ({ ...EMPTY_SESSION, experiments });

test("beside a single answer, the latest group that answered the same question is found", () => {
  const single = experimentOf("3", [[-1]]);
  const elsewhere = experimentOf("4", [[-1], [-1]], { ...plan, question: "What colour is it?" });
  const later = { ...group, id: "2" };
  expect(latestGroup(session(group, later, single, elsewhere), single)?.id).toBe("2");
  expect(latestGroup(session(single, elsewhere), single)).toBeNull();
  expect(latestGroup(session(group), group)).toBeNull();
});

test("margins of the session's groups: right minus wrong return, null where a kind is missing", () => {
  const allRight = { ...group, verdicts: [true, true] };
  const single = experimentOf("3", [[-1, -2]]);
  // Returns are −1 for the right answer and 0.5 for the wrong one.
  expect(marginsIn(session(group, allRight, single), "mean")).toEqual([-1.5, null]);
});

test("a gate's results do not outlive the replays or verdicts that they depend on", () => {
  const readings = (["v-zero", "uni-opd"] as const).map((gate) => {
    const settings = gate === "v-zero" ? vZero.start : uniOpd.start;
    return { gate, settings } as unknown as GateResult;
  });
  const weighed = session({ ...group, gates: readings });
  const judged = reduce(weighed, { kind: "setVerdict", id: "1", answer: 0, verdict: false });
  expect(judged.experiments[0]?.gates.map(({ gate }) => gate)).toEqual(["v-zero"]);
  const again = reduce(weighed, { kind: "keepReplays", id: "1", replays: group.replays });
  expect(again.experiments[0]?.gates).toEqual([]);
});
