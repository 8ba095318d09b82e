/** Round values along an axis, and the round ends of its range. */

interface Span {
  readonly kind: "linear" | "log";
  readonly domain: readonly [from: number, to: number];
}

/** 1, 2 or 5 times a power of ten, at least `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((each) => each * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function linearTicks([from, to]: readonly [number, number], most: number): readonly number[] {
  if (to <= from) return [from];
  const step = roundStep((to - from) / most);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // The nearest number with the step's own decimals: 0.3 and not 0.30000000000000004.
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(decimals)));
}

function logTicks([from, to]: readonly [number, number], most: number): readonly number[] {
  const powers: number[] = [];
  for (let power = Math.floor(Math.log10(from)); 10 ** power <= to; power++) powers.push(10 ** power);
  const of = (factors: readonly number[]): readonly number[] =>
    powers
      .flatMap((power) => factors.map((factor) => Number((factor * power).toPrecision(12))))
      .filter((value) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9));
  const fine = of([1, 2, 5]);
  if (fine.length <= most) return fine;
  const coarse = of([1]);
  const every = Math.ceil(coarse.length / most);
  return coarse.filter((_, index) => index % every === 0);
}

/** Round values within the domain, at most `most` of them: steps of 1, 2 or 5; on a log axis 1, 2, 5 or powers of ten. */
export function ticksOf({ kind, domain }: Span, most: number): readonly number[] {
  return kind === "log" ? logTicks(domain, most) : linearTicks(domain, most);
}

/** The smallest domain that begins and ends on ticks and contains all values, `at` included. */
export function domainOf(values: readonly number[], ...at: readonly number[]): readonly [number, number] {
  const held = [...values, ...at].filter(Number.isFinite);
  const [low, high] = [Math.min(...held), Math.max(...held)];
  if (held.length === 0) return [0, 1];
  if (low === high) return low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, low)];
  const step = roundStep((high - low) / 5);
  const tidy = (value: number): number => Number(value.toPrecision(12));
  return [tidy(Math.floor(low / step + 1e-9) * step), tidy(Math.ceil(high / step - 1e-9) * step)];
}
