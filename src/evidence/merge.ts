/** Merges replays of the same answer that have different other sides. */
import type { Replay } from "./replay.ts";
import { type Contrast, type Other, otherKey } from "./views/showing.ts";

interface Place {
  readonly from: Replay;
  readonly at: number;
}

/** The replay that scored each other side; the latest one if there are several. */
function placesOf(parts: readonly Replay[]): ReadonlyMap<string, Place> {
  return new Map(
    parts.flatMap((from) =>
      from.contrast.others.map((other, at) => [otherKey(other), { from, at }] as const),
    ),
  );
}

/** The other sides of a contrast that no part has scored. */
export function unscored(parts: readonly Replay[], contrast: Contrast): readonly Other[] {
  const places = placesOf(parts);
  return contrast.others.filter((other) => !places.has(otherKey(other)));
}

/**
 * One replay of the contrast's other sides, in its order, as far as the parts have scored them; the student's side is that
 * of the last part. All parts must be of the same answer, student's showing and divergence. Null without parts.
 */
export function mergeReplays(parts: readonly Replay[], contrast: Contrast): Replay | null {
  const last = parts.at(-1);
  const student = last?.sides[0];
  if (last === undefined || student === undefined) return null;
  const places = placesOf(parts);
  const attended = parts.findLast((part) => part.attended !== undefined)?.attended;
  const scored = contrast.others.flatMap((other) => {
    const place = places.get(otherKey(other));
    const side = place?.from.sides[place.at + 1];
    const divergences = place?.from.divergences[place.at];
    const pair = place?.from.pairs[place.at];
    const sums = place?.from.sums?.[place.at] ?? {};
    return side && divergences && pair ? [{ other, side, divergences, pair, sums }] : [];
  });
  return {
    ...last,
    end: scored.length === contrast.others.length ? "done" : "cancelled",
    contrast: { ...contrast, others: scored.map(({ other }) => other) },
    sides: [student, ...scored.map(({ side }) => side)],
    divergences: scored.map(({ divergences }) => divergences),
    pairs: scored.map(({ pair }) => pair),
    ...(parts.some(({ sums }) => sums !== undefined) ? { sums: scored.map(({ sums }) => sums) } : {}),
    ...(attended === undefined ? {} : { attended }),
  };
}
