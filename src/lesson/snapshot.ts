/**
 * What a lesson sees of the screen: the session and the selection, reduced to what its pages need. Lessons depend on nothing
 * else, so a session may change its structure without affecting a lesson.
 */

import { given } from "../evidence/column.ts";
import type { Divergence, Replay } from "../evidence/replay.ts";
import { knownAnswer } from "../evidence/views/plan.ts";
import { picturesOf, showingKey } from "../evidence/views/showing.ts";
import { gateChoices } from "../gate/catalog.ts";
import type { GateChoice, Weights } from "../gate/gate.ts";
import { imageOf, shownExperiment, teacherIndex, teacherShowing } from "../session/derived.ts";
import type { Experiment } from "../session/document/document.ts";
import { gateFormula } from "../session/document/own-formulas.ts";
import { type OwnGateRow, ownGate } from "../session/own-gate.ts";
import type { Session } from "../session/session.ts";
import { signalOf } from "../session/signals/catalog.ts";
import { parseChoice, TEACHER } from "../session/signals/choice.ts";
import { formulaSignals } from "../session/signals/own/formula-signals.ts";
import type { Against } from "../session/signals/signal.ts";
import { weighingOf } from "../session/weighing.ts";
import type { ExhibitState } from "./exhibit-state.ts";
import { type KnownWord, knownWords } from "./known-words.ts";
import { type ViewName, viewOf } from "./views.ts";

export type GateName = GateChoice["gate"];

/** One token of the answer that is on the screen. */
export interface SeenToken {
  readonly text: string;
  /** The divergence between teacher and student, in nats; null until it is measured. */
  readonly divergence: number | null;
  /** Whether the teacher's most likely token differs. */
  readonly differs: boolean;
  /** Log-probabilities of the generated token, in nats. */
  readonly student: number | null;
  readonly teacher: number | null;
  /** The teacher's probability of the student's most likely words; null until it is measured. */
  readonly teacherMass: number | null;
  /** Words whose probability is known for both sides, the student's most likely first. */
  readonly known: readonly KnownWord[];
}

/** A view that has scored the answer, and its divergence from the student over the answer's tokens, in nats. */
export interface SeenView {
  readonly view: ViewName;
  readonly largest: number;
  readonly mean: number;
}

export interface Snapshot {
  /** The gallery's scene that is open, or null. */
  readonly scene: string | null;
  readonly tokens: readonly SeenToken[];
  /** Whether every token was measured against the current teacher, and nothing is running. */
  readonly measured: boolean;
  /** The student's answer, without control tokens; null before an answer. */
  readonly studentAnswer: string | null;
  /** The teacher's own answer. */
  readonly teacherAnswer: string | null;
  readonly expected: string | null;
  /** Whether the answer was given to the plain full image. */
  readonly fromFull: boolean;
  /**
   * The largest difference, in nats, between the student's tokens replayed under its own image and their values when
   * generated: rounding, and nothing else. Null until it is measured.
   */
  readonly floor: number | null;
  readonly selection: number | null;
  readonly views: readonly SeenView[];
  /** What colours the tokens; `view` is the compared one, null where no lesson uses it. */
  readonly signal: { readonly id: string; readonly view: ViewName | null };
  /** The current divergence settings. */
  readonly divergence: Divergence;
  readonly verdicts: readonly (boolean | null)[];
  /** The size of the group on the screen, and the shown answer. */
  readonly answers: number;
  readonly sibling: number;
  readonly gate: GateName;
  readonly choices: readonly GateChoice[];
  /** A gate's result for the group on the screen; null where there is none. */
  readonly weigh: (gate: GateName) => Weights | null;
  /** A signal of the answer on the screen against the teacher, one value per token; null where it lacks a view. */
  readonly read: (signal: string) => readonly (number | null)[] | null;
  /** The text of the formula that is used as a gate; null without one. */
  readonly ownGate: string | null;
  /** The weights of the answers by that formula and by V-Zero; null where they are not known. */
  readonly weighOwn: () => readonly OwnGateRow[] | null;
  readonly exhibits: ExhibitState;
}

/** What a lesson needs beside the session. */
export interface Surroundings {
  /** Index of the sibling on the screen. */
  readonly sibling: number;
  readonly selection: number | null;
  readonly gate: GateName;
  /** Whether nothing is running. */
  readonly idle: boolean;
  /** The texts of the formulas that the person wrote or ran in this tab. */
  readonly runFormulas: ReadonlySet<string>;
  readonly exhibits: ExhibitState;
}

const CONTROL = /<\|?\w+\|?>/g;

const wordsOf = (texts: readonly string[] | undefined): string | null =>
  texts === undefined ? null : texts.join("").replace(CONTROL, "").trim();

