import { expect, test } from "vitest";
import { CROP, FULL, type Recipe } from "../../evidence/views/recipe.ts";
import { usualRole } from "../../evidence/views/steps.ts";
import { CONTROLS, FURTHER, placeOf, toggled } from "./additions.ts";

const TEACHER = [{ role: "teacher", recipe: CROP }] as const;
const MARKED: Recipe = [{ kind: "marked", hint: true }];

test("one click adds a view and the next removes it, and the teacher stays first", () => {
  for (const addition of [...CONTROLS, ...FURTHER]) {
    const added = toggled(addition, FULL, TEACHER);
    expect(added).toHaveLength(2);
    expect(added[0]).toBe(TEACHER[0]);
    expect(placeOf(addition, FULL, added)).toBe(1);
    expect(toggled(addition, FULL, added)).toEqual(TEACHER);
  }
});

test("all of them together are distinct", () => {
  const all = [...CONTROLS, ...FURTHER].reduce<Parameters<typeof toggled>[2]>(
    (others, addition) => toggled(addition, FULL, others),
    TEACHER,
  );
  expect(all).toHaveLength(1 + CONTROLS.length + FURTHER.length);
});

test("the same view is the student's own, so it changes when the student's view changes", () => {
  const [same] = CONTROLS;
  if (same === undefined) throw new Error("no controls");
  const added = toggled(same, MARKED, TEACHER);
  expect(added[1]).toEqual({ role: "floor", recipe: MARKED });
  expect(placeOf(same, FULL, added)).toBe(-1);
});

test("each has the usual role of its recipe, except the noise floor", () => {
  for (const addition of [...CONTROLS, ...FURTHER].filter(({ id }) => id !== "floor")) {
    const { role, recipe } = addition.view(FULL);
    expect([addition.id, role]).toEqual([addition.id, usualRole(recipe)]);
  }
});
