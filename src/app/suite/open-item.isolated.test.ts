/** Items of a suite in the playground: each with its own question, box and right answer, also on a shared image. */
import { beforeEach, expect, test, vi } from "vitest";
import type { ItemEvidence } from "../../suite/run/evidence.ts";
import { judgeOf } from "../run/judge-of.ts";
import { expectedAnswer } from "../run/known-answer.ts";
import { openedSmall } from "./small-suite.testing.ts";

const kept = vi.hoisted(() => new Map<string, ItemEvidence>());
vi.mock("./results/kept-store.ts", () => ({ withKept: async () => ({ ok: true, value: [] }) }));
vi.mock("./results/kept-evidence.ts", () => ({
  keepEvidence: async (evidence: ItemEvidence) => void kept.set(evidence.id, evidence),
  readEvidence: async (id: string) => kept.get(id) ?? null,
  forgetEvidence: async () => kept.clear(),
}));

beforeEach(() => vi.stubGlobal("document", { baseURI: "http://localhost/" }));

async function asked() {
  const small = openedSmall();
  await small.actions.start();
  const state = () => small.services.store.getState();
  const verdict = () => {
    const { experiments, shown } = state().session;
    return experiments.find(({ id }) => id === shown)?.verdicts[0];
  };
  return { ...small, state, verdict };
}

test("two items on one image keep a question, a box and a right answer each", async () => {
  const { actions, state, verdict } = await asked();
  await actions.openItem("one");
  expect([expectedAnswer(state()), verdict()]).toEqual(["cup", true]);
  await actions.openItem("two");
  const { plan, images, experiments } = state().session;
  expect(plan).toMatchObject({ question: "What stands on the right?", box: { x: 0.5 } });
  expect([expectedAnswer(state()), verdict()]).toEqual(["spoon", false]);
  expect(images).toHaveLength(1);
  // The first is what it was, and opening it again shows it rather than another.
  await actions.openItem("one");
  expect(state().session.plan).toMatchObject({ question: "What stands on the left?", box: { x: 0 } });
  expect([expectedAnswer(state()), verdict()]).toEqual(["cup", true]);
  expect(state().session.experiments).toEqual(experiments);
});

test("further answers are judged as the suite judges them, and not once the question has changed", async () => {
  const { actions, state } = await asked();
  kept.clear();
  await actions.openItem("two");
  const { plan } = state().session;
  if (plan === null) throw new Error("nothing was opened");
  const judge = judgeOf(state(), plan);
  expect([judge("A silver spoon."), judge("cup")]).toEqual([true, false]);
  expect(judgeOf(state(), { ...plan, question: "What colour is it?" })("A spoon.")).toBeNull();
});

test("by letter or by text where the suite offers choices", async () => {
  const { state, actions } = await asked();
  await actions.openItem("two");
  const { plan } = state().session;
  if (plan?.known === undefined) throw new Error("nothing was opened");
  const known = { ...plan.known, evidence: [], choices: ["a cup", "a spoon"], answer: "B" };
  const judge = judgeOf(state(), { ...plan, known });
  expect([judge("B"), judge("(B) a spoon"), judge("a spoon"), judge("A")]).toEqual([true, true, true, false]);
});
