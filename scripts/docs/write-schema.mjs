/** node scripts/docs/write-schema.mjs — writes the JSON Schemas of manifests and sessions, and the pages about catalogs, formulas and tables. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadTypeScript } from "../process/load-typescript.mjs";
import { root } from "../process/run.mjs";

function write(/** @type {string} */ schemaPath, /** @type {string} */ text) {
  const path = join(root, schemaPath);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const { manifestJsonSchema, schemaPath } = await loadTypeScript("scripts/docs/manifest-json-schema.ts");
write(schemaPath, manifestJsonSchema());
const { sessionJsonSchema, sessionSchemaPath } = await loadTypeScript("scripts/docs/session-json-schema.ts");
write(sessionSchemaPath, sessionJsonSchema());
const { divergenceDocs, gateDocs } = await loadTypeScript("scripts/docs/catalog-docs.ts");
write("docs/divergences.md", divergenceDocs());
write("docs/gates.md", gateDocs());
const { formulaDocs } = await loadTypeScript("scripts/docs/formula-docs.ts");
write("docs/formulas.md", formulaDocs());
const { tableDocs } = await loadTypeScript("scripts/docs/table-docs.ts");
const folder = join(root, "public", "tables");
const recorded = readdirSync(folder).filter((name) => name.endsWith(".jsonl.gz"));
write(
  "docs/training-tables.md",
  tableDocs(recorded.map((name) => gunzipSync(readFileSync(join(folder, name))).toString())),
);
