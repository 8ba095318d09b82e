/** Which answers are shown side by side, in every state of a run. */
import { describe, expect, test } from "vitest";
import { judgeOf } from "../../app/run/judge-of.ts";
import { INITIAL_STATE } from "../../app/state.ts";
import type { ModelId, Nats, TokenId } from "../../base/ids.ts";
import { showingOf } from "../../evidence/views/plan.ts";
import { CROP } from "../../evidence/views/recipe.ts";
import type { DocumentImage } from "../../session/document/document.ts";
import { experiment, replay, side } from "../../session/signals/hand-made.testing.ts";
import { studentAnswer, taughtLogProb, teacherAnswer } from "./answers.ts";

const asked = experiment([replay(side("student", [-1, -1]), [{ side: side("teacher", [-0.5, -2]) }])]);
const { plan } = asked;
const image: DocumentImage = {
  id: plan.image,
  name: "n",
  alt: "a",
  size: plan.size,
  notes: [],
  inline: null,
  origin: { kind: "own" },
  answer: "a cup",
};
const [rollout] = asked.rollouts;
if (rollout === undefined) throw new Error("no answer");
const teacherRollout = {
  ...rollout,
  showing: showingOf(plan, CROP),
  texts: ["a", " cup"],
  ids: [1, 2] as TokenId[],
  logProbs: [-0.1, -0.2] as Nats[],
  end: "length",
} as const;
const kept = { ...asked, verdicts: [false], teacherAnswer: teacherRollout };
const session = { ...INITIAL_STATE.session, images: [image], experiments: [kept], shown: "1", plan };
const state = { ...INITIAL_STATE, judgeOf, session };
const progress = { stage: "prefill", done: 0, total: 1 } as const;

describe("the student", () => {
  test("shows the stream of the sibling on the screen", () => {
    const run = {
      kind: "answering",
      ...progress,
      tokens: [[{ text: "no" }], [{ text: "a" }, { text: "b" }]],
    } as const;
    const view = studentAnswer({ ...state, run, sibling: 1 }, true);
    expect(view).toMatchObject({
      streams: true,
      outdated: false,
      answer: { texts: ["a", "b"], logProbs: null },
    });
  });

  test("shows the stored answer with its verdict", () => {
    const view = studentAnswer(state, true);
    expect(view).toMatchObject({
      streams: false,
      outdated: true,
      answer: { texts: rollout.texts, right: false },
    });
    expect(studentAnswer(INITIAL_STATE, false).answer).toBeNull();
  });
});

describe("the teacher", () => {
  test("waits while the student answers, even if it has answered before", () => {
    const run = { kind: "answering", ...progress, tokens: [] } as const;
    expect(teacherAnswer({ ...state, run })).toMatchObject({ answer: null, wait: "Waiting for its turn" });
  });

  test("shows the stream", () => {
    const run = { kind: "teaching", ...progress, tokens: [[{ text: "a" }]] } as const;
    expect(teacherAnswer({ ...state, run })).toMatchObject({ streams: true, answer: { texts: ["a"] } });
  });

  test("is judged by the known answer, and holds under its present view", () => {
    expect(teacherAnswer(state)).toMatchObject({ outdated: false, answer: { right: true } });
    const unknown = { ...session, images: [{ ...image, answer: null }] };
    expect(teacherAnswer({ ...state, session: unknown }).answer?.right).toBeNull();
  });

  test("is outdated once its box has moved, or another model is the teacher", () => {
    const moved = { ...session, plan: { ...plan, box: { ...plan.box, x: 0.25 } } };
    expect(teacherAnswer({ ...state, session: moved }).outdated).toBe(true);
    const other = { ...session, plan: { ...plan, model: "n" as ModelId } };
    expect(teacherAnswer({ ...state, session: other }).outdated).toBe(true);
  });

  test("scores the student's whole answer by the sum of its log-probabilities", () => {
    expect(taughtLogProb(state)).toBeCloseTo(-2.5, 12);
    expect(taughtLogProb(INITIAL_STATE)).toBeNull();
  });
});
