import { describe, expect, test } from "vitest";
import { type Dimension, dimensions } from "../scene.ts";
import { type Conditions, firstVariedSeed, mostDistractors, variedScene } from "./varied.ts";
import { nameOf } from "./words.ts";

const USUAL: Conditions = { size: 0.01, distractors: 6, distance: null, contrast: 1, quality: null };
const seeds = Array.from({ length: 12 }, (_, i) => firstVariedSeed + i);

/** The scenes of those seeds that have room for everything. */
const scenes = (dim: Dimension, more: Partial<Conditions>) =>
  seeds.flatMap((seed) => variedScene(seed, dim, { ...USUAL, ...more }) ?? []);

describe("a scene of varied conditions", () => {
  test.each(dimensions)("asks about a thing of dimension %s, and every name in it is unique", (dim) => {
    const found = scenes(dim, {});
    expect(found.length).toBeGreaterThan(6);
    for (const { things, width, height } of found) {
      expect(things[0]?.dim).toBe(dim);
      expect(things).toHaveLength(7);
      expect(new Set(things.map((thing) => `${thing.dim} ${nameOf(thing)}`)).size).toBe(7);
      for (const { box } of things) {
        expect(box[0]).toBeGreaterThan(0);
        expect(box[0] + box[2]).toBeLessThan(width);
        expect(box[1] + box[3]).toBeLessThan(height);
      }
    }
  });

  test("at another size the same thing lies at the same relative place, before the same ground", () => {
    for (const seed of seeds) {
      const [small, large] = [0.001, 0.05].map((size) => variedScene(seed, "structure", { ...USUAL, size }));
      if (!small || !large) continue;
      const [one, other] = [small.things[0], large.things[0]];
      if (one?.dim !== "structure" || other?.dim !== "structure") throw new Error("Both are badges.");
      expect([one.shape, one.colour, small.background]).toEqual([
        other.shape,
        other.colour,
        large.background,
      ]);
      expect(one.area).toBeCloseTo(0.001, 3);
      expect(other.area).toBeCloseTo(0.05, 3);
      const middle = ({ box: [x, , width] }: typeof one, side: number) => (x + width / 2) / side;
      expect(Math.abs(middle(one, small.width) - middle(other, large.width))).toBeLessThan(0.12);
    }
  });

  test("more distractors are the ones of fewer and some more", () => {
    for (const seed of seeds) {
      const few = variedScene(seed, "ocr", { ...USUAL, distractors: 2 });
      const many = variedScene(seed, "ocr", { ...USUAL, distractors: mostDistractors });
      expect(few?.things).toHaveLength(3);
      if (many === null) continue;
      expect(many.things).toHaveLength(mostDistractors + 1);
      expect(many.things.slice(0, 3).map(nameOf)).toEqual(few?.things.map(nameOf));
    }
  });

  test("a printed line covers its share of the scene, within its panel, and another text is on the label", () => {
    const found = [0.0005, 0.01, 0.1].flatMap((size) =>
      scenes("text", { size, distance: 0.05 }).map((scene) => ({ size, scene })),
    );
    expect(found.length).toBeGreaterThan(12);
    for (const { size, scene } of found) {
      const [line, other] = scene.things;
      if (line?.dim !== "text" || other?.dim !== "text") throw new Error("Both are lines.");
      expect(line.area / size).toBeGreaterThan(0.9);
      expect(line.area / size).toBeLessThan(1.1);
      expect(other.text).not.toBe(line.text);
      expect([nameOf(line), nameOf(other)]).toEqual(["the notice", "the label"]);
      for (const { panel, box } of [line, other]) {
        const [x, y, width, height] = scene.panels[panel]?.box ?? [0, 0, 0, 0];
        expect(box[0]).toBeGreaterThan(x);
        expect(box[1]).toBeGreaterThan(y);
        expect(box[0] + box[2]).toBeLessThan(x + width);
        expect(box[1] + box[3]).toBeLessThan(y + height);
      }
    }
  });

  test("a look-alike of the same size stands at the distance that was asked, and has another name", () => {
    const found = scenes("identification", { distance: 0.1 });
    expect(found.length).toBeGreaterThan(4);
    for (const { things, width, height } of found) {
      const [one, other] = things;
      if (one === undefined || other === undefined) throw new Error("There are two.");
      expect(other.dim).toBe("identification");
      expect(nameOf(other)).not.toBe(nameOf(one));
      expect(other.box.slice(2)).toEqual(one.box.slice(2));
      const gap = ([x, y, w, h]: typeof one.box, [a, b, c, d]: typeof one.box) =>
        Math.hypot(Math.max(0, a - x - w, x - a - c), Math.max(0, b - y - h, y - b - d));
      expect(Math.abs(gap(one.box, other.box) - 0.1 * Math.max(width, height))).toBeLessThan(1.5);
    }
  });

  test("contrast is the asked thing's alone", () => {
    const [scene] = scenes("material", { contrast: 0.2 });
    expect(scene?.things.map(({ contrast }) => contrast)).toEqual([0.2, ...Array(6).fill(undefined)]);
  });
});
