import { expect, test } from "vitest";
import type { ImageId, ModelId } from "../../base/ids.ts";
import { CROPS, cropOf, withCrop } from "./crops.ts";
import { contrastOf, type Plan } from "./plan.ts";
import { CROP } from "./recipe.ts";
import { parseViews, printViews } from "./recipe-text.ts";
import { picturesOf, showingKey } from "./showing.ts";
import { usualViews, withUsual } from "./usual-views.ts";

const views = (text: string) => {
  const parsed = parseViews(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
};

const plan: Plan = {
  model: "m" as ModelId,
  boxWords: null,
  image: "i" as ImageId,
  size: { width: 400, height: 300 },
  box: { x: 0.5, y: 0.5, width: 0.1, height: 0.1 },
  question: "What is it?",
  student: [{ kind: "full" }],
  others: usualViews(3),
};

test("the usual views as a person writes them", () => {
  expect(printViews(usualViews(3))).toBe("crop,two-images,two-images+negative-crop:3,crop+degraded");
});

test("what a gate lacks is added, and what is there is left as it is", () => {
  const given = views("teacher=full,control=blank");
  expect(printViews(withUsual(given, ["teacher", "degraded"], 3))).toBe("full,blank,degraded");
  expect(withUsual(given, ["student", "teacher"], 3)).toEqual(given);
  expect(printViews(withUsual([], ["student", "teacher"], 3))).toBe("crop");
  expect(withUsual([{ role: "teacher", recipe: CROP }], ["positive", "negative", "degraded"], 3)).toEqual(
    usualViews(3),
  );
});

test.each([
  ...CROPS.positive.map((crop) => ["positive", crop] as const),
  ...CROPS.negative.map((crop) => ["negative", crop] as const),
])("the %s crop is %s, and only that side is another", (side, crop) => {
  const changed = withCrop(usualViews(3), side, crop, 3);
  expect(cropOf(changed, side)).toBe(crop);
  expect(changed.filter(({ role }) => role !== side)).toEqual(
    usualViews(3).filter(({ role }) => role !== side),
  );
  expect(cropOf(withCrop([], side, crop, 3), side)).toBe(crop);
});

test("a side that is shown something else has no crop of the table", () => {
  expect(cropOf(views("positive=crop"), "positive")).toBeNull();
  expect(cropOf(views("positive=two-images+negative-crop:2"), "positive")).toBeNull();
  expect(cropOf([], "negative")).toBeNull();
});

const shown = (others: Plan["others"], side: string) =>
  contrastOf({ ...plan, others }).others.find(({ role }) => role === side)?.showing;

test("without crops both sides are shown the same, and random crops differ", () => {
  const [without, random] = (["none", "random"] as const).map((crop) =>
    withCrop(withCrop(plan.others, "positive", crop, 3), "negative", crop, 3),
  );
  const keys = (others: Plan["others"] = []) =>
    ["positive", "negative"].map((side) => {
      const showing = shown(others, side);
      return showing === undefined ? null : showingKey(showing);
    });
  const [positive, negative] = keys(without);
  expect(positive).toBe(negative);
  expect(new Set(keys(random)).size).toBe(2);
});

test("a shrunk negative keeps its context sharp", () => {
  const showing = shown(withCrop(plan.others, "negative", "shrunk", 3), "negative");
  const [context, crop] = showing === undefined ? [] : picturesOf(showing);
  expect(context?.edits).toEqual([]);
  expect(crop?.edits.map(({ kind }) => kind)).toEqual(["crop", "shrink"]);
});
