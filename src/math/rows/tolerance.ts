/** When two routes to the same numbers agree, and a readable table of where they do not. */

/** `|actual - expected| <= absolute + relative * |expected|`, the same infinities, and no NaN. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
  readonly because: string;
}

/** Whether `actual` may stand for `expected`. NaN never may. */
export function agrees(actual: number, expected: number, { absolute, relative }: Tolerance): boolean {
  if (!Number.isFinite(expected)) return actual === expected;
  return Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}

/** The number of lines shown; further lines are only counted. */
const SHOWN = 8;

/**
 * The places where two lists do not agree, as a table, or null where they do; a difference of lengths is one.
 * @internal only tests call it
 */
export function disagreement(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): string | null {
  if (actual.length !== expected.length) return `${actual.length} numbers instead of ${expected.length}`;
  const lines: string[] = [];
  let count = 0;
  for (let place = 0; place < expected.length; place++) {
    const [is, should] = [actual[place] as number, expected[place] as number];
    if (agrees(is, should, tolerance)) continue;
    count += 1;
    if (count <= SHOWN) lines.push(`  [${place}] is ${is}, should be ${should}, off by ${is - should}`);
  }
  if (count === 0) return null;
  return [`${count} of ${expected.length} numbers disagree (${tolerance.because}):`, ...lines].join("\n");
}
