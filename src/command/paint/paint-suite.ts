/** A suite of questions about scenes: the first ones of the test seeds, as they come. */
import { layoutOf } from "../../scene/layout/layout.ts";
import type { Assets } from "../../scene/paint/assets.ts";
import { paintScene } from "../../scene/paint/paint.ts";
import { dimensions, type Scene, splits, type Thing } from "../../scene/scene.ts";
import { itemOf, packed } from "./item.ts";

/** The most printed lines asked for per scene, so that a few panels do not make up the dimension. */
const linesOfOneScene = 3;

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
