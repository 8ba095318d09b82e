/** Shadows that are rings: without an offset or a blur, drawn about an element or within it. */

export interface Ring {
  readonly colour: string;
  /** In pixels. */
  readonly width: number;
  readonly inset: boolean;
}

const RING = /([a-z]+\([^)]*\)|#[0-9a-f]+) 0px 0px 0px ([\d.]+)px( inset)?/g;

/** Those of a computed `box-shadow`, the outermost in painting first; other shadows are left out. */
export function ringsOf(shadow: string): readonly Ring[] {
  const rings = [...shadow.matchAll(RING)].map(([, colour = "", width = "0", inset]) => ({
    colour,
    width: Number(width),
    inset: inset !== undefined,
  }));
  return rings.filter(({ width }) => width > 0).reverse();
}
