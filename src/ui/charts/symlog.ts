/**
 * A scale that is linear near zero and logarithmic beyond, so that a signal that spans decades and crosses zero keeps
 * its sign and its shape: sign(v) · log10(1 + |v| / unit).
 */

export interface Tick {
  /** Position on the scale. */
  readonly at: number;
  readonly value: number;
}

/** The position of `value`; `unit` > 0 is where the scale changes from linear to logarithmic, in the value's own unit. */
export function symlog(value: number, unit: number): number {
  return Math.sign(value) * Math.log10(1 + Math.abs(value) / unit);
}

/** Ascending powers of ten up to the first that is at least `size`; none for a side without values. */
function upTo(powers: readonly number[], size: number): readonly number[] {
  if (size <= 0) return [];
  return powers.slice(0, powers.findIndex((power) => power >= size * (1 - 1e-9)) + 1);
}

/** Zero and powers of ten that cover `low` and `high`, about `most` on each side of zero. */
export function symlogTicks(low: number, high: number, unit: number, most: number): readonly Tick[] {
  const first = Math.ceil(Math.log10(unit));
  const last = Math.ceil(Math.log10(Math.max(-low, high, unit)));
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const powers: number[] = [];
  // From the largest down, so that the decade that contains the data has its tick.
  for (let power = last; power >= first; power -= every) powers.unshift(Number(`1e${power}`));
  const below = upTo(powers, -low).map((power) => -power);
  return [...below.toReversed(), 0, ...upTo(powers, high)].map((value) => ({
    at: symlog(value, unit),
    value,
  }));
}
