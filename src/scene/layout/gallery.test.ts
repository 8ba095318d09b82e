/** Which scenes a gallery shows, and what is said of them. */
import { expect, test } from "vitest";
import { dimensions, splits } from "../scene.ts";
import { firstGallerySeed, galleryEntries } from "./gallery.ts";
import { evidenceOf } from "./words.ts";

const entries = galleryEntries(3);

test("a gallery has so many scenes of each dimension, each scene once, from its own seeds", () => {
  expect(entries.map(({ id }) => id)).toEqual(
    dimensions.flatMap((dim) => [1, 2, 3].map((n) => `${dim}-${n}`)),
  );
  const seeds = entries.map(({ scene }) => scene.seed);
  expect(new Set(seeds).size).toBe(entries.length);
  expect(Math.min(...seeds)).toBeGreaterThanOrEqual(firstGallerySeed);
  // A suite would need a million scenes to come so far.
  expect(firstGallerySeed - splits.test).toBe(1_000_000);
  expect(galleryEntries(3)).toEqual(entries);
});

test("evidence gets smaller along a dimension", () => {
  for (const dim of dimensions) {
    const areas = entries.filter(({ thing }) => thing.dim === dim).map(({ thing }) => thing.area);
    expect(areas).toEqual(areas.toSorted((one, other) => other - one));
    expect(areas[0]).toBeGreaterThan(2 * (areas[2] ?? 1));
  }
});

test("titles and descriptions name things without their answers", () => {
  for (const { scene, thing, title, alt } of entries) {
    expect(title).toMatch(/^[A-Z].* (on|in|among|by) [a-z ]+$/);
    expect(alt).toMatch(/^\d+ things on an? .+: an? .+\.$/);
    expect(Number.parseInt(alt, 10)).toBe(
      scene.things.filter(({ dim }) => dim !== "text").length + scene.panels.length,
    );
    // A colour may be that of another thing, and a printed line may be a common word.
    if (thing.dim !== "colour" && thing.dim !== "text")
      expect(`${title} ${alt}`.split(/\W+/)).not.toContain(evidenceOf(thing));
  }
});
