/** Records src/lesson/exhibits/runs.recorded.json: the training runs that lessons show, made from a bundled model in the page. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createMounts } from "../fovea/mounts.mjs";
import { withPage } from "../fovea/page.mjs";
import { unwrap } from "../fovea/refuse.mjs";
import { createRunner, KEPT, weightsOf } from "../fovea/train/train-table.mjs";
import { trainingSite } from "../fovea/train/training-site.mjs";
import { loadTypeScript } from "../process/load-typescript.mjs";
import { root } from "../process/run.mjs";

/** @typedef {import("playwright").Page} Page */

const MODEL = "fovea-nano";
const PATH = join(root, "src", "lesson", "exhibits", "runs.recorded.json");
/** The width of the watched item's image, in pixels. */
const WIDTH = 640;

/** The image as a smaller WebP in base64. */
async function smaller(/** @type {Page} */ page, /** @type {Buffer} */ image) {
  return page.evaluate(
    async ({ base64, width }) => {
      const read = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([read], { type: "image/jpeg" }));
      const height = Math.round((bitmap.height * width) / bitmap.width);
      const canvas = new OffscreenCanvas(width, height);
      const pen = canvas.getContext("2d");
      if (pen !== null) pen.imageSmoothingQuality = "high";
      pen?.drawImage(bitmap, 0, 0, width, height);
      const file = await canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
      const bytes = new Uint8Array(await file.arrayBuffer());
      return { base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")), width, height };
    },
    { base64: image.toString("base64"), width: WIDTH },
  );
}

/** Finished runs are kept as those of tables are, so that the command goes on where it was interrupted. */
export async function recordRuns() {
  const { RUN_LIST, RUN_SIZE } = await loadTypeScript("src/lesson/exhibits/run-list.ts");
  const { thinnedDocument } = await loadTypeScript("src/lab/tables/document.ts");
  const { runKey } = await loadTypeScript("src/lab/tables/plan.ts");
  const mounts = createMounts();
  const model = mounts.model(MODEL, false);
  if (model.kind !== "site") throw new Error(`${MODEL} is not bundled.`);
  const watched = join(KEPT, "watched.jpg");
  const site = trainingSite(mounts.mounts, (path, body) => {
    if (path.endsWith("/watched.jpg")) writeFileSync(watched, body);
  });
  mkdirSync(KEPT, { recursive: true });
  const ended = await withPage({}, site, async (page) => {
    const runner = createRunner(page, model.manifest, await weightsOf(page, model.manifest), runKey, true);
    await runner.prepare();
    /** @type {Record<string, string>} */
    const runs = {};
    for (const { name, title, recipe } of RUN_LIST) {
      const document = await runner.make({ recipe, ...RUN_SIZE }, title);
      if (document === null) return null;
      runs[name] = thinnedDocument(document);
    }
    return { image: await smaller(page, readFileSync(watched)), runs };
  });
  const recorded = unwrap(ended);
  if (recorded === null) console.log("Stopped. The same command goes on with the run that was not finished.");
  else writeFileSync(PATH, `${JSON.stringify(recorded, null, 1)}\n`);
}
