/** A scene painted in Chromium against the thumbnail that was recorded of it; edges of shapes and text may differ a little. */
import { expect, test } from "vitest";
import { resize } from "../../math/image/image.ts";
import { layoutOf } from "../layout/layout.ts";
import { splits } from "../scene.ts";
import { createAssets } from "./assets.ts";
import { paintScene } from "./paint.ts";
import recorded from "./paint.vectors.json" with { type: "json" };

test("a scene of the test split looks as it was recorded", async () => {
  const scene = layoutOf(splits.test);
  const assets = createAssets(new URL("/", location.href));
  await assets.prepare(scene);
  const { image, characters } = paintScene(scene, assets);
  expect([image.width, image.height]).toEqual([scene.width, scene.height]);
  const thumbnail = [...resize(image, 24, 24, "box").data];
  const differences = thumbnail.map((value, i) => Math.abs(value - (recorded.rgb[i] ?? Number.NaN)));
  if (recorded.rgb.length === 0) console.log(JSON.stringify(thumbnail));
  expect(Math.max(...differences)).toBeLessThanOrEqual(6);
  const signs = scene.things.filter((thing) => "text" in thing).length;
  expect(characters.filter((boxes) => boxes.length > 0).length).toBe(signs);
});
