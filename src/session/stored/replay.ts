/**
 * Replays as a session's file stores them. Alternatives are in columns, and the texts of their tokens are stored once per
 * experiment (`Pieces`), since the same tokens occur many times.
 */

import * as v from "valibot";
import type { Nats, TokenId } from "../../base/ids.ts";
import { type Column, isMissing } from "../../evidence/column.ts";
import {
  type Alternative,
  type Divergence,
  PAIR_COLUMNS,
  type PairColumn,
  type PairSignals,
  type Replay,
  type Side,
} from "../../evidence/replay.ts";
import { divergences } from "../../math/divergences/catalog.ts";
import { k2, k3, surrogate } from "../../math/loss/estimators.ts";
import { counts, nullableNumbers, numbers, numeral, rounded } from "./numbers.ts";
import { card, nats } from "./rollout.ts";
import { contrast, role } from "./showing.ts";
import { box, finite, positive, share, whole } from "./words.ts";

const support = v.variant("kind", [
  v.object({ kind: v.literal("full") }),
  v.object({
    kind: v.literal("topK"),
    k: whole,
    from: v.picklist(["student", "teacher"]),
    rest: v.picklist(["tail", "flooredTail", "renormalise", "drop"]),
  }),
]);

/** The id of a divergence: a short word, so that a link can hold it too; one unknown to this version stays. */
const kind = v.pipe(v.string(), v.regex(/^\w{1,40}$/, "not the name of a divergence"));

/** Each parameter of the catalog's divergences within its bounds; those unknown to this version stay. */
const parameters = Object.fromEntries(
  divergences.flatMap(({ parameter }) =>
    parameter === null
      ? []
      : [
          [
            parameter.name,
            v.exactOptional(v.pipe(finite, v.minValue(parameter.least), v.maxValue(parameter.most))),
          ],
        ],
  ),
);

export const divergence = v.looseObject({
  ...parameters,
  kind,
  beta: share,
  temperature: positive,
  support,
}) satisfies v.GenericSchema<unknown, Divergence>;

/** Row t: the most likely tokens at position t and their log-probabilities, in descending order. */
const storedAlternatives = v.object({ tokens: v.array(counts), logProbs: v.array(numbers) });

/** The reason where an engine could not provide the numbers. */
const missing = v.object({ missing: v.string() });

const side = v.object({
  role: v.union([v.literal("student"), role]),
  logProb: nats,
  entropy: v.union([nats, missing]),
  rank: v.union([counts, missing]),
  rivals: storedAlternatives,
  card,
});

/** Derived columns: each cross-entropy is a divergence plus an entropy, estimates follow from the log-ratio. */
const DERIVED = ["forwardCrossEntropy", "reverseCrossEntropy", "k2", "k3", "surrogate"] as const;
const isDerived = (name: string): boolean => (DERIVED as readonly string[]).includes(name);

/** The columns that a file contains; further ones, from later versions, stay as they are. */
export const STORED_COLUMNS: readonly PairColumn[] = PAIR_COLUMNS.filter((name) => !isDerived(name));

const pair = v.looseObject(
  Object.fromEntries(STORED_COLUMNS.map((name) => [name, v.exactOptional(v.union([numbers, missing]))])),
) satisfies v.GenericSchema<unknown, PairSignals>;

/** The text of a summed value, its definitions written out. */
const sumText = v.pipe(v.string(), v.maxLength(20_000));

export const storedReplay = v.object({
  end: v.picklist(["done", "cancelled"]),
  contrast,
  divergence,
  sides: v.array(side),
  divergences: v.array(v.union([nullableNumbers, missing])),
  /** Where a divergence is a lower bound: how many tokens both sides listed, and an upper bound. */
  bounds: v.exactOptional(
    v.array(v.nullable(v.object({ listed: whole, upper: v.union([numbers, missing]) }))),
  ),
  /** One for each other side, or none where only the divergence was stored. */
  pairs: v.array(pair),
  /** Sums of formulas over the vocabulary and the attention, one record for each other side, by their texts. */
  sums: v.exactOptional(v.array(v.record(sumText, v.union([nullableNumbers, missing])))),
  /** The evidence box of `attention` among the sums. */
  attended: v.exactOptional(box),
  noiseFloor: v.nullable(v.object({ perToken: nats, max: numeral })),
  card,
});

export type StoredReplay = v.InferOutput<typeof storedReplay>;

/** The text of each token, by its id. */
export type Pieces = ReadonlyMap<number, string>;

