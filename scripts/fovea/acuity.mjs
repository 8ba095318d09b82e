/** `npm run fovea -- acuity`: accuracy against size, clutter or contrast, and the threshold. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createMounts } from "./mounts.mjs";
import { withPage } from "./page.mjs";
import { createProgress, listen } from "./progress.mjs";
import { refuse, unwrap } from "./refuse.mjs";
import { makeFolderOf, oneOf, wholeNumber } from "./values.mjs";

/** @typedef {import("./values.mjs").Values} Values */
/** @typedef {import("../../src/command/suite/acuity.ts").Acuity} Acuity */
/** @typedef {import("../../src/command/suite/acuity.ts").AcuityRequest} AcuityRequest */

/** @type {[AcuityRequest["dimension"], ...AcuityRequest["dimension"][]]} */
const dimensions = ["ocr", "identification", "counting", "colour", "structure", "material", "text"];
/** @type {[AcuityRequest["variable"], ...AcuityRequest["variable"][]]} */
const variables = ["size", "distractors", "distance", "contrast", "quality", "longestEdge"];

/** @returns {readonly number[] | null} levels as typed, separated by commas */
function levelsIn(/** @type {Values} */ values) {
  const typed = values["levels"];
  if (typed === undefined) return null;
  const levels = typed.split(",").map(Number);
  if (levels.some((level) => !Number.isFinite(level)))
    return refuse(`--levels ${typed}: levels are numbers separated by commas, such as 0.001,0.01,0.1.`);
  return levels;
}

/** A threshold as a share or a count, with its interval. */
function thresholdOf(/** @type {NonNullable<Acuity["curves"]["curves"]["global"]>} */ { fit }) {
  if (fit.kind === "none") return fit.reason;
  const { value, low, high } = fit.threshold;
  const rounded = (/** @type {number | null} */ end) => (end === null ? "open" : Number(end.toPrecision(3)));
  return `threshold ${rounded(value)} (${rounded(low)} to ${rounded(high)})`;
}

function print(/** @type {Acuity} */ { document, curves }) {
  console.log(`${document.model.title}, ${document.plan.dimension} against ${document.plan.variable}`);
  for (const [condition, curve] of Object.entries(curves.curves)) {
    const shares = curve.points.map(
      ({ level, accuracy }) => `${level}: ${(100 * accuracy.mean).toFixed(0)} %`,
    );
    console.log(`${condition.padEnd(9)} ${shares.join(", ")}; ${thresholdOf(curve)}`);
  }
  const { saving } = curves;
  if (saving !== null)
    console.log(
      `${saving.asked} questions at chosen levels; at even levels ${Math.round(saving.even)} would be needed`,
    );
}

export async function acuity(/** @type {Values} */ values) {
  const { json, resume } = values;
  if (resume !== undefined && json === undefined) refuse("--resume continues the file of --json.");
  makeFolderOf(json);
  const mounts = createMounts(values);
  /** @type {AcuityRequest} */
  const request = {
    model: mounts.model(values["model"], values["download"] !== undefined),
    dimension: oneOf(values, "dimension", dimensions),
    variable: oneOf(values, "vary", variables),
    levels: levelsIn(values),
    items: wholeNumber(values, "items") ?? 200,
    adaptive: values["adaptive"] !== undefined,
    resume: resume !== undefined && existsSync(json ?? "") ? readFileSync(json ?? "", "utf8") : null,
  };
  const ended = await withPage(values, mounts, async (page) => {
    await listen(page, createProgress());
    await page.exposeFunction("keepMeasurement", (/** @type {string} */ text) => {
      if (json !== undefined) writeFileSync(json, text);
    });
    return page.evaluate((asked) => window.fovea.acuity(asked), request);
  });
  const measured = unwrap(ended.ok ? ended.value : ended);
  print(measured);
  if (json === undefined) return;
  const fit = measured.curves.curves.global?.fit;
  const threshold = fit?.kind === "fitted" ? fit.threshold : null;
  const reason = fit?.kind === "fitted" ? null : (fit?.reason ?? "Nothing was asked from the full image.");
  writeFileSync(
    json,
    `${JSON.stringify({ format: "fovea-acuity", threshold, reason, ...measured.curves, document: measured.document }, null, 1)}\n`,
  );
}
