/** The recorded tables that are served with the page: whole, of the catalog, and of the model that is bundled. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { tableOf } from "../../../src/lab/tables/catalog.ts";
import { openTable } from "../../../src/lab/tables/document.ts";
import { RATES, shownOf, sweepOf } from "../../../src/lab/tables/plan.ts";
import { shownRuns } from "../../../src/lab/tables/verdict.ts";
import { parseManifest } from "../../../src/model/manifest/manifest.ts";
import { storedWeights } from "../../../src/model/weights.ts";
import { tableDocs } from "../../docs/table-docs.ts";
import { bundledFolder } from "../../model/testing/bundled-folder.testing.ts";
import { value } from "../../model/testing/loaded-model.testing.ts";
import { root } from "../../process/run.mjs";

const folder = join(root, "public", "tables");
const served: readonly string[] = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));

const documentOf = (name: string): string =>
  gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`))).toString();

test("docs/training-tables.md is generated from them (node scripts/docs/write-schema.mjs)", () => {
  expect(readFileSync(join(root, "docs", "training-tables.md"), "utf8")).toBe(
    tableDocs(served.map(documentOf)),
  );
});

test("the list names what is there, and all of it takes at most 4 MB", () => {
  const files = readdirSync(folder).filter((name) => name !== "index.json");
  expect(files.sort()).toEqual(served.map((name) => `${name}.jsonl.gz`));
  expect(files.reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0)).toBeLessThan(4e6);
});

const manifest = new TextDecoder().decode(bundledFolder("fovea-nano").get("manifest.json"));
const { sha256 } = storedWeights(value(parseManifest(JSON.parse(manifest))));

test.each(served)(
  "%s: every row of the catalog has its sweep and its seeds, and the rate that the sweep found",
  (name) => {
    const table = value(openTable(documentOf(name)));
    const definition = tableOf(name);
    const { steps, seeds } = table.header;
    expect(table.header.id).toBe(name);
    for (const row of definition?.rows ?? []) {
      const sweep = table.runs.filter((each) => each.row === row.id && each.phase === "sweep");
      const size = { steps, seeds, perDimension: 1, sweepPerDimension: 1 };
      const wanted = sweepOf(row, size).map(({ recipe, seed }) => [recipe.optimizer.rate, seed]);
      expect(sweep.map(({ run: { header } }) => [header.recipe.optimizer.rate, header.seed])).toEqual(wanted);
      const ends = sweep.map(({ run }) => run.evaluations.at(-1)?.views.global.accuracy.mean ?? -1);
      const factor = RATES[ends.indexOf(Math.max(...ends))] ?? 0;
      const shown = shownRuns(table, row.id);
      expect(
        shown.map(({ header: { split, recipe, seed } }) => [split, recipe.optimizer.rate, seed]),
      ).toEqual(
        shownOf(row, factor, size).map(({ split, recipe, seed }) => [split, recipe.optimizer.rate, seed]),
      );
      for (const { header, evaluations } of [...sweep.map(({ run }) => run), ...shown]) {
        expect(header).toMatchObject({ steps, model: { weights: { sha256 } } });
        expect(evaluations.at(-1)?.step).toBe(steps);
        expect(evaluations[0]?.step).toBe(0);
      }
      expect(new Set(shown.flatMap(({ evaluations }) => evaluations.map(({ items }) => items))).size).toBe(1);
    }
    expect(table.runs).toHaveLength((definition?.rows.length ?? 0) * (RATES.length + seeds.length));
  },
);
