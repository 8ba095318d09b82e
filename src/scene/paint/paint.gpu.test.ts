/** A scene painted in Chromium against the thumbnail that was recorded of it; edges of shapes and text may differ a little. */
import { expect, test } from "vitest";
import { resize } from "../../math/image/image.ts";
import { chanceOf } from "../chance.ts";
import { layoutOf } from "../layout/layout.ts";
import { rgbOf } from "../pixels/words.ts";
import { splits } from "../scene.ts";
import { createAssets } from "./assets.ts";
import { newPen } from "./canvas.ts";
import { paintedParts, paintScene, paintThings } from "./paint.ts";
import recorded from "./paint.vectors.json" with { type: "json" };

const assets = createAssets(new URL("/", location.href));

test("a scene of the test split looks as it was recorded", async () => {
  const scene = layoutOf(splits.test);
  await assets.prepare(scene);
  const { image, characters } = paintScene(scene, assets);
  expect([image.width, image.height]).toEqual([scene.width, scene.height]);
  const thumbnail = [...resize(rgbOf(image), 24, 24, "box").data];
  const differences = thumbnail.map((value, i) => Math.abs(value - (recorded.rgb[i] ?? Number.NaN)));
  expect(Math.max(...differences)).toBeLessThanOrEqual(6);
  const signs = scene.things.filter((thing) => "text" in thing).length;
  expect(characters.filter((boxes) => boxes.length > 0).length).toBe(signs);
});

test("nothing is painted outside the parts that are put together", async () => {
  for (let seed = splits.test; seed < splits.test + 12; seed++) {
    const scene = layoutOf(seed);
    await assets.prepare(scene);
    const pen = newPen(scene.width, scene.height);
    paintThings(scene, assets, chanceOf(seed, "painting"), pen);
    const words = new Uint32Array(pen.getImageData(0, 0, scene.width, scene.height).data.buffer);
    expect(words.some((word) => word !== 0)).toBe(true);
    for (const part of paintedParts(scene)) pen.clearRect(...part);
    const left = new Uint32Array(pen.getImageData(0, 0, scene.width, scene.height).data.buffer);
    expect(left.every((word) => word === 0)).toBe(true);
  }
});

test("a scene painted again, after others of its size, has the same pixels", async () => {
  const seeds = Array.from({ length: 6 }, (_, i) => splits.test + i);
  const paint = async (seed: number): Promise<Uint8Array> => {
    const scene = layoutOf(seed);
    await assets.prepare(scene);
    return rgbOf(paintScene(scene, assets).image).data;
  };
  const first = [];
  for (const seed of seeds) first.push(await paint(seed));
  for (const [i, seed] of seeds.entries()) {
    const again = await paint(seed);
    expect(first[i]?.every((byte, at) => byte === again[at])).toBe(true);
  }
});
