/** The protocol over a fake engine, in Node: its order, what it keeps, and where it ends. */
import "../base/dispose.ts";
import { expect, test, vi } from "vitest";
import type { ImageId, ModelId } from "../base/ids.ts";
import { failure } from "../base/outcome.ts";
import { createFakeEngine } from "../engine/fake-engine.testing.ts";
import type { Engine } from "../engine/port.ts";
import { JSD_HALF } from "../evidence/replay.ts";
import type { RolloutRequest } from "../evidence/rollout.ts";
import { contrastOf, type Plan } from "../evidence/views/plan.ts";
import { CROP, FULL } from "../evidence/views/recipe.ts";
import { usualChoices } from "../gate/catalog.ts";
import { catchUp, runExperiment, scoreAsTeacher } from "./experiment.ts";
import type { ExperimentStep, Known, Setup } from "./step.ts";

const plan: Plan = {
  ...{ model: "fake" as ModelId, boxWords: null, image: "i" as ImageId, question: "What is this?" },
  ...{ size: { width: 24, height: 16 }, box: { x: 0.2, y: 0.2, width: 0.4, height: 0.4 } },
  student: FULL,
  others: [
    { role: "floor", recipe: FULL },
    { role: "teacher", recipe: CROP },
    { role: "control", recipe: [{ kind: "blank" }] },
  ],
};
const contrast = contrastOf(plan);
const request: RolloutRequest = {
  showing: contrast.student,
  sampler: { temperature: 1, topP: 1, topK: 0, seed: 3 },
  maxTokens: 5,
  group: 4,
};
const setup: Setup = {
  ...{ contrast, divergence: JSD_HALF, maxTokens: 5 },
  gates: () => usualChoices,
  verdicts: () => null,
};
const never = new AbortController().signal;

function opened(): Engine {
  const engine = createFakeEngine();
  engine.open(plan.model);
  return engine;
}

/** What a keeper of an experiment has after its steps. */
function after(steps: readonly ExperimentStep[]): Known & { readonly gates: readonly string[] } {
  let known = { rollouts: [], verdicts: [], replays: [], teacherAnswer: null, gates: [] } as ReturnType<
    typeof after
  >;
  for (const step of steps) {
    if (step.kind === "answered") known = { ...known, ...step, replays: step.rollouts.map(() => null) };
    if (step.kind === "scored") known = { ...known, replays: step.replays };
    if (step.kind === "teacherAnswered") known = { ...known, teacherAnswer: step.rollout };
    if (step.kind === "weightsComputed") known = { ...known, gates: step.gates.map(({ gate }) => gate) };
  }
  return known;
}

const told = (steps: readonly ExperimentStep[]) =>
  steps.flatMap((step) =>
    step.kind === "event" ? [] : [`${step.kind} ${"phase" in step ? step.phase : ""}`],
  );

async function whole(
  engine = opened(),
  judge = (said: string) => said.includes("a"),
): Promise<ExperimentStep[]> {
  const steps: ExperimentStep[] = [];
  await runExperiment(engine, setup, request, judge, never, (step) => void steps.push(step));
  return steps;
}

test("answer, judge, score as the teacher, the teacher's own answer, score as the others, weigh", async () => {
  const steps = await whole();
  expect(told(steps)).toEqual([
    ...["begun answer", "answered ", "begun scoreAsTeacher", "scored scoreAsTeacher"],
    ...[
      "begun teacherAnswer",
      "teacherAnswered ",
      "begun scoreAsOthers",
      "scored scoreAsOthers",
      "begun computeWeights",
      "weightsComputed ",
    ],
  ]);
  const { rollouts, verdicts, replays, teacherAnswer, gates } = after(steps);
  expect(rollouts).toHaveLength(4);
  expect(verdicts).toEqual(rollouts.map(({ texts }) => texts.join("").includes("a")));
  expect(teacherAnswer?.showing).toEqual(contrast.others[1]?.showing);
  for (const replay of replays) {
    expect(replay?.contrast).toEqual(contrast);
    expect(replay?.sides.map(({ role }) => role)).toEqual(["student", "floor", "teacher", "control"]);
  }
  expect(gates).toEqual(["uni-opd"]);
});

test("every token is told while the part that makes it is under way", async () => {
  const steps = await whole();
  const parts = new Set<string>();
  let under = "";
  for (const step of steps) {
    if (step.kind === "begun") under = step.phase;
    if (step.kind === "event" && step.event.kind === "token") parts.add(`${under} ${step.phase}`);
  }
  expect([...parts]).toEqual(["answer answer", "teacherAnswer teacherAnswer"]);
});

