/** `npm run fovea -- gain DIR…`: what runs that differ by their seed gained, from the documents of their folders. */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadTypeScript } from "../../process/load-typescript.mjs";
import { refuse, unwrap } from "../refuse.mjs";

/** @typedef {import("../values.mjs").Values} Values */
/** @typedef {import("../../../src/lab/gain/gain.ts").Gain} Gain */
/** @typedef {import("../../../src/lab/gain/gain.ts").ViewGain} ViewGain */

const percent = (/** @type {number} */ share) => (100 * share).toFixed(1);

const points = (/** @type {number} */ share) => `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;

function lineOf(/** @type {string} */ title, /** @type {ViewGain} */ { before, after, change }) {
  const { mean, low, high } = change;
  return `${title}: ${percent(before)} % before, ${after.map(percent).join(", ")} % after, ${points(mean)} points (${points(low)} to ${points(high)})`;
}

/** Prints accuracies before and after, and the paired change with an interval of 95 % over runs and questions. */
export async function gain(/** @type {Values} */ values, /** @type {readonly string[]} */ folders) {
  if (folders.length === 0) return refuse("Name the folders of runs that differ by their seed.");
  const { openRun } = await loadTypeScript("src/lab/run/run.ts");
  const { gainOf } = await loadTypeScript("src/lab/gain/gain.ts");
  const open = (/** @type {string} */ folder) => {
    const path = join(resolve(folder), "run.jsonl");
    try {
      return unwrap(openRun(readFileSync(path, "utf8")));
    } catch (error) {
      return refuse(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const runs = folders.map(open);
  const made = values["first-stage"] === undefined ? null : open(values["first-stage"]);
  /** @type {Gain} */
  const { questions, views, closed, regained } = unwrap(gainOf(runs, made));
  const { header } = runs[0];
  const seeds = runs.map((/** @type {{ header: { seed: number } }} */ run) => run.header.seed).join(", ");
  console.log(
    [
      `${header.recipe.title}, ${header.model.title}, ${header.steps} steps, seeds ${seeds}; ${questions} questions, 95 % over runs and questions`,
      lineOf("full image", views.global),
      lineOf("matched crop", views.matched),
      lineOf("evidence crop", views.regional),
      ...(closed === null
        ? []
        : [`closed of the gap between matched crop and full image: ${percent(closed)} %`]),
      ...(regained === null ? [] : [`regained of what the first stage answers: ${percent(regained)} %`]),
    ].join("\n"),
  );
}
