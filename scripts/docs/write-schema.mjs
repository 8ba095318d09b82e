/** node scripts/docs/write-schema.mjs — writes the JSON Schemas of manifests and sessions, and the pages about the catalogs and formulas. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