test("an answer that a side refuses for its tokens is left out with its reason, and the others go on without it", async () => {
  const engine = opened();
  const { compare } = engine;
  const refused = { kind: "idsChanged", message: "It reads other tokens." } as const;
  vi.spyOn(engine, "compare").mockImplementation((asked, signal, onEvent) =>
    asked.contrast.others.some(({ role }) => role === "teacher") &&
    asked.rollouts.some(({ sibling }) => sibling === 1 || sibling === 3)
      ? Promise.resolve({ ok: false, fault: refused })
      : compare(asked, signal, onEvent),
  );
  const steps = await whole(engine);
  const leftOut = steps.filter(({ kind }) => kind === "leftOut");
  expect(leftOut).toEqual([
    {
      kind: "leftOut",
      answers: [1, 3],
      fault: { ...refused, message: "Left out of 4 answers: 2, 4. It reads other tokens." },
    },
  ]);
  const { replays, gates } = after(steps);
  expect(replays.map((replay) => replay?.sides.length)).toEqual([4, 4]);
  expect(gates).toEqual(["uni-opd"]);

  // Where every answer is refused there is nothing to go on with.
  vi.spyOn(engine, "compare").mockResolvedValue({ ok: false, fault: refused });
  const none = await whole(engine);
  expect(none.at(-1)).toEqual({ kind: "failed", phase: "scoreAsTeacher", fault: refused });
  expect(none.some(({ kind }) => kind === "leftOut")).toBe(false);
});

test("what is known is not made again, and of replays only the sides that are missing", async () => {
  const engine = opened();
  const { gates: _, ...known } = after(await whole(engine));
  const [compare, rollout] = [vi.spyOn(engine, "compare"), vi.spyOn(engine, "rollout")];
  const steps: ExperimentStep[] = [];
  await catchUp(engine, setup, known, never, (step) => void steps.push(step));
  expect(told(steps)).toEqual(["begun computeWeights", "weightsComputed "]);
  const others = [...contrast.others, { ...contrast.others[2], role: "degraded" }] as typeof contrast.others;
  const wider = { ...setup, contrast: { ...contrast, others } };
  await catchUp(engine, wider, known, never, (step) => void steps.push(step));
  expect(compare.mock.calls.map(([asked]) => asked.contrast.others.map(({ role }) => role))).toEqual([
    ["degraded"],
  ]);
  expect(rollout).not.toHaveBeenCalled();
  expect(after(steps).replays[0]?.sides).toHaveLength(5);
});

test("a box that is dragged is followed by the teacher's score alone", async () => {
  const engine = opened();
  const { gates: _, ...known } = after(await whole(engine));
  const steps: ExperimentStep[] = [];
  const fresh = { ...known, replays: known.replays.map(() => null) };
  await scoreAsTeacher(engine, setup, fresh, never, (step) => void steps.push(step));
  expect(told(steps)).toEqual(["begun scoreAsTeacher", "scored scoreAsTeacher"]);
});

test("a part that fails ends it, and what was made before is kept", async () => {
  const engine = opened();
  vi.spyOn(engine, "compare").mockResolvedValueOnce(failure("outOfMemory", "full"));
  const steps = await whole(engine);
  expect(told(steps).slice(2)).toEqual(["begun scoreAsTeacher", "failed scoreAsTeacher"]);
  expect(after(steps).rollouts).toHaveLength(4);
});

test("a gate that cannot weigh does not keep the others from it", async () => {
  const engine = opened();
  const refusing: Engine = { ...engine, computeWeights: async () => failure("badInput", "no") };
  const steps = await whole(refusing);
  expect(told(steps).slice(-3)).toEqual([
    "begun computeWeights",
    "failed computeWeights",
    "weightsComputed ",
  ]);
});

test("a person's verdict counts when the answers are weighed, and so does a knob turned meanwhile", async () => {
  const engine = opened();
  const computeWeights = vi.spyOn(engine, "computeWeights");
  const verdicts = [true, false, true, false];
  const judged: Setup = {
    ...setup,
    verdicts: () => verdicts,
    gates: () => usualChoices.filter(({ gate }) => gate === "uni-opd"),
  };
  await runExperiment(
    engine,
    judged,
    request,
    () => null,
    never,
    () => undefined,
  );
  expect(computeWeights.mock.calls[0]?.[0].group.map(({ correct }) => correct)).toEqual(verdicts);
});

test("stopped while the student answers, nothing behind it begins without a new signal", async () => {
  const controller = new AbortController();
  const steps: ExperimentStep[] = [];
  await runExperiment(
    opened(),
    setup,
    request,
    () => null,
    controller.signal,
    (step) => {
      steps.push(step);
      if (step.kind === "event" && step.event.kind === "token") controller.abort();
    },
  );
  const { rollouts, replays } = after(steps);
  expect(rollouts.length).toBeGreaterThan(0);
  expect(rollouts.every(({ end }) => end === "cancelled")).toBe(true);
  expect(replays.every((replay) => replay === null)).toBe(true);
  expect(told(steps)).not.toContain("begun teach");
});
