/**
 * The session on the screen: intent and evidence, never tensors. It changes only through `reduce`, and holds exactly what
 * its document holds.
 */
import type { ModelId } from "../base/ids.ts";
import type { Plan, SideModel } from "../evidence/views/plan.ts";
import type { Recipe } from "../evidence/views/recipe.ts";
import { gateOf } from "../gate/catalog.ts";
import type { GateChoice } from "../gate/gate.ts";
import type { Command } from "./command.ts";
import type { DocumentImage, Experiment, SessionContent, Settings } from "./document/document.ts";
import { withFormula } from "./document/own-formulas.ts";
import { USUAL_SETTINGS } from "./settings.ts";

export type Session = SessionContent;

export const EMPTY_SESSION: Session = {
  title: "",
  images: [],
  experiments: [],
  shown: null,
  plan: null,
  settings: USUAL_SETTINGS,
};

/** Beyond this number the oldest experiments are dropped, so that a session kept open for days stays small. */
export const MOST_EXPERIMENTS = 100;

/** Whether a gate's result depends on which answers were right; assumed for a gate unknown to this version. */
const judges = (gate: string): boolean => gateOf(gate)?.judges ?? true;

function withPlan(session: Session, change: Partial<Plan>): Session {
  return session.plan === null ? session : { ...session, plan: { ...session.plan, ...change } };
}

/** Another model has its own tiles, so a longest edge chosen for the previous one is reset. */
function withModel(session: Session, model: ModelId, boxWords: string | null): Session {
  if (session.plan === null || session.plan.model === model) return withPlan(session, { boxWords });
  const { longestEdge: _, ...rest } = session.plan;
  return { ...session, plan: { ...rest, model, boxWords } };
}

function withTeacher(session: Session, teacher: SideModel | null): Session {
  if (session.plan === null) return session;
  const { teacher: _, ...rest } = session.plan;
  return { ...session, plan: teacher === null ? rest : { ...rest, teacher } };
}

function withReaders(
  session: Session,
  { student, teacher, others, sampling }: Extract<Command, { kind: "setReaders" }>,
): Session {
  const read = withTeacher(withModel(session, student.model, student.boxWords), teacher);
  return withSettings(withPlan(read, { others }), { sampling });
}

/** The noise floor is always the student's own view again. */
function withStudent(session: Session, student: Recipe): Session {
  const others = session.plan?.others ?? [];
  const followed = others.map((other) => (other.role === "floor" ? { ...other, recipe: student } : other));
  return withPlan(session, { student, others: followed });
}

function withSettings(session: Session, change: Partial<Settings>): Session {
  return { ...session, settings: { ...session.settings, ...change } };
}

/** A session without any is written without the field. */
function withLines(session: Session, lines: readonly string[]): Session {
  const { lines: _, ...rest } = session.settings;
  return { ...session, settings: lines.length === 0 ? rest : { ...rest, lines } };
}

function withExperiment(session: Session, id: string, change: (given: Experiment) => Experiment): Session {
  if (!session.experiments.some((each) => each.id === id)) return session;
  return {
    ...session,
    experiments: session.experiments.map((each) => (each.id === id ? change(each) : each)),
  };
}

function withImage(session: Session, image: DocumentImage): readonly DocumentImage[] {
  const known = session.images.find(({ id }) => id === image.id);
  const kept = { ...image, inline: image.inline ?? known?.inline ?? null };
  return [...session.images.filter(({ id }) => id !== image.id), kept];
}

/** Ids are counted up and never reused within a session's list. */
export function nextId(experiments: readonly Experiment[]): string {
  const taken = experiments.map(({ id }) => Number(id)).filter(Number.isInteger);
  return String(Math.max(0, ...taken) + 1);
}

/** Images that nothing refers to any more are dropped with the experiments that did. */
function tidied(session: Session): Session {
  const experiments = session.experiments.slice(-MOST_EXPERIMENTS);
  const recipes = [session.plan, ...experiments.map(({ plan }) => plan)].flatMap((plan) =>
    plan === null ? [] : [plan.image, ...imagesIn(plan)],
  );
  const spoken = new Set<string>(recipes);
  return { ...session, experiments, images: session.images.filter(({ id }) => spoken.has(id)) };
}

/** The other images that a plan's recipes show. */
function imagesIn({ student, others }: Plan): readonly string[] {
  return [student, ...others.map(({ recipe }) => recipe)]
    .flat()
    .flatMap((step) => ("image" in step ? [step.image] : []));
}

