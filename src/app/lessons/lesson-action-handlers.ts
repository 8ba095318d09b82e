/** Carries out a lesson's actions: with the model where one is loaded, otherwise from recordings. */

import { gateChoices } from "../../gate/catalog.ts";
import { recipeOf } from "../../lab/recipe/catalog.ts";
import { listedRun, RUN_SIZE } from "../../lesson/exhibits/run-list.ts";
import type { Action } from "../../lesson/lesson.ts";
import { heaviest, largestAt } from "../../lesson/seen.ts";
import type { Snapshot } from "../../lesson/snapshot.ts";
import { type ViewName, viewOf, withView } from "../../lesson/views.ts";
import { shownExperiment, teacherIndex } from "../../session/derived.ts";
import type { Experiment } from "../../session/document/document.ts";
import { formulaSignalId, formulasOf, gateFormula, OWN_GATE } from "../../session/document/own-formulas.ts";
import { EIGHT_ANSWERS } from "../../session/settings.ts";
import { signalOf } from "../../session/signals/catalog.ts";
import { printChoice, TEACHER } from "../../session/signals/choice.ts";
import type { Against } from "../../session/signals/signal.ts";
import type { Actions } from "../actions.ts";
import type { LabHandle } from "../lab/create-lab.ts";
import { NANO } from "../models/bundled.ts";
import type { Place } from "../place.ts";
import { canAnswer, shownReplay } from "../selectors.ts";
import type { AppState } from "../state.ts";

export interface LessonServices {
  readonly app: { getState(): AppState };
  readonly actions: Actions;
  /** The scene of the open lesson. */
  readonly scene: string | null;
  readonly snapshot: () => Snapshot;
  readonly press: (part: "check") => void;
  readonly go: (place: Place) => void;
}

type Doing<Kind extends Action["kind"]> = Extract<Action, { readonly kind: Kind }>;

const hasView = ({ replays }: Experiment, view: ViewName): boolean =>
  replays.length > 0 &&
  replays.every((replay) => replay?.contrast.others.some((other) => viewOf(other) === view));

/** The latest experiment about the open image that meets the condition; null where there is none. */
function findHere({ session }: AppState, wanted: (each: Experiment) => boolean): Experiment | null {
  return (
    session.experiments.findLast((each) => each.plan.image === session.plan?.image && wanted(each)) ?? null
  );
}

/** Shows an experiment that meets the condition: the shown one, another of the session, or a recorded one. */
async function showWhere(services: LessonServices, wanted: (each: Experiment) => boolean): Promise<boolean> {
  const { app, actions, scene } = services;
  const shown = shownExperiment(app.getState().session);
  if (shown !== null && wanted(shown)) return true;
  if (findHere(app.getState(), wanted) === null && scene !== null) await actions.sessions.showRecorded(scene);
  const found = findHere(app.getState(), wanted);
  if (found === null) return false;
  if (found.id !== shownExperiment(app.getState().session)?.id) await actions.session.show(found.id);
  return true;
}

const isGroup = ({ rollouts }: Experiment): boolean => rollouts.length > 1;

async function showGroup(services: LessonServices): Promise<void> {
  const { app, actions } = services;
  const own = findHere(app.getState(), isGroup) !== null || services.snapshot().scene === services.scene;
  if (!own && canAnswer(app.getState())) {
    actions.setSampling(EIGHT_ANSWERS);
    return actions.answer();
  }
  await showWhere(services, isGroup);
}

async function answer(services: LessonServices): Promise<void> {
  if (canAnswer(services.app.getState())) return services.actions.answer();
  if (services.scene !== null) await services.actions.sessions.showRecorded(services.scene);
}

/** The side to compare the student with: the view's, or the teacher where the signal compares none. */
function againstOf(app: AppState, signal: string, view: ViewName): Against {
  const other = shownReplay(app)?.contrast.others.find((each) => viewOf(each) === view);
  if (other === undefined || !signalOf(signal).compares) return TEACHER;
  return { role: other.role, name: other.name ?? "" };
}

async function colour(
  services: LessonServices,
  { signal, view = "teacher" }: Doing<"signal">,
): Promise<void> {
  const { app, actions } = services;
  const { session } = app.getState();
  const shown = shownExperiment(session);
  const there = shown !== null && hasView(shown, view);
  if (!there && session.plan !== null && canAnswer(app.getState()) && shown !== null)
    await actions.setOthers(withView(session.plan.others, view, session.plan.student));
  else if (!(await showWhere(services, (each) => hasView(each, view)))) return;
  actions.setSignal(printChoice({ signal, against: againstOf(app.getState(), signal, view) }));
}

