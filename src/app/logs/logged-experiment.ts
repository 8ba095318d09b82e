/** A rollout of a log as an experiment: what the log has of it, and everything else missing with its reason. */
import type { ModelId, Nats, TokenId } from "../../base/ids.ts";
import type { Missing } from "../../evidence/column.ts";
import {
  type Divergence,
  PAIR_COLUMNS,
  type PairSignals,
  type Replay,
  type Side,
} from "../../evidence/replay.ts";
import { GREEDY, type Rollout, type RunCard } from "../../evidence/rollout.ts";
import { contrastOf, type Plan, showingOf } from "../../evidence/views/plan.ts";
import { formatById } from "../../log/formats/catalog.ts";
import { COLUMN, type LoggedColumn, type LoggedRollout, type LoggedTokens } from "../../log/rollout.ts";
import { k2, k3, logRatio, surrogate } from "../../math/loss/estimators.ts";
import type { Experiment } from "../../session/document/document.ts";

/** The models of a log have no other name there. */
export const LOGGED_STUDENT = "the student of the log" as ModelId;
export const LOGGED_TEACHER = "the teacher of the log" as ModelId;

const NOT_LOGGED: Missing = { missing: "The log has the log-probability of the sampled token alone." };
const NO_ENTROPY: Missing = { missing: "The log has no entropy of this side." };

function cardOf({ format }: LoggedRollout): RunCard {
  return {
    build: "unknown",
    modelBackend: "its trainer",
    numbersBackend: "log",
    adapter: "the training machine",
    weightsSha256: "unknown",
    runtime: formatById(format).title,
  };
}

/** A column without gaps; null for any other. */
function whole(column: LoggedColumn | undefined): readonly number[] | null {
  if (column === undefined || column.length === 0) return null;
  return column.every((value) => value !== null) ? column : null;
}

function rolloutOf(logged: LoggedRollout, tokens: LoggedTokens, plan: Plan): Rollout | null {
  const logProbs = whole(tokens.columns[COLUMN.student]);
  const { ids } = tokens;
  if (ids === null || logProbs === null) return null;
  return {
    showing: showingOf(plan, plan.student),
    // How it was sampled is not in the log.
    sampler: { ...GREEDY, temperature: 1 },
    sibling: 0,
    forced: 0,
    ids: ids as readonly TokenId[],
    texts: tokens.texts ?? ids.map((id) => `⟨${id}⟩`),
    logProbs: logProbs as readonly Nats[],
    end: "length",
    card: cardOf(logged),
  };
}

function sideOf(
  role: Side["role"],
  logProb: readonly number[],
  entropy: LoggedColumn | undefined,
  card: RunCard,
): Side {
  return {
    role,
    logProb: logProb as readonly Nats[],
    entropy: (whole(entropy) as readonly Nats[] | null) ?? NO_ENTROPY,
    rank: NOT_LOGGED,
    alternatives: logProb.map(() => []),
    card,
  };
}

/** What follows from the sampled tokens alone. */
function pairOf(student: readonly number[], teacher: readonly number[]): PairSignals {
  const gaps = student.map((logProb, t) => logRatio(logProb, teacher[t] ?? Number.NaN));
  const missing = Object.fromEntries(PAIR_COLUMNS.map((name) => [name, NOT_LOGGED]));
  return {
    ...missing,
    logRatio: gaps,
    k2: gaps.map(k2),
    k3: gaps.map(k3),
    surrogate: gaps.map((gap, t) => surrogate(gap, student[t] ?? Number.NaN)),
  };
}

function replayOf(
  logged: LoggedRollout,
  { columns }: LoggedTokens,
  plan: Plan,
  divergence: Divergence,
): Replay | null {
  const [student, teacher] = [whole(columns[COLUMN.student]), whole(columns[COLUMN.teacher])];
  if (student === null || teacher === null) return null;
  const card = cardOf(logged);
  return {
    end: "done",
    contrast: contrastOf(plan),
    divergence,
    sides: [
      sideOf("student", student, columns[COLUMN.entropy], card),
      sideOf("teacher", teacher, undefined, card),
    ],
    divergences: [NOT_LOGGED],
    pairs: [pairOf(student, teacher)],
    noiseFloor: null,
    card,
  };
}

/** Null where the log lacks the tokens' ids or the student's log-probabilities. */
export function loggedExperiment(
  logged: LoggedRollout,
  plan: Plan,
  divergence: Divergence,
  verdict: boolean | null,
  note: string,
): Experiment | null {
  const { tokens } = logged;
  const rollout = tokens === null ? null : rolloutOf(logged, tokens, plan);
  if (rollout === null || tokens === null) return null;
  return {
    id: "1",
    note,
    plan,
    rollouts: [rollout],
    verdicts: [verdict],
    teacherAnswer: null,
    replays: [replayOf(logged, tokens, plan, divergence)],
    gates: [],
  };
}