function sideOf(stored: StoredReplay["sides"][number], pieces: Pieces): Side {
  const { rivals, card, ...rest } = stored;
  const alternatives = rivals.tokens.map((tokens, t) =>
    tokens.map((token, i): Alternative => {
      const logProb = (rivals.logProbs[t]?.[i] ?? Number.NEGATIVE_INFINITY) as Nats;
      return { token: token as TokenId, text: pieces.get(token) ?? "", logProb };
    }),
  );
  return { ...rest, alternatives, card };
}

/** The sum of two columns; missing where either is. */
function sum(a: Column<number>, b: Column<number>): Column<number> {
  if (isMissing(a)) return a;
  return isMissing(b) ? b : a.map((value, t) => rounded(value + (b[t] ?? 0)));
}

/** The estimates of the reverse KL from the generated token. */
function estimatesOf(logRatio: Column<number>, logProbs: readonly number[]): PairSignals {
  const each = (of: (gap: number, logProb: number) => number): Column<number> =>
    isMissing(logRatio) ? logRatio : logRatio.map((gap, t) => rounded(of(gap, logProbs[t] ?? 0)));
  return { k2: each(k2), k3: each(k3), surrogate: each(surrogate) };
}

/** The cross-entropies H(other, student) and H(student, other); and the estimates. */
function withDerived(pair: PairSignals, student: Side, other: Side): PairSignals {
  const measured: PairSignals = Object.fromEntries(Object.entries(pair).filter(([name]) => !isDerived(name)));
  const { forwardKl, reverseKl, logRatio } = measured;
  return {
    ...measured,
    ...(forwardKl === undefined ? {} : { forwardCrossEntropy: sum(forwardKl, other.entropy) }),
    ...(reverseKl === undefined ? {} : { reverseCrossEntropy: sum(reverseKl, student.entropy) }),
    ...(logRatio === undefined ? {} : estimatesOf(logRatio, student.logProb)),
  };
}

/** The replay with the columns derived from the others. */
export function withDerivedColumns<T extends Pick<Replay, "sides" | "pairs">>(replay: T): T {
  const [student, ...others] = replay.sides;
  const pairs = replay.pairs.flatMap((each, i) => {
    const other = others[i];
    return student === undefined || other === undefined ? [] : [withDerived(each, student, other)];
  });
  return { ...replay, pairs };
}

/** The replay from a file; texts of alternatives come from `pieces`. */
export function replayOf(stored: StoredReplay, pieces: Pieces): Replay {
  return withDerivedColumns({
    ...stored,
    sides: stored.sides.map((each) => sideOf(each, pieces)),
    divergences: stored.divergences as Replay["divergences"],
    noiseFloor: stored.noiseFloor as Replay["noiseFloor"],
  });
}

/** The inverse; the texts of the alternatives are entered in `pieces`. */
export function storedReplayOf(replay: Replay, pieces: Map<number, string>): object {
  const sides = replay.sides.map(({ alternatives, card, ...rest }) => {
    for (const row of alternatives) for (const { token, text } of row) pieces.set(token, text);
    return {
      ...rest,
      rivals: {
        tokens: alternatives.map((row) => row.map(({ token }) => token)),
        logProbs: alternatives.map((row) => row.map(({ logProb }) => logProb)),
      },
      card,
    };
  });
  const pairs = replay.pairs.map((pair) =>
    Object.fromEntries(Object.entries(pair).filter(([name]) => !isDerived(name))),
  );
  return { ...replay, sides, pairs };
}

/** Why the parts of a replay do not fit an answer of `length` tokens, or null. */
export function misfit(
  { sides, divergences, bounds, pairs, sums, noiseFloor }: StoredReplay,
  length: number,
): string | null {
  const columns: readonly Column<unknown>[] = [
    ...sides.flatMap(({ logProb, entropy, rank, rivals: { tokens, logProbs } }) => [
      logProb,
      entropy,
      rank,
      tokens,
      logProbs,
    ]),
    ...divergences,
    ...(bounds ?? []).flatMap((bound) => (bound === null ? [] : [bound.upper])),
    ...pairs.flatMap((each) =>
      STORED_COLUMNS.flatMap((name) => (each[name] === undefined ? [] : [each[name]])),
    ),
    ...(sums ?? []).flatMap((each) => Object.values(each)),
    ...(noiseFloor === null ? [] : [noiseFloor.perToken]),
  ];
  if (columns.some((column) => !isMissing(column) && column.length !== length))
    return `its columns are not all of ${length} tokens`;
  const ragged = sides.some(({ rivals: { tokens, logProbs } }) =>
    tokens.some((row, t) => row.length !== logProbs[t]?.length),
  );
  return ragged ? "its alternatives have ids without log-probabilities" : null;
}
