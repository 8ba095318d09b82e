/** Which items of a suite are asked, and in what order. */
import { seeded } from "../base/random.ts";

/** Which items a limited part contains: evenly spread, the first, or at random (seeded). */
export const PICKS = ["spread", "first", "random"] as const;
export type Pick = (typeof PICKS)[number];

/** The part of a suite that is asked. */
export interface SuitePart {
  /** Dimensions to ask; null for all. */
  readonly dimensions: readonly string[] | null;
  /** How many items at most; null for all. */
  readonly limit: number | null;
  /** Spread evenly, a part contains every dimension of a sorted suite. At random uses `seed`, or 1 where that is null. */
  readonly pick: Pick;
  /** With a seed the order is shuffled, so that a run that is stopped early is still a fair sample; null keeps it. */
  readonly seed: number | null;
}

export const WHOLE: SuitePart = { dimensions: null, limit: null, pick: "spread", seed: null };

/** `limit` items spread evenly over the list; all of them where it has no more. */
export function spread<T>(items: readonly T[], limit: number | null): readonly T[] {
  if (limit === null || limit >= items.length) return items;
  const picked = Array.from({ length: limit }, (_, i) => Math.floor((i * items.length) / limit));
  return items.filter((_, index) => picked.includes(index));
}

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = seeded(seed);
  return items
    .map((item) => ({ item, key: random.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** The items of a part, in the order in which they are asked. The same part of the same suite is the same order. */
export function ordered<T extends { readonly dimension: string }>(
  items: readonly T[],
  part: SuitePart,
): readonly T[] {
  const { dimensions, limit, pick, seed } = part;
  const wanted =
    dimensions === null ? items : items.filter(({ dimension }) => dimensions.includes(dimension));
  if (pick === "random") return shuffled(wanted, seed ?? 1).slice(0, limit ?? wanted.length);
  const some = pick === "first" ? wanted.slice(0, limit ?? wanted.length) : spread(wanted, limit);
  return seed === null ? some : shuffled(some, seed);
}
