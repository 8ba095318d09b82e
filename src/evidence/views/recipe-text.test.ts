/** Recipes as they are written: round trips, usual roles, and what is said of each mistake. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ImageId } from "../../base/ids.ts";
import { extent } from "../../base/proof.testing.ts";
import type { RoledRecipe, ViewStep } from "./recipe.ts";
import {
  imagesNamed,
  parseRecipe,
  parseViews,
  printRecipe,
  printViews,
  stepsText,
  withImages,
} from "./recipe-text.ts";
import { ROLES } from "./showing.ts";
import { type Parameter, STEPS, usualRole } from "./steps.ts";

function views(text: string): readonly RoledRecipe[] {
  const parsed = parseViews(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
}

function told(parameter: Parameter): fc.Arbitrary<unknown> {
  switch (parameter.kind) {
    case "number":
      return parameter.whole
        ? fc.integer({ min: parameter.least, max: parameter.most })
        : fc.double({ min: parameter.least, max: parameter.most, noNaN: true });
    case "flag":
      return fc.boolean();
    case "image":
      return fc.string({ minLength: 1, unit: "grapheme" }).filter((name) => name.isWellFormed());
    default:
      return parameter satisfies never;
  }
}

const steps = Object.entries(STEPS).map(([kind, { parameters }]) =>
  fc.record({
    kind: fc.constant(kind),
    ...Object.fromEntries(parameters.map((parameter) => [parameter.field, told(parameter)])),
  }),
) as unknown as fc.Arbitrary<ViewStep>[];

/** One step of any kind, and any number that go with everything. */
const recipes = fc
  .tuple(fc.oneof(...steps), fc.subarray(["text-box", "two-images", "grey", "blank"] as const))
  .map(([step, others]): readonly ViewStep[] => [step, ...others.map((kind) => ({ kind }))]);

describe("what is written", () => {
  test("is read back as it was meant", () => {
    const roled = fc.record({ role: fc.constantFrom(...ROLES), recipe: recipes });
    fc.assert(
      fc.property(fc.array(roled, { minLength: 1, maxLength: 4 }), (list) => {
        expect(views(printViews(list))).toEqual(list);
      }),
    );
  });

  test.each([
    ["crop", "crop"],
    [" crop:0.25 , degraded", "crop:0.25,degraded"],
    ["crop:0:2", "crop"],
    ["crop:0:1", "crop:0:1"],
    ["marked:hint,marked:no-hint", "marked,marked:no-hint"],
    ["negative", "two-images+negative-crop"],
    ["negative:7:0.5", "two-images+negative-crop:7:0.5"],
    ["positive=two-images", "two-images"],
    ["control=two-images+degraded:0.2", "control=two-images+degraded:0.2"],
    ["other-image:my%2Ccat%3A1.png", "other-image:my%2Ccat%3A1.png"],
    ["other-image:näher.png+crop", "other-image:näher.png+crop"],
  ])("“%s” is printed as “%s”", (written, printed) => {
    expect(printViews(views(written))).toBe(printed);
  });

  test("never throws, whatever it is", () => {
    const piece = fc.constantFrom(
      ":",
      "+",
      ",",
      "=",
      "%",
      "crop",
      "negative",
      "marked",
      "0.5",
      "-1",
      " ",
      "ü",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((all) => all.join("")),
        ),
        (text) => {
          const parsed = parseViews(text);
          if (!parsed.ok) expect(parsed.fault.message).not.toBe("");
        },
      ),
      { numRuns: extent(200, 20000, "random recipes") },
    );
  });

  test("is told to a person who asks, and documented, step by step with its parameters", () => {
    expect(stepsText()).toContain("negative-crop:SEED:MARGIN:SCALE");
    const page = readFileSync(new URL("../../../docs/views.md", import.meta.url), "utf8");
    for (const step of stepsText().split(", ")) expect(page).toContain(`| \`${step}\` |`);
    expect(stepsText().split(", ")).toHaveLength(Object.keys(STEPS).length);
  });
});

describe("a mistake is named", () => {
  test.each([
    ["", "The list of views is empty."],
    ["crop,,full", "has an empty item"],
    ["crob", "There is no view “crob”."],
    ["crop:x", "The margin of crop is “x”, which is not a number."],
    ["crop:", "The margin of crop is “”, which is not a number."],
    ["crop:9", "The margin of crop is 9."],
    ["crop:0:2:3", "crop takes at most :MARGIN:SCALE; “crop:0:2:3” has more."],
    ["grey:1", "grey takes nothing more"],
    ["random-crop:1.5", "The seed of random-crop is 1.5, which is not whole."],
    ["random-crop:-1", "The seed of random-crop is -1."],
    ["other-image", "other-image needs an image."],
    ["crop-image:%zz", "where % does not start a valid code"],
    ["marked:maybe", "The setting of marked is hint or no-hint, not “maybe”."],
    ["tutor=crop", "There is no role “tutor”."],
    ["teacher=positive=crop", "has more than one ="],
    ["crop+random-crop", "“crop+random-crop” cuts twice, by crop and by random-crop."],
    ["crop-image:a+marked", "marked refers to a box of the image"],
    ["crop-image:a+other-image:b", "names two images in the same place"],
  ])("%s", (written, message) => {
    expect(parseViews(written)).toMatchObject({
      ok: false,
      fault: { kind: "badInput", message: expect.stringContaining(message) },
    });
  });

  test("with what there is instead", () => {
    const refused = parseViews("crob");
    expect(refused.ok ? "" : refused.fault.hint).toContain("crop:MARGIN:SCALE");
    const large = parseRecipe("crop:9");
    expect(large.ok ? "" : large.fault.hint).toBe("Give a number from 0 to 8.");
  });
});

describe("the usual role", () => {
  test.each([
    ["full", "teacher"],
    ["marked", "teacher"],
    ["crop:0.5", "teacher"],
    ["crop-image:a", "teacher"],
    ["two-images", "positive"],
    ["negative", "negative"],
    ["two-images+random-crop", "negative"],
    ["two-images+other-image:a", "negative"],
    ["degraded", "degraded"],
    ["crop+degraded", "degraded"],
    ["blurred", "control"],
    ["erased", "control"],
    ["random-crop", "control"],
    ["other-image:a", "control"],
    ["crop+shrunk", "control"],
  ])("of %s is %s", (written, role) => {
    expect(views(written)[0]?.role).toBe(role);
    expect(usualRole(views(written)[0]?.recipe ?? [])).toBe(role);
  });
});

test("images are found by the names that were written, and replaced by their ids", () => {
  const list = views("other-image:a b.png,crop-image:c.png+grey,other-image:a b.png,crop");
  expect(imagesNamed(list)).toEqual(["a b.png", "c.png"]);
  const found = withImages(list, new Map([["a b.png", "1" as ImageId]]));
  expect(printViews(found)).toBe("other-image:1,crop-image:c.png+grey,other-image:1,crop");
});

test("a recipe is printed step by step", () => {
  expect(printRecipe([{ kind: "two-images" }, { kind: "crop", margin: 0.25, scale: 3 }])).toBe(
    "two-images+crop:0.25:3",
  );
});