function seenTokens(experiment: Experiment | null, sibling: number): readonly SeenToken[] {
  const rollout = experiment?.rollouts[sibling];
  if (rollout === undefined) return [];
  const replay = experiment?.replays[sibling] ?? null;
  const at = replay === null ? -1 : teacherIndex(replay);
  const [student, teacher] = at < 0 ? [] : [replay?.sides[0], replay?.sides[at + 1]];
  return rollout.ids.map((id, t) => {
    const first = teacher?.alternatives[t]?.[0];
    const text = rollout.texts[t] ?? "";
    return {
      text,
      divergence: given(replay?.divergences[at])[t] ?? null,
      differs: first !== undefined && first.token !== id,
      student: student?.logProb[t] ?? null,
      teacher: teacher?.logProb[t] ?? null,
      teacherMass: given(replay?.pairs[at]?.teacherMass)[t] ?? null,
      known:
        student === undefined || teacher === undefined ? [] : knownWords(student, teacher, t, { id, text }),
    };
  });
}

function seenViews(replay: Replay | null): readonly SeenView[] {
  return (replay?.contrast.others ?? []).flatMap((other, at) => {
    const view = viewOf(other);
    const values = given(replay?.divergences[at]).flatMap((value) => (value === null ? [] : [value]));
    if (view === null || values.length === 0) return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [{ view, largest: Math.max(...values), mean }];
  });
}

/** Whether a replay's teacher is the current one. */
function teacherFits(replay: Replay | null, session: Session): boolean {
  const showing = teacherShowing(session);
  const read = replay?.contrast.others[replay === null ? -1 : teacherIndex(replay)]?.showing;
  return showing !== null && read !== undefined && showingKey(read) === showingKey(showing);
}

function signalRead(experiment: Experiment | null, sibling: number, against: Against = TEACHER) {
  return (id: string): readonly (number | null)[] | null => {
    if (experiment === null) return null;
    const reading = signalOf(id).read({ experiment, sibling }, against);
    return reading.kind === "values" ? reading.values : null;
  };
}

function weighed({ settings }: Session, experiment: Experiment | null) {
  return (gate: GateName): Weights | null => {
    const choice = gateChoices(settings.gates).find((each) => each.gate === gate);
    if (choice === undefined || experiment === null || experiment.rollouts.length < 2) return null;
    const weighing = weighingOf(experiment, choice);
    return weighing.kind === "weighed" ? weighing.reading.weights : null;
  };
}

function weighedByFormula({ settings }: Session, experiment: Experiment | null, run: ReadonlySet<string>) {
  return (): readonly OwnGateRow[] | null => {
    const formula = gateFormula(settings);
    const choice = gateChoices(settings.gates).find(({ gate }) => gate === "v-zero");
    const [signal] = formula === null ? [] : formulaSignals([formula], run);
    if (signal === undefined || choice === undefined || experiment === null) return null;
    const found = ownGate(experiment, signal, choice);
    return found.kind === "weighed" ? found.rows : null;
  };
}

/** The snapshot of a session and its surroundings. */
export function snapshotOf(session: Session, around: Surroundings): Snapshot {
  const { sibling, selection, gate, idle, runFormulas, exhibits } = around;
  const [image, experiment] = [imageOf(session), shownExperiment(session)];
  const asked = experiment === null ? null : knownAnswer(experiment.plan);
  const rollout = experiment?.rollouts[sibling] ?? null;
  const replay = experiment?.replays[sibling] ?? null;
  const tokens = seenTokens(experiment, sibling);
  const { signal, against } = parseChoice(session.settings.signal);
  const known = tokens.length > 0 && tokens.every(({ divergence }) => divergence !== null);
  return {
    scene: image?.origin.kind === "gallery" ? image.origin.item : null,
    tokens,
    measured: idle && known && teacherFits(replay, session),
    studentAnswer: wordsOf(rollout?.texts),
    teacherAnswer: wordsOf(experiment?.teacherAnswer?.texts),
    expected: asked?.answer ?? image?.answer ?? null,
    fromFull: rollout !== null && picturesOf(rollout.showing).every((view) => view.edits.length === 0),
    floor: replay?.noiseFloor?.max ?? null,
    selection,
    views: seenViews(replay),
    signal: { id: signal, view: viewOf(against) },
    divergence: replay?.divergence ?? session.settings.divergence,
    verdicts: experiment?.verdicts ?? [],
    answers: experiment?.rollouts.length ?? 0,
    sibling,
    gate,
    choices: gateChoices(session.settings.gates),
    weigh: weighed(session, experiment),
    read: signalRead(experiment, sibling),
    ownGate: gateFormula(session.settings)?.text ?? null,
    weighOwn: weighedByFormula(session, experiment, runFormulas),
    exhibits,
  };
}
