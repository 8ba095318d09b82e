/** Edited scenes as they are painted: before any edit the scene of the seed, and after one everything else as it was. */
import { expect, test } from "vitest";
import { withEdit } from "../edit/edits.ts";
import { startOf } from "../edit/scene-of.ts";
import { layoutOf } from "../layout/layout.ts";
import { createAssets } from "../paint/assets.ts";
import { newPen } from "../paint/canvas.ts";
import { paintScene } from "../paint/paint.ts";
import { bmpOf } from "../pixels/bmp.ts";
import { hashOf } from "../pixels/hash.ts";
import { splits } from "../scene.ts";
import { fileOf, paintPixels } from "./paint-file.ts";

const assets = createAssets(new URL("/", location.href));

test("without an edit a scene has the pixels of its seed", async () => {
  for (let seed = splits.test; seed < splits.test + 6; seed++) {
    const scene = layoutOf(seed);
    await assets.prepare(scene);
    const plain = hashOf(paintScene(scene, assets).image);
    expect(hashOf(await paintPixels(startOf(seed), assets))).toBe(plain);
  }
});

test("the file that is asked about has the pixels of the file that is kept", async () => {
  const image = await paintPixels(startOf(splits.test), assets);
  const decoded = async (type: string, file: Uint8Array<ArrayBuffer>) => {
    const bitmap = await createImageBitmap(new Blob([file], { type }), { colorSpaceConversion: "none" });
    const pen = newPen(bitmap.width, bitmap.height);
    pen.drawImage(bitmap, 0, 0);
    return pen.getImageData(0, 0, bitmap.width, bitmap.height).data;
  };
  const asked = await decoded("", bmpOf(image));
  const kept = await decoded("image/png", (await fileOf(image)).file);
  expect(asked.length).toBe(4 * image.width * image.height);
  expect(asked.every((byte, i) => byte === kept[i])).toBe(true);
});

test("what was not edited keeps its pixels when a thing is turned or removed", async () => {
  const start = startOf(splits.test);
  const [, , edited] = start.stickers;
  if (edited === undefined) throw new Error("The scene has too few things.");
  const { id, place } = edited;
  const before = (await paintPixels(start, assets)).words.slice();
  for (const edit of [
    { kind: "turn", id, degrees: 37 },
    { kind: "remove", id, line: null },
  ] as const) {
    const after = withEdit(start, edit);
    if (!after.ok) throw new Error(after.fault.message);
    const { width, words } = await paintPixels(after.value, assets);
    // A shadow reaches some pixels farther than the thing, turned or not.
    const reach = Math.max(place[2], place[3]) / 2 + 30;
    const differing = [...words].flatMap((word, at) => (word === before[at] ? [] : [at]));
    expect(differing.length).toBeGreaterThan(100);
    const far = differing.filter(
      (at) =>
        Math.abs((at % width) - place[0] - place[2] / 2) > reach ||
        Math.abs(Math.floor(at / width) - place[1] - place[3] / 2) > reach,
    );
    expect(far).toEqual([]);
  }
});
