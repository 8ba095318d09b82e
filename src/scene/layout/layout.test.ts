/** Laws of the scenes as data, over a few hundred seeds of every split. */
import { describe, expect, test } from "vitest";
import { chanceOf } from "../chance.ts";
import { jpegQuality, type Scene, splits, thingDimensions } from "../scene.ts";
import { layoutOf, smallestArea } from "./layout.ts";
import { answerOf, describe as describeScene, evidenceOf, questionsOf } from "./words.ts";

const scenes: readonly Scene[] = Object.values(splits).flatMap((first) =>
  Array.from({ length: 150 }, (_, i) => layoutOf(first + i)),
);
const things = scenes.flatMap((scene) => scene.things.map((thing) => ({ scene, thing })));

describe("a scene", () => {
  test("follows from its seed, and differs from its neighbour", () => {
    expect(layoutOf(17)).toEqual(layoutOf(17));
    expect(layoutOf(17)).not.toEqual({ ...layoutOf(18), seed: 17 });
  });

  test("has no seed in common with a scene of another split, however far it is counted", () => {
    const starts = Object.values(splits).sort((one, other) => one - other);
    for (const [i, start] of starts.entries()) expect(start).toBe(i * 100_000_000);
    const drawn = scenes.map((scene) => JSON.stringify({ ...scene, seed: 0 }));
    expect(new Set(drawn).size).toBe(scenes.length);
  });

  test("draws its layout, its painting and its damage from three sequences", () => {
    const first = (["layout", "painting", "damage", "line"] as const).map((stream) =>
      chanceOf(5, stream).next(),
    );
    expect(new Set(first).size).toBe(4);
  });

  test("has things and panels wholly inside it that keep a distance from each other", () => {
    for (const { width, height, things: laid, panels } of scenes) {
      const captions = panels.filter(({ kind }) => kind === "caption");
      const apart = [...laid.filter(({ dim }) => dim !== "text"), ...panels];
      for (const [i, { box }] of apart.entries()) {
        const [x, y, w, h] = box;
        expect(Math.min(x, y, width - x - w, height - y - h)).toBeGreaterThanOrEqual(6);
        const above = captions.some((caption) => caption.box === box);
        for (const { box: other } of apart.slice(0, i)) {
          const across = Math.max(other[0] - x - w, x - other[0] - other[2]);
          const down = Math.max(other[1] - y - h, y - other[1] - other[3]);
          // A caption is as near to the thing above it as 4 pixels.
          expect(Math.max(across, down)).toBeGreaterThanOrEqual(above ? 4 : 12);
        }
      }
    }
  });

  test("has its printed lines wholly on their panels, one below the other", () => {
    for (const { things: laid, panels } of scenes) {
      for (const [i, panel] of panels.entries()) {
        const lines = laid.filter((thing) => thing.dim === "text" && thing.panel === i);
        expect(lines.length).toBeGreaterThan(0);
        let below = panel.box[1];
        for (const { box } of lines) {
          expect(box[0]).toBeGreaterThan(panel.box[0]);
          expect(box[0] + box[2]).toBeLessThan(panel.box[0] + panel.box[2]);
          expect(box[1]).toBeGreaterThan(below);
          below = box[1] + box[3];
        }
        expect(below).toBeLessThan(panel.box[1] + panel.box[3]);
      }
    }
  });

  test("names every thing and every answer once", () => {
    for (const { things: laid } of scenes) {
      const names = laid.map((thing) => questionsOf(thing).name[0]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe("things", () => {
  test("cover between a thousandth and a tenth of the scene, evenly by ratio", () => {
    const areas = things.map(({ thing }) => thing.area);
    // A side is rounded to whole pixels, so the smallest boxes may lose a few percent.
    expect(Math.min(...areas)).toBeGreaterThan(0.93 * smallestArea);
    expect(Math.max(...areas)).toBeLessThan(1.03 * 100 * smallestArea);
    const drawn = things.filter(({ thing }) => thing.dim !== "text").map(({ thing }) => thing.area);
    const small = drawn.filter((area) => area < 10 * smallestArea).length / drawn.length;
    expect(small).toBeGreaterThan(0.44);
    expect(small).toBeLessThan(0.6);
    const wrong = things.map(({ thing, scene }) =>
      Math.abs(thing.area - (thing.box[2] * thing.box[3]) / (scene.width * scene.height)),
    );
    expect(Math.max(...wrong)).toBeLessThan(6e-7);
  });

  test("are of every dimension, most often signs", () => {
    const counts = thingDimensions.map((dim) => things.filter(({ thing }) => thing.dim === dim).length);
    const all = counts.reduce((sum, count) => sum + count, 0);
    for (const count of counts) expect(count).toBeGreaterThan(all / 9);
    expect(Math.max(...counts)).toBe(counts[thingDimensions.indexOf("ocr")]);
    expect(things.length - all).toBeGreaterThan(scenes.length);
    expect(things.length / scenes.length).toBeGreaterThan(7);
  });

  test("are answered in a sentence that holds their evidence, which no question gives away", () => {
    const givenAway = things.filter(({ thing }) => {
      const asked = Object.values(questionsOf(thing)).flat().join(" ").replaceAll("the red box", "");
      return thing.dim !== "text" && asked.split(/\W+/).includes(evidenceOf(thing));
    });
    expect(givenAway).toEqual([]);
    expect(things.filter(({ thing }) => !answerOf(thing).includes(evidenceOf(thing)))).toEqual([]);
    const questions = things.flatMap(({ thing }) => Object.values(questionsOf(thing)).flat());
    expect(questions.filter((question) => !/^[A-Z][^?]*\?$/.test(question))).toEqual([]);
  });

  test("that are signs often differ from another one in a single character", () => {
    const pairs = scenes.flatMap(({ things: laid }) => {
      const texts = laid.flatMap((thing) => (thing.dim === "ocr" ? [thing.text] : []));
      return texts.flatMap((text, i) => texts.slice(i + 1).map((other) => [text, other] as const));
    });
    const near = pairs.filter(
      ([text, other]) =>
        text.length === other.length && [...text].filter((c, i) => c !== other[i]).length === 1,
    );
    expect(near.length / pairs.length).toBeGreaterThan(0.3);
  });
});

describe("words", () => {
  test("agree in number, article and form", () => {
    const one = { dim: "counting", sprite: "leaves", count: 1, places: [], side: 1 } as const;
    expect(answerOf(one)).toBe("There is one leaf.");
    expect(answerOf({ ...one, count: 3, sprite: "peaches" })).toBe("There are three peaches.");
    expect(answerOf({ dim: "identification", colour: "red", object: "owl" })).toBe(
      "There is an owl on the red plate.",
    );
    expect(questionsOf({ dim: "ocr", colour: "red", text: "K7P", font: "inter" })).toEqual({
      name: [
        "What does the red sign say?",
        "What is written on the red sign?",
        "Which characters are on the red sign?",
      ],
      box: [
        "What is written on the sign in the red box?",
        "Which characters are on the sign in the red box?",
        "What can you read in the red box?",
      ],
    });
  });

  test("describe the four largest things and the ground", () => {
    const scene = scenes.find(({ things: laid }) => laid.length > 4) as Scene;
    const text = describeScene(scene);
    expect(text).toMatch(/^The image shows an? .+, .+, .+ and .+ on a .+\.$|^The image shows \w+ /);
    expect(describeScene({ ...scene, things: scene.things.slice(0, 4) })).toBe(text);
    expect(describeScene({ ...scene, things: scene.things.slice(1) })).not.toBe(text);
  });
});

test("seven of ten scenes go through a JPEG file of quality 24 to 92", () => {
  const qualities = Array.from({ length: 1000 }, (_, seed) => jpegQuality(chanceOf(seed, "damage")));
  const given = qualities.filter((quality) => quality !== null);
  expect(given.length).toBeGreaterThan(650);
  expect(given.length).toBeLessThan(750);
  expect([Math.min(...given), Math.max(...given)]).toEqual([24, 92]);
});
