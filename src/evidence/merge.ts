/** Replays of the same answer, some others at a time, as one. */
import type { Replay } from "./replay.ts";
import { type Contrast, type Other, otherKey } from "./views/showing.ts";

interface Read {
  readonly from: Replay;
  readonly at: number;
}

/** Where each other was read, of several replays the latest. */
function placesOf(parts: readonly Replay[]): ReadonlyMap<string, Read> {
  return new Map(
    parts.flatMap((from) =>
      from.contrast.others.map((other, at) => [otherKey(other), { from, at }] as const),
    ),
  );
}

/** The others of a contrast that no part has read. */
export function unread(parts: readonly Replay[], contrast: Contrast): readonly Other[] {
  const places = placesOf(parts);
  return contrast.others.filter((other) => !places.has(otherKey(other)));
}

/**
 * One replay of the contrast's others, in its order, as far as the parts have read them; the student's side is that of
 * the last part. The parts must be of one answer, one student's showing and one divergence. Null without parts.
 */
export function mergeReplays(parts: readonly Replay[], contrast: Contrast): Replay | null {
  const last = parts.at(-1);
  const student = last?.sides[0];
  if (last === undefined || student === undefined) return null;
  const places = placesOf(parts);
  const read = contrast.others.flatMap((other) => {
    const place = places.get(otherKey(other));
    const side = place?.from.sides[place.at + 1];
    const divergences = place?.from.divergences[place.at];
    const pair = place?.from.pairs[place.at];
    return side && divergences && pair ? [{ other, side, divergences, pair }] : [];
  });
  return {
    ...last,
    end: read.length === contrast.others.length ? "done" : "cancelled",
    contrast: { ...contrast, others: read.map(({ other }) => other) },
    sides: [student, ...read.map(({ side }) => side)],
    divergences: read.map(({ divergences }) => divergences),
    pairs: read.map(({ pair }) => pair),
  };
}
