/** Nelder and Mead's simplex search (The Computer Journal 7, 1965): a minimum of few parameters, without derivatives. */

interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}

export interface SearchLimits {
  /** The simplex's first side along each parameter. */
  readonly side: number;
  readonly evaluations: number;
  /** It ends where all of the simplex lies this near together in value. */
  readonly tolerance: number;
}

/** What the worst vertex of an ordered simplex is replaced by; null where the whole simplex must shrink. */
function replacement(simplex: readonly Vertex[], vertex: (at: readonly number[]) => Vertex): Vertex | null {
  const size = simplex.length - 1;
  const [best, second, worst] = [simplex[0], simplex[size - 1], simplex[size]] as [Vertex, Vertex, Vertex];
  const others = simplex.slice(0, size);
  const centre = worst.at.map((_, j) => others.reduce((sum, { at }) => sum + (at[j] as number), 0) / size);
  // A point on the line from the worst vertex through the centre: 0 is the centre, -1 the worst vertex.
  const along = (step: number) => vertex(centre.map((c, j) => c + step * (c - (worst.at[j] as number))));
  const mirrored = along(1);
  if (mirrored.value < best.value) {
    const farther = along(2);
    return farther.value < mirrored.value ? farther : mirrored;
  }
  if (mirrored.value < second.value) return mirrored;
  const nearer = along(mirrored.value < worst.value ? 0.5 : -0.5);
  return nearer.value < Math.min(mirrored.value, worst.value) ? nearer : null;
}

/** The best point that was found from `start`, and the value there. */
export function nelderMead(
  of: (at: readonly number[]) => number,
  start: readonly number[],
  { side, evaluations, tolerance }: SearchLimits,
): Vertex {
  let left = evaluations;
  const vertex = (at: readonly number[]): Vertex => {
    left--;
    return { at, value: of(at) };
  };
  let simplex = [
    vertex(start),
    ...start.map((_, i) => vertex(start.map((value, j) => (i === j ? value + side : value)))),
  ];
  while (true) {
    simplex.sort((one, other) => one.value - other.value);
    const [best, worst] = [simplex[0], simplex.at(-1)] as [Vertex, Vertex];
    if (left <= 0 || worst.value - best.value < tolerance) return best;
    const better = replacement(simplex, vertex);
    simplex =
      better === null
        ? [
            best,
            ...simplex.slice(1).map(({ at }) => vertex(at.map((x, j) => (x + (best.at[j] as number)) / 2))),
          ]
        : [...simplex.slice(0, -1), better];
  }
}
