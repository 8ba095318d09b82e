/** Formulas of a session: their signals follow them, and one that came from elsewhere waits to be run. */
import { expect, test } from "vitest";
import { EMPTY_SESSION } from "../../session/session.ts";
import { TEACHER } from "../../session/signals/choice.ts";
import { experiment, replay, side } from "../../session/signals/hand-made.testing.ts";
import type { AppServices } from "../services.ts";
import { createAppStore } from "../state.ts";
import { createFormulaActions } from "./formula-actions.ts";
import { switchOffSums } from "./lost-formulas.ts";

const given = experiment([replay(side("student", [-1, -2]), [{ side: side("teacher", [-2, -1]) }])]);
const answer = { experiment: given, sibling: 0 };

function opened(text: string | null) {
  const store = createAppStore();
  const actions = createFormulaActions({ store } as AppServices);
  const formulas = text === null ? {} : { formulas: [{ name: "gap", text }] };
  store.setState({ session: { ...EMPTY_SESSION, settings: { ...EMPTY_SESSION.settings, ...formulas } } });
  const reading = () => store.getState().formulaSignals[0]?.read(answer, TEACHER);
  return { store, actions, reading };
}

test("a formula of a file has no values until it is run; one that is typed has them at once", async () => {
  const { store, actions, reading } = opened("gap = lS - lT");
  await expect.poll(reading).toMatchObject({ kind: "missing" });
  actions.runFormula("gap = lS - lT");
  expect(reading()).toMatchObject({ kind: "values", values: [1, -1] });
  actions.setFormula("gap", { name: "far", text: "far = lT" });
  expect(store.getState().formulaSignals.map(({ title }) => title)).toEqual(["far"]);
  expect(reading()).toMatchObject({ kind: "values", values: [-2, -1] });
  actions.setFormula("far", null);
  expect(store.getState().formulaSignals).toEqual([]);
});

test("a new formula writes the signal on the screen, where the language can, and colours the tokens", async () => {
  const { store, actions, reading } = opened(null);
  await actions.addFormula("reward");
  expect(store.getState().session.settings).toMatchObject({
    signal: "formula:reward",
    formulas: [{ name: "reward", text: "reward = finite(lT - lS, 20)" }],
  });
  await expect.poll(reading).toMatchObject({ kind: "values", values: [-1, 1] });
  await actions.addFormula("none that the language can write");
  await actions.addFormula("reward");
  expect(store.getState().session.settings.formulas?.map(({ name }) => name)).toEqual([
    "reward",
    "gap",
    "reward_2",
  ]);
});

test("a lost device switches off by name the formulas that are measured on demand, until they are run again", async () => {
  const text = "far = sum_v(p * log q)";
  const { store, actions, reading } = opened(text);
  actions.runFormula(text);
  await expect.poll(() => store.getState().formulaSums).toEqual(["sum_v((p * log(q)))"]);
  await switchOffSums({ store } as AppServices);
  expect(store.getState().formulaSums).toEqual([]);
  expect(reading()).toMatchObject({ kind: "missing", reason: expect.stringContaining("“gap” was measured") });
  actions.runFormula(text);
  expect(store.getState().formulaSums).toHaveLength(1);
});
