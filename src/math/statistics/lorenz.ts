/** How unevenly a quantity is distributed over tokens: the Lorenz curve from the largest down (VA-OPD, figure 2a). */

export interface LorenzPoint {
  /** Share of the values, the largest first. */
  readonly values: number;
  /** Share of their sum that these hold. */
  readonly mass: number;
}

/**
 * The curve from (0, 0) to (1, 1), at most `most` steps of it; null where the sum is not positive. Values must not be
 * negative. A straight line means that all are equal; the higher the curve, the fewer values make up most of the sum.
 */
export function lorenzCurve(values: readonly number[], most = 200): readonly LorenzPoint[] | null {
  const sorted = [...values].sort((a, b) => b - a);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return null;
  const steps = Math.min(most, sorted.length);
  const points: LorenzPoint[] = [{ values: 0, mass: 0 }];
  let [sum, taken] = [0, 0];
  for (let point = 1; point <= steps; point++) {
    const until = Math.round((point * sorted.length) / steps);
    for (; taken < until; taken++) sum += sorted[taken] as number;
    points.push({ values: until / sorted.length, mass: point === steps ? 1 : sum / total });
  }
  return points;
}

/** The share of the sum in the largest `share` of the values, interpolated on the curve; null without a curve. */
export function massOfTop(values: readonly number[], share: number): number | null {
  const curve = lorenzCurve(values, values.length);
  if (curve === null) return null;
  const after = curve.findIndex((point) => point.values >= share);
  const [from, to] = [curve[after - 1], curve[after]];
  if (to === undefined) return 1;
  if (from === undefined) return to.mass;
  return from.mass + ((share - from.values) / (to.values - from.values)) * (to.mass - from.mass);
}
