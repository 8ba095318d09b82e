/**
 * Replays as a session's file holds them. Alternatives stand in columns, and what their tokens read is said once per
 * experiment (`Pieces`): there are many more of them than there are tokens in a vocabulary's common part.
 */
import * as v from "valibot";
import type { Nats, TokenId } from "../../base/ids.ts";
import type { Divergence, PairSignals, Replay, Rival, Side } from "../../evidence/replay.ts";
import { counts, nullableNumbers, numbers, numeral, rounded } from "./numbers.ts";
import { card, nats } from "./rollout.ts";
import { contrast, role } from "./showing.ts";
import { positive, share, whole } from "./words.ts";

const support = v.variant("kind", [
  v.object({ kind: v.literal("full") }),
  v.object({
    kind: v.literal("topK"),
    k: whole,
    from: v.picklist(["student", "teacher"]),
    rest: v.picklist(["tail", "flooredTail", "renormalise", "drop"]),
  }),
]);

export const divergence = v.object({
  kind: v.picklist(["forwardKl", "reverseKl", "jsd"]),
  beta: share,
  temperature: positive,
  support,
}) satisfies v.GenericSchema<unknown, Divergence>;

/** Row t: the most likely tokens at position t and their log-probabilities, from the most likely on. */
const rivals = v.object({ tokens: v.array(counts), logProbs: v.array(numbers) });

const side = v.object({
  role: v.union([v.literal("student"), role]),
  logProb: nats,
  entropy: nats,
  rank: counts,
  rivals,
  card,
});

type CrossEntropy = "forwardCrossEntropy" | "reverseCrossEntropy";

/** Without the cross-entropies, which are a divergence and an entropy each. */
const pair = v.object({
  forwardKl: numbers,
  reverseKl: numbers,
  jsd: numbers,
  totalVariation: numbers,
  logRatio: numbers,
  sameTop: numbers,
  rankShift: numbers,
  overlap: numbers,
  teacherMass: numbers,
}) satisfies v.GenericSchema<unknown, Omit<PairSignals, CrossEntropy>>;

export const storedReplay = v.object({
  end: v.picklist(["done", "cancelled"]),
  contrast,
  divergence,
  sides: v.array(side),
  divergences: v.array(nullableNumbers),
  /** One for each other side, or none where only the divergence was kept. */
  pairs: v.array(pair),
  noiseFloor: v.nullable(v.object({ perToken: nats, max: numeral })),
  card,
});

export type StoredReplay = v.InferOutput<typeof storedReplay>;

/** What each token reads, by its id. */
export type Pieces = ReadonlyMap<number, string>;

function sideOf(stored: StoredReplay["sides"][number], pieces: Pieces): Side {
  const rows = stored.rivals.tokens.map((tokens, t) =>
    tokens.map((token, i): Rival => {
      const logProb = (stored.rivals.logProbs[t]?.[i] ?? Number.NEGATIVE_INFINITY) as Nats;
      return { token: token as TokenId, text: pieces.get(token) ?? "", logProb };
    }),
  );
  return { ...stored, rivals: rows };
}

const sum = (a: readonly number[], b: readonly number[]): readonly number[] =>
  a.map((value, t) => rounded(value + (b[t] ?? 0)));

/** H(other, student) and H(student, other): what the student's words cost the other, and the other way. */
function withCross(pair: Omit<PairSignals, CrossEntropy>, student: Side, other: Side): PairSignals {
  return {
    ...pair,
    forwardCrossEntropy: sum(pair.forwardKl, other.entropy),
    reverseCrossEntropy: sum(pair.reverseKl, student.entropy),
  };
}

/** The replay with the cross-entropies that follow from its divergences and entropies. */
export function withCrossEntropies<
  T extends Pick<Replay, "sides"> & { readonly pairs: readonly Omit<PairSignals, CrossEntropy>[] },
>(replay: T): Omit<T, "pairs"> & Pick<Replay, "pairs"> {
  const [student, ...others] = replay.sides;
  const pairs = replay.pairs.flatMap((each, i) => {
    const other = others[i];
    return student === undefined || other === undefined ? [] : [withCross(each, student, other)];
  });
  return { ...replay, pairs };
}

/** The replay of a file's; texts of alternatives come from `pieces`. */
export function replayOf(stored: StoredReplay, pieces: Pieces): Replay {
  return withCrossEntropies({
    ...stored,
    sides: stored.sides.map((each) => sideOf(each, pieces)),
    divergences: stored.divergences as Replay["divergences"],
    noiseFloor: stored.noiseFloor as Replay["noiseFloor"],
  });
}

/** The other way; what the alternatives read is entered in `pieces`. */
export function storedReplayOf(replay: Replay, pieces: Map<number, string>): object {
  const sides = replay.sides.map((each) => {
    for (const row of each.rivals) for (const { token, text } of row) pieces.set(token, text);
    return {
      ...each,
      rivals: {
        tokens: each.rivals.map((row) => row.map(({ token }) => token)),
        logProbs: each.rivals.map((row) => row.map(({ logProb }) => logProb)),
      },
    };
  });
  const pairs = replay.pairs.map(({ forwardCrossEntropy: _, reverseCrossEntropy: __, ...rest }) => rest);
  return { ...replay, sides, pairs };
}

/** Why the parts of a replay do not fit an answer of `length` tokens, or null. */
export function misfit(
  { sides, divergences, pairs, noiseFloor }: StoredReplay,
  length: number,
): string | null {
  const columns: readonly (readonly unknown[])[] = [
    ...sides.flatMap(({ logProb, entropy, rank, rivals: { tokens, logProbs } }) => [
      logProb,
      entropy,
      rank,
      tokens,
      logProbs,
    ]),
    ...divergences,
    ...pairs.flatMap((each) => Object.values(each)),
    ...(noiseFloor === null ? [] : [noiseFloor.perToken]),
  ];
  if (columns.some((column) => column.length !== length))
    return `its columns are not all of ${length} tokens`;
  const ragged = sides.some(({ rivals: { tokens, logProbs } }) =>
    tokens.some((row, t) => row.length !== logProbs[t]?.length),
  );
  return ragged ? "its alternatives have ids without log-probabilities" : null;
}
