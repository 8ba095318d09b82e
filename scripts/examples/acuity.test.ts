/** The acuity curves that come with Fovea are of the shipped weights, and the lesson shows what was recorded. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAcuity } from "../../src/acuity/document.ts";
import { RECORDED } from "../../src/acuity/recorded.ts";
import shown from "../../src/lesson/exhibits/acuity.recorded.json" with { type: "json" };
import { parseManifest } from "../../src/model/manifest/manifest.ts";
import { storedWeights } from "../../src/model/weights.ts";
import { lessonFigures } from "./lesson-figures.mjs";

const folder = new URL("../../public/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, folder), "utf8");

test("each is of a bundled model's present weights; else run npm run record-acuity", () => {
  expect(readdirSync(new URL("acuity/", folder)).toSorted()).toEqual(
    RECORDED.map((name) => `${name}.json`).toSorted(),
  );
  for (const name of RECORDED) {
    const opened = parseAcuity(read(`acuity/${name}.json`));
    if (!opened.ok) throw new Error(opened.fault.message);
    const { model, plan, card, trials } = opened.value;
    expect(name).toBe(`${model.id}-${plan.dimension}-${plan.variable}`);
    const manifest = parseManifest(JSON.parse(read(`models/${model.id}/manifest.json`)));
    if (!manifest.ok) throw new Error(manifest.fault.message);
    expect(storedWeights(manifest.value).sha256).toBe(card.weightsSha256);
    expect(trials).toHaveLength(plan.levels.length * plan.scenes);
  }
});

test("the lesson's figures are those of the first one", () => {
  expect(shown).toEqual(lessonFigures(JSON.parse(read(`acuity/${RECORDED[0]}.json`))));
});
