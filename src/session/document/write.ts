/** A session as the text of a file. */

import { rounded, storedNumber } from "../stored/numbers.ts";
import { storedPlanOf } from "../stored/plan.ts";
import { STORED_COLUMNS, storedReplayOf, withDerivedColumns } from "../stored/replay.ts";
import { CURRENT_SCHEMA, type Experiment, type SessionContent, type SessionDocument } from "./document.ts";

function storedExperimentOf({ plan, replays, ...rest }: Experiment): object {
  const pieces = new Map<number, string>();
  const stored = replays.map((replay) => (replay === null ? null : storedReplayOf(replay, pieces)));
  const ordered = [...pieces].sort(([a], [b]) => a - b);
  return {
    ...rest,
    plan: storedPlanOf(plan),
    pieces: { ids: ordered.map(([id]) => id), texts: ordered.map(([, text]) => text) },
    replays: stored,
  };
}

/**
 * The text of a session's file: one line of JSON, infinities as words. A NaN in it is a bug and throws. Opening the text
 * gives the session back.
 */
export function sessionText(session: SessionDocument): string {
  const stored = {
    ...session,
    experiments: session.experiments.map(storedExperimentOf),
    plan: session.plan === null ? null : storedPlanOf(session.plan),
  };
  return `${JSON.stringify(stored, (_, value: unknown) => (typeof value === "number" ? storedNumber(value) : value))}\n`;
}

/** The names of settings, as opposed to measurements: from there on, every digit is kept. */
const INTENT = new Set(["plan", "showing", "contrast", "sampler", "settings", "divergence"]);

/** Alternatives are only displayed, and there are many. */
const ALTERNATIVE_DECIMALS = 4;

const known: ReadonlySet<string> = new Set(STORED_COLUMNS);

/** The columns of a pair with fewer digits; one unknown to this version is left as it is. */
function roundedPairs(pairs: unknown, decimals: number): unknown {
  if (!Array.isArray(pairs)) return pairs;
  return pairs.map((pair: object) =>
    Object.fromEntries(
      Object.entries(pair).map(([name, column]) => [
        name,
        known.has(name) ? roundedWithin(column, decimals) : column,
      ]),
    ),
  );
}

function roundedWithin(value: unknown, decimals: number): unknown {
  if (typeof value === "number") return rounded(value, decimals);
  if (Array.isArray(value)) return value.map((each) => roundedWithin(each, decimals));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, roundedUnder(name, each, decimals)]),
  );
}

function roundedUnder(name: string, value: unknown, decimals: number): unknown {
  if (INTENT.has(name)) return value;
  if (name === "pairs") return roundedPairs(value, decimals);
  return roundedWithin(value, name === "alternatives" ? ALTERNATIVE_DECIMALS : decimals);
}

/**
 * The experiment with the digits that sessions store: all digits of settings, six decimals of measurements, four of the
 * alternatives' log-probabilities. Cross-entropies and estimates are not stored but derived.
 */
export function kept(experiment: Experiment): Experiment {
  const short = roundedWithin(experiment, 6) as Experiment;
  return {
    ...short,
    replays: short.replays.map((replay) => (replay === null ? null : withDerivedColumns(replay))),
  };
}

/** An experiment is immutable, and a session is written after each change: each is rounded once. */
const rounding = new WeakMap<Experiment, Experiment>();

function keptOnce(experiment: Experiment): Experiment {
  const known = rounding.get(experiment);
  if (known !== undefined) return known;
  const short = kept(experiment);
  rounding.set(experiment, short).set(short, short);
  return short;
}

/** The session as a document, with the digits that documents store. */
export function documentOf(session: SessionContent): SessionDocument {
  const experiments = session.experiments.map(keptOnce);
  return { format: "fovea-session", schema: CURRENT_SCHEMA, ...session, experiments };
}
