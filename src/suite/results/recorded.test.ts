/** The recorded results that come with the bundled suite: of the bundled weights, over all its items, as their card says. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseManifest } from "../../model/manifest/manifest.ts";
import { storedWeights } from "../../model/weights.ts";
import { accuracyUnder } from "../figures/accuracies.ts";
import { openResults } from "./open-results.ts";

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../public/${path}`, import.meta.url)), "utf8");

function results() {
  const opened = openResults(read("suites/fovea-700/fovea-mini.results.jsonl"));
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}
const { header, items, failed, broken } = results();

test("every item of the suite was asked of the weights that are shipped", () => {
  const suite = JSON.parse(read("suites/fovea-700/suite.json")) as readonly { readonly id: string }[];
  expect(items.map(({ id }) => id).sort()).toEqual(suite.map(({ id }) => id).sort());
  expect([failed, broken]).toEqual([[], []]);
  const manifest = parseManifest(JSON.parse(read("models/fovea-mini/manifest.json")));
  if (!manifest.ok) throw new Error(manifest.fault.message);
  expect(storedWeights(manifest.value).sha256).toBe(header.card.weightsSha256);
});

test("the accuracies are those of the model's card", () => {
  const card = read("models/fovea-mini/README.md");
  const row = /^\| overall \|.*$/m.exec(card)?.[0] ?? "";
  const said = [...row.matchAll(/([\d.]+) % \(/g)].map(([, percent]) => Number(percent));
  const conditions = ["regional", "matched", "isolated", "global", "grounded"] as const;
  const shown = conditions.map((condition) =>
    Number((100 * (accuracyUnder(items, condition)?.mean ?? 0)).toFixed(1)),
  );
  expect(said).toHaveLength(conditions.length);
  expect(shown).toEqual(said);
});
