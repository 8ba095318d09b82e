/** What a recorded table says of a paper's claim: it agrees, disagrees, or is undecided. */

import type { Interval } from "../../math/statistics/bootstrap.ts";
import { crossedInterval } from "../../math/statistics/crossed.ts";
import type { EvaluationRecord, MeasuredView } from "../run/document.ts";
import type { Run } from "../run/run.ts";
import type { Claim } from "./catalog.ts";
import type { RecordedTable } from "./document.ts";

export interface Verdict {
  readonly claim: Claim;
  /** The better row minus the worse one, as the claim has it; null where runs are missing. */
  readonly difference: Interval | null;
  readonly word: "agrees" | "disagrees" | "undecided";
}

/** The shown runs of a row, in the order of their seeds. */
export function shownRuns({ runs }: RecordedTable, row: string): readonly Run[] {
  return runs
    .filter((each) => each.row === row && each.phase === "shown")
    .toSorted((a, b) => a.seed - b.seed)
    .map(({ run }) => run);
}

const lastOf = ({ evaluations }: Run): EvaluationRecord | undefined => evaluations.at(-1);

/** The last evaluations of both rows, seed by seed; a seed that lacks one is left out. */
function paired(table: RecordedTable, { better, worse }: Claim) {
  const others = new Map(shownRuns(table, worse).map((run) => [run.header.seed, lastOf(run)]));
  return shownRuns(table, better).flatMap((run) => {
    const [a, b] = [lastOf(run), others.get(run.header.seed)];
    return a === undefined || b === undefined || a.items !== b.items ? [] : [[a, b] as const];
  });
}

/** Half of a normal interval of 95 %, in standard errors. */
const REACH = 1.96;

/**
 * Of means that each evaluation has with an interval of its own, taken as independent although both are of the same items, which widens
 * the interval; seeds have the same items and do not narrow it.
 */
function ofMeans(pairs: readonly (readonly [Interval, Interval])[]): Interval | null {
  if (pairs.length === 0) return null;
  const error = ({ low, high }: Interval): number => (high - low) / (2 * REACH);
  const mean = pairs.reduce((sum, [a, b]) => sum + a.mean - b.mean, 0) / pairs.length;
  const errors = pairs.map(([a, b]) => Math.hypot(error(a), error(b)));
  const reach = (REACH * errors.reduce((sum, each) => sum + each, 0)) / pairs.length;
  return { mean, low: mean - reach, high: mean + reach };
}

function differenceOf(table: RecordedTable, claim: Claim): Interval | null {
  const pairs = paired(table, claim);
  if (claim.of === "advantage")
    return ofMeans(
      pairs.flatMap(([a, b]) =>
        a.advantage === undefined || b.advantage === undefined ? [] : [[a.advantage, b.advantage] as const],
      ),
    );
  return crossedInterval(
    pairs.map(([a, b]) =>
      [...a.views.global.right].map((hit, i) => Number(hit) - Number(b.views.global.right[i])),
    ),
  );
}

function wordFor({ low, high }: Interval): Verdict["word"] {
  if (low > 0) return "agrees";
  return high < 0 ? "disagrees" : "undecided";
}

/** The interval lies beyond 0 in the claimed direction, in the other one, or holds 0. */
export function verdictOn(table: RecordedTable, claim: Claim): Verdict {
  const difference = differenceOf(table, claim);
  return { claim, difference, word: difference === null ? "undecided" : wordFor(difference) };
}

/** A row's accuracy under a view before its first or after its last step, over seeds and items; null without runs. */
export function accuracyOf(
  table: RecordedTable,
  row: string,
  at: "first" | "last",
  view: MeasuredView,
): Interval | null {
  const evaluations = shownRuns(table, row).flatMap((run) => {
    const found = at === "first" ? run.evaluations[0] : lastOf(run);
    return found === undefined ? [] : [found];
  });
  return crossedInterval(evaluations.map(({ views }) => [...views[view].right].map(Number)));
}
