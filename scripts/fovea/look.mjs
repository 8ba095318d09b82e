/** `npm run fovea -- look`: whether a model's maps peak where a suite says that the evidence is. */

import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadTypeScript } from "../process/load-typescript.mjs";
import { root } from "../process/run.mjs";
import { createMounts } from "./mounts.mjs";
import { withPage } from "./page.mjs";
import { createProgress, listen } from "./progress.mjs";
import { unwrap } from "./refuse.mjs";
import { makeFolderOf, wholeNumber } from "./values.mjs";

/** @typedef {import("./values.mjs").Values} Values */
/** @typedef {import("../../src/command/suite/look.ts").LookRequest} LookRequest */
/** @typedef {import("../../src/command/suite/look-item.ts").LookedItem} LookedItem */
/** @typedef {import("../../src/command/suite/look-item.ts").LookedMaps} LookedMaps */
/** @typedef {LookedItem & { box: import("../../src/view/box.ts").Box, maps: LookedMaps, own: { right: boolean } }} Looked */

const bundledSuite = join(root, "public", "suites", "fovea-700", "suite.json");

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;

/** Boxes of at least this share of the image are counted apart from smaller ones. */
const LARGE = 0.005;

const areaOf = (/** @type {Looked["box"]} */ { width, height }) => width * height;

/** @typedef {(items: readonly Looked[], inside: (maps: LookedMaps) => boolean) => string} ShareOf */

/** Writes a share with its 95 % interval (Wilson), as "14 of 20 (70.0 %, 48.1 to 85.5 %)". @returns {Promise<ShareOf>} */
async function shares() {
  const { binomialInterval } = await loadTypeScript("src/math/statistics/binomial.ts");
  return (items, inside) => {
    const hits = items.filter(({ maps }) => inside(maps)).length;
    const interval = binomialInterval(hits, items.length);
    if (interval === null) return "of none";
    const { mean, low, high } = interval;
    return `${hits} of ${items.length} (${percent(mean)}, ${(100 * low).toFixed(1)} to ${percent(high)})`;
  };
}

async function printShares(/** @type {readonly Looked[]} */ items) {
  const shareOf = await shares();
  const large = items.filter(({ box }) => areaOf(box) >= LARGE);
  const small = items.filter(({ box }) => areaOf(box) < LARGE);
  const chance = items.reduce((sum, { maps }) => sum + maps.chance, 0) / items.length;
  const right = items.filter(({ own }) => own.right);
  console.log("Peaks in the true box, each side widened 1.5 times:");
  console.log(`  random points                             ${percent(chance)}`);
  console.log(`  sensitivity, the crop's answer            ${shareOf(items, ({ crop }) => crop.inside)}`);
  console.log(`    boxes of at least 0.5 % of the image    ${shareOf(large, ({ crop }) => crop.inside)}`);
  console.log(`    smaller boxes                           ${shareOf(small, ({ crop }) => crop.inside)}`);
  console.log(`  sensitivity, the model's own answer       ${shareOf(items, ({ own }) => own.inside)}`);
  console.log(`    where it is right                       ${shareOf(right, ({ own }) => own.inside)}`);
  const cut = items.filter(({ maps }) => maps.tile !== null);
  const held = shareOf(cut, ({ tile }) => tile?.holdsEvidence ?? false);
  if (cut.length > 0) console.log(`  the tile whose erasure costs most holds evidence  ${held}`);
  const layers = items[0]?.maps.attention ?? [];
  for (const index of layers.keys()) {
    const peaks = shareOf(items, ({ attention }) => attention?.[index]?.inside ?? false);
    console.log(`  relative attention, layer ${index + 1} of ${layers.length}          ${peaks}`);
  }
}

/** Writes each item as a line as soon as it is done, so that a run that is stopped keeps what it has. */
export async function look(/** @type {Values} */ values) {
  const { json } = values;
  makeFolderOf(json);
  const mounts = createMounts(values);
  /** @type {LookRequest} */
  const request = {
    suite: mounts.suite(values["suite"] ?? bundledSuite, values),
    model: mounts.model(values["model"], values["download"] !== undefined),
    limit: wholeNumber(values, "limit"),
    seed: wholeNumber(values, "seed", 0),
  };
  if (json !== undefined) writeFileSync(json, "");
  const ended = await withPage(values, mounts, async (page) => {
    await listen(page, createProgress());
    await page.exposeFunction("keepItem", (/** @type {LookedItem} */ item) => {
      if (json !== undefined) appendFileSync(json, `${JSON.stringify(item)}\n`);
    });
    return page.evaluate((asked) => window.fovea.look(asked), request);
  });
  const { items } = unwrap(unwrap(ended));
  const looked = /** @type {Looked[]} */ (items.filter(({ maps }) => maps !== null));
  console.log(`${looked.length} of ${items.length} items are answered rightly from the crop.`);
  if (looked.length > 0) await printShares(looked);
}
