/**
 * What a lesson sees of the screen: the session and the selection, reduced to what its pages talk about. Lessons know no
 * other form of them, so a session may change its shape without touching a lesson.
 */
import { picturesOf } from "../evidence/showing.ts";
import { imageOf, replayIsCurrent, shownExperiment, teacherIndex } from "../session/derived.ts";
import type { Experiment } from "../session/document.ts";
import type { Session } from "../session/session.ts";
import type { Box } from "../view/box.ts";
import type { Bench } from "./bench.ts";
import { type BoxPlace, placeOf } from "./box-place.ts";

/** One token of the answer that is on the screen. */
export interface SeenToken {
  readonly text: string;
  /** JSD(1/2) of teacher and student, in nats; null until it is measured. */
  readonly divergence: number | null;
  /** Whether the teacher's first choice is another token. */
  readonly differs: boolean;
  /** Log-probabilities of the token that was said, in nats. */
  readonly student: number | null;
  readonly teacher: number | null;
}

/** What was measured with the box at one place, over the tokens of one answer. */
export interface Note {
  readonly largest: number;
  readonly mean: number;
}

export interface Snapshot {
  /** The gallery's scene that is open, or null. */
  readonly scene: string | null;
  /** Where the box is; null half on the evidence, and on a picture whose evidence nobody marked. */
  readonly place: BoxPlace | null;
  readonly tokens: readonly SeenToken[];
  /** Whether every token was measured against the teacher that the screen asks for now. */
  readonly measured: boolean;
  /** What the student said, without control tokens; null before an answer. */
  readonly said: string | null;
  readonly expected: string | null;
  /** Whether the answer was given to the plain full image. */
  readonly fromFull: boolean;
  /**
   * The largest difference, in nats, between the student's tokens replayed under its own picture and what was measured
   * while it said them: rounding, and nothing else. Null until it is measured.
   */
  readonly floor: number | null;
  readonly selection: number | null;
  readonly bench: Bench;
  /** What the reader has measured so far with this answer, by the place of the box. */
  readonly notes: Readonly<Partial<Record<BoxPlace, Note>>>;
}

/** What a lesson is told beside the session. */
export interface Surroundings {
  /** Index of the sibling on the screen. */
  readonly sibling: number;
  readonly selection: number | null;
  /** The open scene's own evidence box; null for a picture of the reader's own. */
  readonly home: Box | null;
  readonly bench: Bench;
  readonly notes: Snapshot["notes"];
}

const CONTROL = /<\|?\w+\|?>/g;

function seenTokens(experiment: Experiment | null, sibling: number): readonly SeenToken[] {
  const rollout = experiment?.rollouts[sibling];
  if (rollout === undefined) return [];
  const replay = experiment?.replays[sibling] ?? null;
  const at = replay === null ? -1 : teacherIndex(replay);
  const [student, teacher] = at < 0 ? [] : [replay?.sides[0], replay?.sides[at + 1]];
  return rollout.ids.map((id, t) => {
    const first = teacher?.rivals[t]?.[0];
    return {
      text: rollout.texts[t] ?? "",
      divergence: replay?.divergences[at]?.[t] ?? null,
      differs: first !== undefined && first.token !== id,
      student: student?.logProb[t] ?? null,
      teacher: teacher?.logProb[t] ?? null,
    };
  });
}

/** The snapshot of a session and what surrounds it. */
export function snapshotOf(
  session: Session,
  { sibling, selection, home, bench, notes }: Surroundings,
): Snapshot {
  const { plan } = session;
  const [image, experiment] = [imageOf(session), shownExperiment(session)];
  const rollout = experiment?.rollouts[sibling] ?? null;
  const tokens = seenTokens(experiment, sibling);
  const origin = image?.origin;
  return {
    scene: origin?.kind === "gallery" ? origin.item : null,
    place: plan === null || home === null ? null : placeOf(plan.box, home),
    tokens,
    measured:
      tokens.length > 0 && replayIsCurrent(session) && tokens.every(({ divergence }) => divergence !== null),
    said: rollout === null ? null : rollout.texts.join("").replace(CONTROL, "").trim(),
    expected: image?.answer ?? null,
    fromFull: rollout !== null && picturesOf(rollout.showing).every((view) => view.edits.length === 0),
    floor: experiment?.replays[sibling]?.noiseFloor?.max ?? null,
    selection,
    bench,
    notes,
  };
}

/** Index of the token with the largest measured disagreement, the first of equals; null where none is measured. */
export function largestAt({ tokens }: Snapshot): number | null {
  let best: number | null = null;
  for (const [t, { divergence }] of tokens.entries()) {
    if (divergence !== null && divergence > (tokens[best ?? -1]?.divergence ?? -1)) best = t;
  }
  return best;
}

/** The measured divergences, in nats. */
export function divergencesOf({ tokens }: Snapshot): readonly number[] {
  return tokens.flatMap(({ divergence }) => (divergence === null ? [] : [divergence]));
}

const letters = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Whether the student's answer is the expected one, letter for letter; null where either is missing. */
export function isRight({ said, expected }: Snapshot): boolean | null {
  return said === null || expected === null ? null : letters(said) === letters(expected);
}

/** Distillation return of the answer, `mean(ln q - ln p)` in nats per token (Uni-OPD); null until it is measured. */
export function returnOf({ tokens, measured }: Snapshot): number | null {
  const rewards = tokens.flatMap(({ student, teacher }) =>
    student === null || teacher === null ? [] : [teacher - student],
  );
  if (!measured || rewards.length !== tokens.length) return null;
  return rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
}