async function openGate(services: LessonServices, { gate, settings }: Doing<"gate">): Promise<void> {
  const { app, actions } = services;
  actions.selectGate(gate);
  await showGroup(services);
  const choices = gateChoices(app.getState().session.settings.gates);
  const choice = choices.find((each) => each.gate === gate);
  if (choice === undefined || settings === undefined) return;
  // The lesson's tests change every setting that a page names, so the change is one of the gate's own settings.
  await actions.setGate({ ...choice, settings: { ...choice.settings, ...settings } });
}

async function openOwnGate(services: LessonServices): Promise<void> {
  const { app, actions } = services;
  await showGroup(services);
  const { STARTS } = await import("../../formula/catalog/starts.ts");
  const text = STARTS.find(({ signal }) => signal === "weight:v-zero")?.text;
  const written = formulasOf(app.getState().session.settings).find((formula) => formula.text === text);
  if (written === undefined) await actions.addFormula("weight:v-zero");
  else actions.setSignal(formulaSignalId(written.name));
  actions.selectGate(OWN_GATE);
}

async function rewrite(services: LessonServices, { from, to }: Doing<"rewrite">): Promise<void> {
  const { app, actions } = services;
  if (gateFormula(app.getState().session.settings) === null) await openOwnGate(services);
  else await showGroup(services);
  const formula = gateFormula(app.getState().session.settings);
  if (formula === null) return;
  actions.setFormula(formula.name, { ...formula, text: formula.text.replace(from, to) });
}

/** The page for training once it shows what the browser keeps, whose settings would replace those that are set here. */
async function readyLab(actions: Actions): Promise<LabHandle> {
  const lab = await actions.lab();
  await lab.actions.restore();
  return lab;
}

/** V-Zero's recipe with the formula in the place of its gate, and after it V-Zero's own on the same data and seed. */
async function trainOwn({ app, actions, go }: LessonServices, { steps }: Doing<"trainOwn">): Promise<void> {
  const formula = gateFormula(app.getState().session.settings);
  const recipe = recipeOf("v-zero");
  if (formula === null || recipe === undefined) return;
  const lab = await readyLab(actions);
  const { seed, every, perDimension } = RUN_SIZE;
  lab.actions.setRecipe({ ...recipe, weights: formula.text });
  lab.actions.setSettings({ student: NANO.id, steps, seed, every, perDimension, data: "scenes" });
  lab.actions.setSeries([recipe.id]);
  go("lab");
}

async function setUpTraining({ actions, go }: LessonServices, { run }: Doing<"train">): Promise<void> {
  const lab = await readyLab(actions);
  const { steps, seed, every, perDimension } = RUN_SIZE;
  lab.actions.setRecipe(listedRun(run).recipe);
  lab.actions.setSettings({ student: NANO.id, steps, seed, every, perDimension, data: "scenes" });
  lab.actions.setSeries([]);
  go("lab");
}

/** Continues from the teacher's most likely token at the largest disagreement. */
async function branch({ app, actions, snapshot }: LessonServices): Promise<void> {
  const [at, replay] = [largestAt(snapshot()), shownReplay(app.getState())];
  const teacher = replay?.sides[teacherIndex(replay) + 1];
  const instead = at === null ? undefined : teacher?.alternatives[at]?.[0]?.token;
  if (at !== null && instead !== undefined) await actions.token.branch(at, instead);
}

/** Carries out the action, and waits for what it starts. */
export async function perform(
  services: LessonServices,
  action: Exclude<Action, { kind: "tune" }>,
): Promise<void> {
  const { app, actions, snapshot } = services;
  switch (action.kind) {
    case "openScene":
      return actions.openGalleryItem(action.scene);
    case "answer":
      return answer(services);
    case "showGroup":
      return showGroup(services);
    case "selectLargest":
      return actions.select(largestAt(snapshot()));
    case "signal":
      return colour(services, action);
    case "gate":
      return openGate(services, action);
    case "ownGate":
      return openOwnGate(services);
    case "rewrite":
      return rewrite(services, action);
    case "trainOwn":
      return trainOwn(services, action);
    case "train":
      return setUpTraining(services, action);
    case "selectHeaviest":
      return actions.selectSibling(heaviest(snapshot().weigh(action.gate)) ?? 0);
    case "divergence":
      return actions.setDivergence({ ...app.getState().session.settings.divergence, ...action.change });
    case "check":
      return services.press("check");
    case "branch":
      return branch(services);
    default:
      return action satisfies never;
  }
}
