/** A suite of questions about scenes: the first ones of the test seeds, as they come. */
import { layoutOf } from "../../scene/layout/layout.ts";
import { answerOf, evidenceOf, questionsOf } from "../../scene/layout/words.ts";
import type { Assets } from "../../scene/paint/assets.ts";
import { newPen } from "../../scene/paint/canvas.ts";
import { paintScene } from "../../scene/paint/paint.ts";
import type { WordImage } from "../../scene/pixels/words.ts";
import { dimensions, type Scene, splits, type Thing } from "../../scene/scene.ts";

/** The largest size of an image's file, in bytes. */
const largestFile = 60_000;

/** The most printed lines asked for per scene, so that a few panels do not make up the dimension. */
const linesOfOneScene = 3;

/** The image as a JPEG file of the highest quality that keeps it small enough. */
async function packed({ width, height, words }: WordImage): Promise<Blob> {
  const pixels = new ImageData(width, height);
  new Uint32Array(pixels.data.buffer).set(words);
  const pen = newPen(width, height);
  pen.putImageData(pixels, 0, 0);
  let blob = await pen.canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
  for (let quality = 0.86; blob.size > largestFile && quality > 0.2; quality -= 0.04) {
    blob = await pen.canvas.convertToBlob({ type: "image/jpeg", quality });
  }
  return blob;
}

/** One question with everything that the app needs. */
function itemOf({ width, height }: Scene, thing: Thing, id: string, image: string) {
  const { name, box } = questionsOf(thing);
  return {
    id,
    image,
    width,
    height,
    dimension: thing.dim,
    box: thing.box,
    area: Number(thing.area.toFixed(5)),
    question: name[0],
    boxQuestion: box[0],
    answer: answerOf(thing),
    evidence: [evidenceOf(thing)],
  };
}

/** The things of a scene that are still wanted; `left` is counted down. */
function wanted({ things }: Scene, left: Map<string, number>): readonly Thing[] {
  let lines = 0;
  return things.filter(({ dim }) => {
    const missing = left.get(dim) ?? 0;
    if (missing === 0 || (dim === "text" && lines++ >= linesOfOneScene)) return false;
    left.set(dim, missing - 1);
    return true;
  });
}

/** Writes `suite.json` and its images, with `perDimension` questions of each dimension. */
export async function paintSuite(
  perDimension: number,
  assets: Assets,
  write: (name: string, file: Blob) => Promise<void>,
): Promise<void> {
  const left = new Map<string, number>(dimensions.map((dim) => [dim, perDimension]));
  const items: ReturnType<typeof itemOf>[] = [];
  const counts = new Map<string, number>();
  for (let number = 0; [...left.values()].some((missing) => missing > 0); number++) {
    const scene = layoutOf(splits.test + number);
    const things = wanted(scene, left);
    if (things.length === 0) continue;
    const image = `scene-${String(number).padStart(3, "0")}.jpg`;
    await assets.prepare(scene);
    await write(image, await packed(paintScene(scene, assets).image));
    for (const thing of things) {
      const count = (counts.get(thing.dim) ?? 0) + 1;
      counts.set(thing.dim, count);
      items.push(itemOf(scene, thing, `${thing.dim}-${String(count).padStart(3, "0")}`, image));
    }
  }
  await write("suite.json", new Blob([`${JSON.stringify(items, null, 1)}\n`]));
}
