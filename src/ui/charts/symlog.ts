/**
 * A scale that is linear near zero and logarithmic beyond, so that a signal which spans decades and crosses zero keeps
 * its sign and its shape: sign(v) · log10(1 + |v| / unit).
 */

export interface Tick {
  /** Where it lies, on the scale. */
  readonly at: number;
  readonly value: number;
}

/** Where `value` lies; `unit` > 0 is where the scale turns from linear to logarithmic, in the value's own unit. */
export function symlog(value: number, unit: number): number {
  return Math.sign(value) * Math.log10(1 + Math.abs(value) / unit);
}

/** Zero and the powers of ten within `low` to `high`, at most about `most` of them on each side of zero. */
export function symlogTicks(low: number, high: number, unit: number, most: number): readonly Tick[] {
  const first = Math.ceil(Math.log10(unit));
  const last = Math.ceil(Math.log10(Math.max(-low, high, unit)));
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const powers: number[] = [];
  // From the largest down, so that the decade which holds the data has its tick.
  for (let power = last; power >= first; power -= every) powers.push(Number(`1e${power}`));
  const values = [...powers.map((power) => -power), 0, ...powers.reverse()];
  return values
    .filter((value) => value === 0 || (value <= reach(high) && value >= -reach(-low)))
    .map((value) => ({ at: symlog(value, unit), value }));
}

/** The power of ten at or above a size; nothing is reached on a side without values. */
function reach(size: number): number {
  return size <= 0 ? 0 : 10 ** Math.ceil(Math.log10(size) - 1e-9);
}