function withRollouts(
  session: Session,
  { plan, rollouts, verdicts }: Extract<Command, { kind: "keepRollouts" }>,
): Session {
  const id = nextId(session.experiments);
  const replays = rollouts.map(() => null);
  const made: Experiment = {
    id,
    note: "",
    plan,
    rollouts,
    verdicts,
    teacherAnswer: null,
    replays,
    gates: [],
  };
  return tidied({ ...session, experiments: [...session.experiments, made], shown: id });
}

/** An experiment without some of its answers, and why; the gates' results belonged to the whole group. */
export function withoutAnswers(experiment: Experiment, answers: readonly number[], why: string): Experiment {
  const kept = <T>(all: readonly T[]): readonly T[] => all.filter((_, at) => !answers.includes(at));
  const { rollouts, verdicts, replays, leftOut } = experiment;
  return {
    ...experiment,
    leftOut: leftOut === undefined ? why : `${leftOut} ${why}`,
    rollouts: kept(rollouts),
    verdicts: kept(verdicts),
    replays: kept(replays),
    gates: [],
  };
}

function withShown(session: Session, id: string): Session {
  const experiment = session.experiments.find((each) => each.id === id);
  return experiment === undefined ? session : { ...session, shown: id, plan: experiment.plan };
}

function without(session: Session, id: string): Session {
  const experiments = session.experiments.filter((each) => each.id !== id);
  return tidied({ ...session, experiments, shown: session.shown === id ? null : session.shown });
}

function withGate(session: Session, choice: GateChoice): Session {
  return withSettings(session, { gates: { ...session.settings.gates, [choice.gate]: choice.settings } });
}

/** The session after a command about the plan or settings; null where the command is about something else. */
function reducePlan(session: Session, command: Command): Session | null {
  switch (command.kind) {
    case "setBox":
      return withPlan(session, { box: command.box });
    case "setQuestion":
      return withPlan(session, { question: command.question });
    case "setModel":
      return withModel(session, command.model, command.boxWords);
    case "setTeacherModel":
      return withTeacher(session, command.teacher);
    case "setReaders":
      return withReaders(session, command);
    case "setLongestEdge":
      return withPlan(session, { longestEdge: command.longestEdge });
    case "setStudent":
      return withStudent(session, command.recipe);
    case "setOthers":
      return withPlan(session, { others: command.others });
    case "setSampling":
      return withSettings(session, { sampling: { ...session.settings.sampling, ...command.sampling } });
    case "setDivergence":
      return withSettings(session, { divergence: command.divergence });
    case "setGate":
      return withGate(session, command.choice);
    case "setFormula":
      return { ...session, settings: withFormula(session.settings, command.former, command.formula) };
    case "setLines":
      return withLines(session, command.lines);
    case "setSignal":
      return withSettings(session, { signal: command.signal });
    default:
      return null;
  }
}

/** The session after a command about an experiment of the list; null where the command is about something else. */
function reduceExperiment(session: Session, command: Command): Session | null {
  switch (command.kind) {
    case "keepTeacherAnswer":
      return withExperiment(session, command.id, (each) => ({ ...each, teacherAnswer: command.rollout }));
    case "keepReplays":
      // The gates' results belonged to the previous replays.
      return withExperiment(session, command.id, (each) => ({
        ...each,
        replays: command.replays,
        gates: [],
      }));
    case "leaveOut":
      return withExperiment(session, command.id, (each) =>
        withoutAnswers(each, command.answers, command.why),
      );
    case "keepGap":
      return withExperiment(session, command.id, (each) => ({ ...each, gap: command.gap }));
    case "keepGates":
      return withExperiment(session, command.id, (each) => ({ ...each, gates: command.gates }));
    case "setVerdict":
      return withExperiment(session, command.id, (each) => ({
        ...each,
        verdicts: each.verdicts.map((old, i) => (i === command.answer ? command.verdict : old)),
        gates: each.gates.filter(({ gate }) => !judges(gate)),
      }));
    case "setNote":
      return withExperiment(session, command.id, (each) => ({ ...each, note: command.note }));
    case "show":
      return withShown(session, command.id);
    case "remove":
      return without(session, command.id);
    case "keepRollouts":
      return withRollouts(session, command);
    default:
      return null;
  }
}

/** The session after `command`; a command that needs a plan or an experiment leaves a session without it as it is. */
export function reduce(session: Session, command: Command): Session {
  const changed = reducePlan(session, command) ?? reduceExperiment(session, command);
  if (changed !== null) return changed;
  switch (command.kind) {
    case "openImage":
      return tidied({
        ...session,
        images: withImage(session, command.image),
        plan: command.plan,
        shown: null,
      });
    case "openSession":
      return command.session;
    case "setTitle":
      return { ...session, title: command.title };
    default:
      return session;
  }
}
