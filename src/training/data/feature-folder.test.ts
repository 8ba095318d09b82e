import { expect, test } from "vitest";
import { value } from "../../../scripts/model/testing/loaded-model.testing.ts";
import { randomScenes } from "../../../scripts/model/testing/open-trainee.testing.ts";
import { smallTrainee } from "../../../scripts/model/testing/trainee.testing.ts";
import { CROP } from "../../evidence/views/recipe.ts";
import type { ImageFeatures } from "../../model/adapter.ts";
import { type FeatureFolder, featuresOf, fileOf } from "./feature-folder.ts";
import { drawQuestions } from "./scenes.ts";
import { createShower } from "./showing.ts";

const features: ImageFeatures = {
  values: { place: "host", dims: [2, 1, 3], data: Float32Array.of(1.5, -2, 0, 1e-30, 3.25, -0) },
  grid: { rows: 1, columns: 2 },
  mask: null,
};

test("features are read from their file as they were written, bit for bit", () => {
  const file = fileOf(features);
  expect(featuresOf(file)).toStrictEqual(features);
});

test("a file that is cut off, or none of ours, is refused", () => {
  const file = fileOf(features);
  expect(() => featuresOf(file.slice(0, -4))).toThrow("wrong number of bytes");
  expect(() => featuresOf(file.slice(0, 5))).toThrow();
  expect(() => featuresOf(new TextEncoder().encode('{"dims":"all"}\n'))).toThrow();
});

test("a named picture is encoded once however often it is drawn, one without a name each time", async () => {
  const { model } = await smallTrainee();
  let encoded = 0;
  const counting: typeof model = {
    ...model,
    encode(picture, kind) {
      encoded++;
      return model.encode(picture, kind);
    },
  };
  const kept = new Map<string, ImageFeatures>();
  const folder: FeatureFolder = {
    read: async (key) => kept.get(key) ?? null,
    write: async (key, made) => void kept.set(key, made),
  };
  const promptsOf = async (named: boolean) => {
    const drawn = await randomScenes().scene("train", 3);
    const picture = named ? drawn : { ...drawn, name: null };
    return value(await createShower(counting, folder)(CROP, drawQuestions(picture, picture.things, 2, 1)));
  };
  const first = await promptsOf(true);
  expect(encoded).toBe(2);
  expect(await promptsOf(true)).toStrictEqual(first);
  expect(encoded).toBe(2);
  expect(await promptsOf(false)).toStrictEqual(first);
  expect(encoded).toBe(4);
});
